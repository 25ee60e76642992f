"""A server that is slow, broken, choosy or away: nobody waits for long, nothing is lost, and it heals by itself."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from intranet.environment import Environment
from search import indexing
from search.engines.base import Engine, SearchUnavailable
from search.engines.circuit import Circuit
from search.engines.elasticsearch import ElasticsearchEngine
from stories.models import Story
from tests.integration.installation import until
from tests.search.conftest import Find
from tests.search.elasticsearch import proxy as ways
from tests.search.elasticsearch.proxy import Proxy
from tests.search.elasticsearch.server import Server
from tests.search.engine_contract import a_document, asked, body

HUND = asked(body("hund"))
Behind = Callable[..., ElasticsearchEngine]
MakeStory = Callable[..., Story]


@pytest.fixture
def proxy(server: Server) -> Iterator[Proxy]:
    proxy = Proxy(server.hosts[0])
    yield proxy
    proxy.shutdown()


@pytest.fixture(scope="module")
def index(server: Server) -> ElasticsearchEngine:
    engine = ElasticsearchEngine(server.location("troubles"))
    engine.rebuild([], list)
    return engine


@pytest.fixture
def filled(index: ElasticsearchEngine, patient: None) -> ElasticsearchEngine:
    """Seven stories about a dog."""
    with index.writing():
        index.write([a_document(pk, "hund") for pk in range(1, 8)], range(100))
    return index


@pytest.fixture
def behind(proxy: Proxy, filled: Engine, monkeypatch: pytest.MonkeyPatch) -> Behind:
    """The same index through the proxy (and other hosts), with little patience."""

    def made(*others: str, scheme: str = "http", **options: str) -> ElasticsearchEngine:
        hosts = ",".join([proxy.host, *others])
        engine = ElasticsearchEngine(f"{scheme}://{hosts}/troubles", **options)
        assert engine.search(HUND).total == 7
        monkeypatch.setattr(ElasticsearchEngine, "PATIENCE", 0.5)
        impatient = ElasticsearchEngine(f"{scheme}://{hosts}/troubles", **options)
        impatient._format_known_until = engine._format_known_until
        return impatient

    return made


def seconds_until_refused(engine: Engine) -> float:
    began = time.monotonic()
    with pytest.raises(SearchUnavailable):
        engine.search(HUND)
    return time.monotonic() - began


def answers(engine: Engine) -> bool:
    try:
        return engine.search(HUND).total == 7
    except SearchUnavailable:
        return False


@pytest.mark.parametrize(
    "way", [ways.slow(1.0), ways.half_closed, ways.garbage, ways.another_server, ways.hanging_up, ways.saying(503)]
)
def test_after_two_troubles_nobody_waits_until_it_heals(
    proxy: Proxy, behind: Behind, way: ways.Way, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Circuit, "RESTS", 0.7)
    engine = behind()
    proxy.way = way
    assert max(seconds_until_refused(engine) for _ in range(Circuit.TOLERATED)) < 4
    asked_before = len(proxy.asked)
    assert max(seconds_until_refused(engine) for _ in range(20)) < 0.2
    assert len(proxy.asked) == asked_before
    proxy.way = ways.passing
    time.sleep(0.8)
    until(lambda: answers(engine), "the engine to heal")


def test_one_tries_again_while_the_others_are_sent_away(
    proxy: Proxy, behind: Behind, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Circuit, "RESTS", 0.3)
    engine = behind()
    proxy.way = ways.saying(503)
    for _ in range(Circuit.TOLERATED):
        seconds_until_refused(engine)
    time.sleep(0.4)
    before = len(proxy.asked)
    for _ in range(10):
        seconds_until_refused(engine)
    assert len(proxy.asked) == before + 2  # one who tries, and once more for another node


def test_slow_answers_are_a_trouble_too(proxy: Proxy, behind: Behind, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = behind()
    monkeypatch.setattr(Circuit, "SLOW", 0.0)
    assert engine.search(HUND).total == engine.search(HUND).total == 7
    assert seconds_until_refused(engine) < 0.2


def test_what_the_server_cannot_do_is_no_trouble(proxy: Proxy, behind: Behind) -> None:
    engine = behind()
    proxy.way = ways.saying(400)
    for _ in range(2 * Circuit.TOLERATED):
        seconds_until_refused(engine)
    proxy.way = ways.passing
    assert engine.search(asked(body("hund"), limit=20_000)).total == 7


@pytest.mark.parametrize("way", [ways.slow(3.0), ways.hanging_up, ways.half_closed, ways.saying(502)])
def test_another_node_answers_instead(proxy: Proxy, behind: Behind, server: Server, way: ways.Way) -> None:
    engine = behind(*server.hosts)
    proxy.way = way
    assert [engine.search(HUND).total for _ in range(4)] == [7] * 4
    assert engine.is_ready()


def test_actions_that_were_turned_away_are_sent_again(proxy: Proxy, behind: Behind) -> None:
    engine = behind()
    proxy.way = ways.turning_away(3, times=3)
    made = [a_document(pk, "kat") for pk in range(1, 8)]
    with engine.writing():
        engine.write(made, [*range(1, 8), 99])
    assert engine.search(asked(body("kat"))).total == 7
    assert dict(engine.versions()) == {document.id: document.version for document in made}


def test_words_that_the_server_could_not_look_up_are_sent(proxy: Proxy, behind: Behind) -> None:
    engine = behind()
    proxy.way = ways.looking_up_nothing
    for _ in range(2):
        with engine.writing():
            engine.write([a_document(1, "kat")], [1])
    assert [form.text for form in engine.words("kat")] == ["kat"]


@pytest.mark.parametrize("way", [ways.saying(503), ways.half_closed, ways.turning_away(2, times=99), ways.hanging_up])
def test_a_writing_that_fails_says_so_and_can_be_done_again(proxy: Proxy, behind: Behind, way: ways.Way) -> None:
    engine = behind()
    made = [a_document(pk, "kat") for pk in range(1, 8)]
    with engine.writing() as ours:
        assert ours
        proxy.way = way
        with pytest.raises(SearchUnavailable):
            engine.write(made, [document.id for document in made])
        proxy.way = ways.passing
        engine.write(made, [document.id for document in made])
    assert dict(engine.versions()) == {document.id: document.version for document in made}


def test_one_story_that_is_refused_stops_the_writing(filled: Engine) -> None:
    """So the outbox keeps its rows and somebody sees it; the stories before it are written."""
    odd = a_document(2, "kat", facets=(("colour", "red"),))
    with filled.writing(), pytest.raises(SearchUnavailable, match="colour"):
        filled.write([a_document(1, "kat"), odd, a_document(3, "kat")], [1, 2, 3])
    with filled.writing():
        filled.write([a_document(pk, "kat") for pk in (1, 2, 3)], [1, 2, 3])
    assert filled.search(asked(body("kat"))).total == 3


@pytest.mark.parametrize(
    ("authorization", "options"),
    [
        ("ApiKey c2VjcmV0", {"api_key": "c2VjcmV0"}),
        (
            "Basic " + base64.b64encode("søren:p@ss:word/".encode()).decode(),
            {"user": "søren", "password": "p@ss:word/"},
        ),
    ],
)
def test_keys_and_passwords_are_shown_at_the_door(
    proxy: Proxy, behind: Behind, authorization: str, options: dict[str, str]
) -> None:
    proxy.way = ways.only_with(authorization)
    assert behind(**options).is_ready()
    stranger = ElasticsearchEngine(f"http://{proxy.host}/troubles")
    with pytest.raises(SearchUnavailable, match="401"):
        stranger.search(HUND)


def test_only_a_server_with_a_trusted_certificate_is_asked(
    server: Server, filled: Engine, tmp_path: Path, patient: None
) -> None:
    certificate = ways.self_signed(tmp_path)
    proxy = Proxy(server.hosts[0], certificate=certificate)
    assert ElasticsearchEngine(f"https://{proxy.host}/troubles", ca=str(certificate)).search(HUND).total == 7
    with pytest.raises(SearchUnavailable, match=r"(?i)certificate"):
        ElasticsearchEngine(f"https://{proxy.host}/troubles").search(HUND)
    assert all("troubles" in request for request in proxy.asked)
    proxy.shutdown()


@pytest.mark.parametrize(
    ("authorization", "user", "key"),
    [
        ("ApiKey c2VjcmV0", "", "c2VjcmV0"),
        ("Basic " + base64.b64encode("søren:p@ss:word/".encode()).decode(), "s%C3%B8ren:p%40ss%3Aword%2F@", ""),
    ],
)
def test_the_whole_site_asks_a_server_with_tls_and_a_secret(
    server: Server,
    make_story: MakeStory,
    find: Find,
    tmp_path: Path,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    patient: None,
    authorization: str,
    user: str,
    key: str,
) -> None:
    """From the environment on; whoever has another secret is told so, without it."""
    certificate = ways.self_signed(tmp_path)
    proxy = Proxy(server.hosts[0], certificate=certificate)
    proxy.way = ways.only_with(authorization)
    monkeypatch.setenv("ELASTICSEARCH_CA", str(certificate))
    monkeypatch.setenv("ELASTICSEARCH_API_KEY", key)
    monkeypatch.setenv("SEARCH_URL", f"https://{user}{proxy.host}/secret")
    settings.SEARCH = Environment(tmp_path).search()
    make_story(title="Boots")
    indexing.drain()
    assert find("boots").total == 1
    assert indexing.check().is_fine
    proxy.way = ways.only_with("Basic of others")
    with pytest.raises(SearchUnavailable, match="401") as refused:
        indexing.drain()
    assert all(secret not in str(refused.value) for secret in ("c2VjcmV0", "p@ss", "p%40ss"))
    proxy.shutdown()
