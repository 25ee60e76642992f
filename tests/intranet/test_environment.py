"""Settings come from the environment; a bad value stops the start with a sentence that says what to type."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured

from intranet.environment import Environment, mail_domain

READERS: dict[str, Any] = {
    "DEBUG": lambda env: env.flag("DEBUG"),
    "PORT": lambda env: env.whole_number("PORT", 8000, low=1),
    "TRUSTED_PROXY_COUNT": lambda env: env.whole_number("TRUSTED_PROXY_COUNT", 0, high=20),
    "BASE_URL": lambda env: env.base_url(8000),
    "DATABASE_URL": lambda env: env.database(),
    "SEARCH_URL": lambda env: env.search(),
    "CACHE_URL": lambda env: env.cache(),
    "EMAIL_URL": lambda env: env.mail(),
    "STORAGE_URL": lambda env: env.storage(),
    "TIME_ZONE": lambda env: env.time_zone("TIME_ZONE", "Europe/Copenhagen"),
    "DEFAULT_LANGUAGE": lambda env: env.choice("DEFAULT_LANGUAGE", ("en", "da", "sv"), "en"),
    "ALLOWED_HOSTS": lambda env: env.hosts("ALLOWED_HOSTS"),
    "MAIL_FROM": lambda env: env.mail_address("MAIL_FROM", "Bouquet <bouquet@localhost>"),
    "MEDIA_ACCEL_PREFIX": lambda env: env.accel_prefix("MEDIA_ACCEL_PREFIX"),
}


@pytest.fixture
def env(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Environment:
    """An environment that says nothing yet, in a repository of its own."""
    for name in [*READERS, "SECRET_KEY", "ELASTICSEARCH_API_KEY", "ELASTICSEARCH_CA"]:
        monkeypatch.delenv(name, raising=False)
    return Environment(tmp_path)


@pytest.mark.parametrize("value", ["", "  "])
@pytest.mark.parametrize("name", READERS)
def test_nothing_and_blanks_mean_the_default(env, monkeypatch, name, value):
    default = READERS[name](env)
    monkeypatch.setenv(name, value)
    assert READERS[name](env) == default


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", "perhaps"), ("DEBUG", "2"), ("PORT", "eighty"), ("PORT", "0"), ("PORT", "70000"), ("PORT", "-1"),
        ("PORT", "٨٠"), ("TRUSTED_PROXY_COUNT", "21"), ("BASE_URL", "bouquet.example"), ("BASE_URL", "ftp://bouquet.example"),
        ("BASE_URL", "http://"), ("BASE_URL", "http://[::1"), ("BASE_URL", "https://host:port"),
        ("DATABASE_URL", "mysql://user@host/name"), ("DATABASE_URL", "sqlite://var/db.sqlite3"), ("DATABASE_URL", "sqlite:///"),
        ("DATABASE_URL", "var/db.sqlite3"), ("DATABASE_URL", "postgresql://user@host:port/name"),
        ("DATABASE_URL", "postgresql://[::1/name"), ("DATABASE_URL", "postgresql://host"),
        ("SEARCH_URL", "tantivy://var/search"), ("SEARCH_URL", "solr://host/bouquet"), ("SEARCH_URL", "tantivy:///"),
        ("SEARCH_URL", "http://host"), ("SEARCH_URL", "tantivy://[::1/x"),
        ("CACHE_URL", "nonsense"), ("CACHE_URL", "memory://x"), ("CACHE_URL", "redis://[::1"),
        ("EMAIL_URL", "nonsense"), ("EMAIL_URL", "pigeon://host"), ("EMAIL_URL", "smtp://host:port"), ("EMAIL_URL", "smtp://[::1"),
        ("STORAGE_URL", "nonsense"), ("STORAGE_URL", "file://var/media"), ("STORAGE_URL", "s3://"), ("STORAGE_URL", "s3+https://host"),
        ("STORAGE_URL", "s3+https://key:secret@host:port/bucket"), ("STORAGE_URL", "file://[::1/x"),
        ("BASE_URL", "https://bouquet.example/below"), ("BASE_URL", "https://anna@bouquet.example"), ("BASE_URL", "http://*"),
        ("BASE_URL", "https://bouquet.example?x=1"), ("BASE_URL", "http://two words"),
        ("DATABASE_URL", "sqlite:////proc/nowhere/db.sqlite3"), ("DATABASE_URL", "sqlite:////tmp"),
        ("DATABASE_URL", "postgresql://anna:se#cret@host/name"), ("SEARCH_URL", "tantivy:////proc/nowhere"),
        ("SEARCH_URL", "http://host:99999/bouquet"), ("CACHE_URL", "redis://"), ("CACHE_URL", "redis://host:port/0"),
        ("CACHE_URL", "redis://host:6379/name"), ("CACHE_URL", "memcache://host:11211"),
        ("EMAIL_URL", "smtp://"), ("EMAIL_URL", "smtps://host:465"), ("EMAIL_URL", "filemail:///"), ("EMAIL_URL", "filemail://var/mail"),
        ("STORAGE_URL", "s3+https:///bucket"), ("STORAGE_URL", "s3+https://key@host/bucket"), ("STORAGE_URL", "s3+https://host/a/b"),
        ("STORAGE_URL", "file:////proc/nowhere"), ("ALLOWED_HOSTS", "http://bouquet.example"), ("ALLOWED_HOSTS", "a.example b.example"),
        ("MAIL_FROM", "Bouquet"), ("MAIL_FROM", "Bouquet <bouquet@bouquet.example>\nBcc: all@bouquet.example"),
        ("MEDIA_ACCEL_PREFIX", "protected"), ("MEDIA_ACCEL_PREFIX", "/protected"), ("MEDIA_ACCEL_PREFIX", "/a/\nSet-Cookie: b"),
        ("TIME_ZONE", "Copenhagen"), ("TIME_ZONE", "../etc/passwd"), ("DEFAULT_LANGUAGE", "de"), ("DEFAULT_LANGUAGE", "EN"),
    ],
)  # fmt: skip
def test_a_bad_value_is_answered_with_what_to_type(env, monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured) as answer:
        READERS[name](env)
    assert name in str(answer.value)
    assert "type " in str(answer.value)


@pytest.mark.parametrize(
    ("value", "on"),
    [("1", True), ("true", True), ("Yes", True), ("on", True), ("0", False), ("False", False), ("off", False)],
)
def test_flags(env, monkeypatch, value, on):
    monkeypatch.setenv("DEBUG", value)
    assert env.flag("DEBUG") is on


@pytest.mark.parametrize(
    ("name", "url", "folder"),
    [
        ("DATABASE_URL", "sqlite:///var/db.sqlite3", "{base}/var/db.sqlite3"),
        ("DATABASE_URL", "sqlite:////{base}/other.sqlite3", "{base}/other.sqlite3"),
        ("DATABASE_URL", "sqlite:///var/my%20data.sqlite3", "{base}/var/my data.sqlite3"),
        ("SEARCH_URL", "tantivy:///var/index", "{base}/var/index"),
        ("SEARCH_URL", "tantivy:////{base}/index", "{base}/index"),
        ("STORAGE_URL", "file:///var/photos", "{base}/var/photos"),
        ("STORAGE_URL", "file:////{base}/photos", "{base}/photos"),
        ("EMAIL_URL", "filemail:///var/post", "{base}/var/post"),
        ("EMAIL_URL", "filemail:////{base}/post", "{base}/post"),
    ],
)  # fmt: skip
def test_three_slashes_are_below_the_repository_and_four_are_absolute(env, monkeypatch, tmp_path, name, url, folder):
    monkeypatch.setenv(name, url.format(base=str(tmp_path).lstrip("/")))
    found = READERS[name](env)
    place = found.get("NAME") or found.get("LOCATION") or found.get("EMAIL_FILE_PATH") or found["OPTIONS"]["location"]
    assert place == folder.format(base=tmp_path)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BASE_URL", "http://[::1]:8000"), ("BASE_URL", "https://blåbær.example:8443"), ("ALLOWED_HOSTS", ".example.com,[::1],*"),
        ("MAIL_FROM", "bouquet@bouquet.example"), ("MAIL_FROM", "Blomster <b@bouquet.example>"), ("MEDIA_ACCEL_PREFIX", "/a/b-c/"),
        ("CACHE_URL", "rediss://user:secret@cache.example:6380/1"), ("CACHE_URL", "locmemcache://"), ("EMAIL_URL", "smtp://mail.example"),
        ("STORAGE_URL", "s3://bucket"),
    ],
)  # fmt: skip
def test_a_good_value_is_taken(env, monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    assert READERS[name](env)


def test_mail_comes_from_a_domain_that_a_mail_can_have():
    assert mail_domain("https://bouquet.example:8443") == "bouquet.example"
    assert {mail_domain(f"http://{host}:8000") for host in ("intranet", "192.168.0.5", "[::1]")} == {"localhost"}


def test_sqlite_gets_the_measured_options(env):
    database = env.database()
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in database["OPTIONS"]["init_command"]


def test_postgresql(env, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://anna:s%40cret@db.example:5433/bouquet")
    database = env.database()
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["NAME"], database["USER"], database["PASSWORD"]) == ("bouquet", "anna", "s@cret")
    assert (database["HOST"], database["PORT"]) == ("db.example", 5433)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example:25", {"EMAIL_HOST": "mail.example", "EMAIL_PORT": 25}),
        (
            "smtp+tls://anna:s%40cret@mail.example:587",
            {"EMAIL_USE_TLS": True, "EMAIL_HOST_USER": "anna", "EMAIL_HOST_PASSWORD": "s@cret"},
        ),
        ("smtp+ssl://mail.example:465", {"EMAIL_USE_SSL": True}),
        ("consolemail://", {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}),
    ],
)
def test_mail_servers(env, monkeypatch, url, expected):
    monkeypatch.setenv("EMAIL_URL", url)
    found = env.mail()
    assert {name: found[name] for name in expected} == expected
    assert found["EMAIL_TIMEOUT"] == 30


def test_s3_is_always_signed_and_private(env, monkeypatch):
    monkeypatch.setenv("STORAGE_URL", "s3+https://key:s%2Fcret@minio.example:9000/photos")
    options = env.storage()["OPTIONS"]
    assert options["querystring_auth"] is True
    assert options["default_acl"] is None
    assert (options["bucket_name"], options["endpoint_url"]) == ("photos", "https://minio.example:9000")
    assert (options["access_key"], options["secret_key"]) == ("key", "s/cret")


def test_a_redis_cache(env, monkeypatch):
    monkeypatch.setenv("CACHE_URL", "redis://cache.example:6379/0")
    assert "redis" in env.cache()["BACKEND"].lower()


def test_the_default_cache_keeps_the_counts_of_a_busy_morning(env, settings):
    settings.CACHES = {"default": env.cache()}
    cache.set("tries", 5)
    cache.set_many({f"person-{number}": 1 for number in range(400)})
    assert cache.get("tries") == 5
    assert len(cache.get_many([f"person-{number}" for number in range(400)])) == 400


def test_a_secret_key_is_made_once_and_kept_from_others(env, tmp_path):
    first = env.secret_key(embedded=True)
    assert len(first) >= 50
    assert env.secret_key(embedded=True) == first
    assert (tmp_path / "var/secret-key").stat().st_mode & 0o077 == 0


def test_a_secret_key_is_needed_where_there_is_a_server(env):
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY is missing; type a random text"):
        env.secret_key(embedded=False)


@pytest.mark.parametrize("value", ["$dollar-first", "a$b%c#d e", "  spaces around  "])
def test_a_text_is_taken_as_it_is(env, monkeypatch, value):
    monkeypatch.setenv("SECRET_KEY", value)
    assert env.secret_key(embedded=False) == value.strip()


# --- the start itself -----------------------------------------------------------------------------------------------


def run(code: str, **values: str) -> "subprocess.CompletedProcess[str]":
    """A fresh process with that environment, in the repository."""
    known = {
        "PATH": os.environ["PATH"],
        "SECRET_KEY": "x" * 50,
        "DATABASE_URL": "sqlite:////tmp/nowhere/bouquet.sqlite3",
    }
    command = [sys.executable, *code.split(" ", 1)] if code.startswith("-c") else [sys.executable, *code.split()]
    return subprocess.run(
        command, env=known | values, cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"PORT": "eighty"}, "PORT is 'eighty'; type a whole number from 1 to 65535."),
        (
            {"DATABASE_URL": "postgresql://u@h/n", "SECRET_KEY": ""},
            "SECRET_KEY is missing; type a random text of 50 characters or more.",
        ),
    ],
)
def test_the_start_is_stopped_by_one_sentence(values, sentence):
    done = run("manage.py check", **values)
    assert done.returncode != 0
    assert done.stderr.strip().splitlines()[-1].endswith(sentence)
    assert "Traceback" not in done.stderr


def test_a_web_server_is_told_once_and_does_not_try_for_ever():
    done = run("-c import sys; sys.path.insert(0, 'site'); import intranet.wsgi", PORT="eighty")
    assert done.returncode == 3
    assert done.stderr == "Bouquet cannot start: PORT is 'eighty'; type a whole number from 1 to 65535.\n"


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("postgresql://nobody@127.0.0.1:1/nothing", "connection"),
        ("sqlite:////{folder}/empty.sqlite3", "no such table"),
        ("sqlite:////{folder}/text.sqlite3", "file is not a database"),
    ],
)
def test_a_database_that_does_not_answer_is_one_sentence_too(tmp_path, url, says):
    (tmp_path / "text.sqlite3").write_text("A letter to the reader, which is not a database. " * 9)
    done = run("manage.py invite anna@example.com", DATABASE_URL=url.format(folder=tmp_path))
    assert done.returncode == 1
    assert done.stderr.startswith("The database says: ")
    assert says in done.stderr
    assert "Look at DATABASE_URL" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_address_follows_the_port_and_the_rest_follows_the_address():
    show = (
        "import sys; sys.path.insert(0, 'site'); from intranet import settings as s; "
        "print(s.BASE_URL, s.CSRF_TRUSTED_ORIGINS[0], s.ALLOWED_HOSTS[0], s.SESSION_COOKIE_SECURE, s.SECURE_HSTS_SECONDS > 0, s.MAIL_FROM)"
    )
    assert run(f"-c {show}", PORT="8123").stdout.split() == [
        "http://localhost:8123", "http://localhost:8123", "localhost", "False", "False", "Bouquet", "<bouquet@localhost>",
    ]  # fmt: skip
    assert run(f"-c {show}", BASE_URL="https://bouquet.example/").stdout.split() == [
        "https://bouquet.example", "https://bouquet.example", "bouquet.example", "True", "True", "Bouquet",
        "<bouquet@bouquet.example>",
    ]  # fmt: skip
