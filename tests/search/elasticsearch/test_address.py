"""What SEARCH_URL may say about an Elasticsearch, and what is said about a bad one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from intranet.environment import Environment
from search.engines import current_engine
from search.engines.elasticsearch import ElasticsearchEngine

ENGINE = "search.engines.elasticsearch.ElasticsearchEngine"


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Environment:
    for name in ("ELASTICSEARCH_API_KEY", "ELASTICSEARCH_CA"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "ca.pem").write_text("a certificate")
    return Environment(tmp_path)


@pytest.mark.parametrize(
    ("url", "location", "options"),
    [
        ("http://localhost:9200/bouquet", "http://localhost:9200/bouquet", {"shards": 1}),
        ("https://a.example:443/stories-2/", "https://a.example:443/stories-2", {"shards": 1}),
        ("http://a:9200,b:9201,[::1]:9202/x?shards=3", "http://a:9200,b:9201,[::1]:9202/x", {"shards": 3}),
        (
            "https://s%C3%B8ren:p%40ss%2Fword@es:9200/bouquet",
            "https://es:9200/bouquet",
            {"user": "søren", "password": "p@ss/word", "shards": 1},
        ),
    ],
)
def test_an_address_is_understood(
    environment: Environment, monkeypatch: pytest.MonkeyPatch, url: str, location: str, options: dict[str, Any]
) -> None:
    monkeypatch.setenv("SEARCH_URL", url)
    assert environment.search() == {"ENGINE": ENGINE, "LOCATION": location, "OPTIONS": options}


def test_a_key_and_a_certificate_are_understood(
    environment: Environment, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Any
) -> None:
    monkeypatch.setenv("SEARCH_URL", "https://es:9200/bouquet")
    monkeypatch.setenv("ELASTICSEARCH_API_KEY", "VnVhQ2ZHY0JDZGJrUQ==")
    monkeypatch.setenv("ELASTICSEARCH_CA", "ca.pem")
    options = environment.search()["OPTIONS"]
    assert options == {"api_key": "VnVhQ2ZHY0JDZGJrUQ==", "ca": str(tmp_path / "ca.pem"), "shards": 1}
    settings.SEARCH = environment.search() | {"OPTIONS": {"api_key": "VnVhQ2ZHY0JDZGJrUQ=="}}
    assert isinstance(current_engine(), ElasticsearchEngine)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"SEARCH_URL": "http://localhost/bouquet"}, "every host with its port"),
        ({"SEARCH_URL": "http://localhost:9200"}, "at the end a prefix"),
        ({"SEARCH_URL": "http://localhost:9200/Bouquet"}, "small letters"),
        ({"SEARCH_URL": "http://localhost:9200/_all"}, "small letters"),
        ({"SEARCH_URL": "http://localhost:9200/bouquet?shards=0"}, "type https://user"),
        ({"SEARCH_URL": "elastic://localhost:9200/bouquet"}, "type tantivy"),
        ({"SEARCH_URL": "https://u:p@es:9200/x", "ELASTICSEARCH_API_KEY": "abc"}, "not both"),
        ({"SEARCH_URL": "https://es:9200/x", "ELASTICSEARCH_API_KEY": "id:key"}, "is not a key"),
        ({"SEARCH_URL": "https://es:9200/x", "ELASTICSEARCH_CA": "nothing.pem"}, "path of a file"),
        ({"SEARCH_URL": "http://es:9200/x", "ELASTICSEARCH_CA": "ca.pem"}, "SEARCH_URL with https"),
    ],
)
def test_a_bad_value_stops_with_a_sentence(
    environment: Environment, monkeypatch: pytest.MonkeyPatch, values: dict[str, str], sentence: str
) -> None:
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured, match=sentence) as told:
        environment.search()
    assert "u:p" not in str(told.value)
