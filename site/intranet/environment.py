"""Bouquet's settings as they stand in the environment, read once, with a sentence for every bad value."""

import contextlib
import os
import re
import secrets
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit
from zoneinfo import ZoneInfo, available_timezones

import environ
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

SQLITE_OPTIONS = {
    # Measured (shared/WAGTAIL.md, section 10): IMMEDIATE and WAL are what lets processes write at once.
    "transaction_mode": "IMMEDIATE",
    "timeout": 60,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-20000; PRAGMA mmap_size=134217728;"
    ),
}
_HOST = r"(?:[a-zA-Z0-9._-]+|\[[0-9a-fA-F:]+\]):[1-9][0-9]{1,4}"
_ELASTICSEARCH = re.compile(
    r"(?P<scheme>https?)://(?:(?P<user>[^/@:\s]+):(?P<password>[^/@\s]+)@)?"
    rf"(?P<hosts>{_HOST}(?:,{_HOST})*)/(?P<prefix>[a-z0-9][a-z0-9-]{{0,99}})/?(?:\?shards=(?P<shards>[1-9]))?"
)
_API_KEY = re.compile(r"[A-Za-z0-9+/=_-]+")
_HOST_NAME = re.compile(r"\.?[^\s/@:*]+|\[[0-9a-fA-F:.]+\]")
_HIGHEST_PORT = 65535


class Environment:
    """Reads named values from `os.environ`; paths are relative to the repository."""

    def __init__(self, base_dir: Path) -> None:
        self.base_dir = base_dir
        self.values = environ.Env()

    def text(self, name: str, default: str = "") -> str:
        return os.environ.get(name, "").strip() or default

    def flag(self, name: str, default: bool = False) -> bool:
        value = self.text(name).lower()
        if value in ("", "1", "0", "true", "false", "yes", "no", "on", "off"):
            return default if value == "" else value in ("1", "true", "yes", "on")
        raise ImproperlyConfigured(f"{name} is {value!r}; type 1 for on or 0 for off.")

    def whole_number(self, name: str, default: int, *, low: int = 0, high: int = 65535) -> int:
        value = self.text(name)
        if not value:
            return default
        if value.isascii() and value.isdigit() and low <= int(value) <= high:
            return int(value)
        raise ImproperlyConfigured(f"{name} is {value!r}; type a whole number from {low} to {high}.")

    def words(self, name: str) -> list[str]:
        return [word.strip() for word in self.text(name).split(",") if word.strip()]

    def choice(self, name: str, choices: tuple[str, ...], default: str) -> str:
        value = self.text(name, default)
        if value in choices:
            return value
        raise ImproperlyConfigured(f"{name} is {value!r}; type one of {', '.join(choices)}.")

    def time_zone(self, name: str, default: str) -> str:
        value = self.text(name, default)
        if value not in available_timezones():
            raise ImproperlyConfigured(f"{name} is {value!r}; type a zone name such as Europe/Copenhagen.")
        ZoneInfo(value)
        return value

    def path(self, url_path: str) -> Path:
        """`/folder` (three slashes in the URL) is below the repository, `//folder` (four) is absolute."""
        tail = unquote(url_path)[1:]
        return (self.base_dir / tail).resolve()

    def folder(self, name: str, folder: Path) -> Path:
        """The folder, made if it is not there: what cannot be written to stops the start, and not the first who writes."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
            writable = os.access(folder, os.W_OK | os.X_OK)
        except (OSError, ValueError):
            writable = False
        if not writable:
            raise ImproperlyConfigured(f"{name} leads to {folder}; type a folder that Bouquet can make and write to.")
        return folder

    def base_url(self, port: int) -> str:
        value = self.text("BASE_URL", f"http://localhost:{port}").rstrip("/")
        parts = split(value)
        plain = f"{parts.scheme}://{parts.netloc}" == value  # no path: pages stand at the root of their host
        if parts.scheme not in ("http", "https") or not plain or not is_host(parts.netloc, parts.hostname):
            raise ImproperlyConfigured(
                f"BASE_URL is {value!r}; type the site's address without a path, such as https://bouquet.example."
            )
        return value

    def hosts(self, name: str) -> list[str]:
        found = self.words(name)
        wrong = next((host for host in found if host != "*" and not _HOST_NAME.fullmatch(host)), None)
        if wrong is not None:
            raise ImproperlyConfigured(
                f"{name} has {wrong!r}; type names of hosts with commas between them, such as bouquet.example."
            )
        return found

    def mail_address(self, name: str, default: str) -> str:
        """`Name <address>` or an address alone."""
        value = self.text(name, default)
        try:
            validate_email(parseaddr(value)[1])
        except ValidationError:
            value = ""
        if not value.isprintable() or not value:
            raise ImproperlyConfigured(f"{name} is no sender; type Bouquet <bouquet@example.com>.")
        return value

    def accel_prefix(self, name: str) -> str:
        value = self.text(name)
        if value and not re.fullmatch(r"/(?:[\w.~-]+/)*", value, re.ASCII):
            raise ImproperlyConfigured(f"{name} is {value!r}; type an internal location of nginx, such as /protected/.")
        return value

    def database(self) -> dict[str, Any]:
        url = self.text("DATABASE_URL", "sqlite:///var/db.sqlite3")
        parts = split(url)
        if parts.scheme == "sqlite" and not parts.netloc and parts.path.strip("/"):
            return self.sqlite(self.path(parts.path))
        if parts.scheme in ("postgres", "postgresql") and parts.path.strip("/"):
            config: dict[str, Any] = self.values.db_url_config(url)
            return config | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
        raise ImproperlyConfigured(
            "DATABASE_URL is not known; type sqlite:///var/db.sqlite3 (three slashes: below this"
            " folder, four: absolute) or postgresql://user:password@host:5432/name, with %23 for # and the like."
        )

    def sqlite(self, file: Path) -> dict[str, Any]:
        if file.is_dir():
            raise ImproperlyConfigured(f"DATABASE_URL leads to the folder {file}; type the name of a file in it too.")
        self.folder("DATABASE_URL", file.parent)
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(file), "OPTIONS": SQLITE_OPTIONS}

    def search(self) -> dict[str, Any]:
        url = self.text("SEARCH_URL", "tantivy:///var/search")
        if url.startswith(("http://", "https://")):
            return self.elasticsearch(url)
        parts = split(url)
        if parts.scheme == "tantivy" and not parts.netloc and parts.path.strip("/"):
            folder = self.folder("SEARCH_URL", self.path(parts.path))
            return {"ENGINE": "search.engines.tantivy.TantivyEngine", "LOCATION": str(folder)}
        raise ImproperlyConfigured(
            "SEARCH_URL is not known; type tantivy:///var/search (three slashes: below this folder,"
            " four: absolute) or http://host:9200/bouquet for an Elasticsearch."
        )

    def elasticsearch(self, url: str) -> dict[str, Any]:
        """`https://user:password@host:9200[,host:9200…]/index-prefix[?shards=2]`; secrets stay out of LOCATION."""
        found = _ELASTICSEARCH.fullmatch(url)
        ports = [int(host.rpartition(":")[2]) for host in found["hosts"].split(",")] if found else []
        if not found or max(ports) > _HIGHEST_PORT:
            raise ImproperlyConfigured(
                "SEARCH_URL is not an address of Elasticsearch; type https://user:password@host:9200/bouquet: every"
                " host with its port (several with commas), at the end a prefix for the names of the indices, in small"
                " letters, digits and hyphens."
            )
        user, password = unquote(found["user"] or ""), unquote(found["password"] or "")
        api_key, ca = self.text("ELASTICSEARCH_API_KEY"), self.text("ELASTICSEARCH_CA")
        if user and api_key:
            raise ImproperlyConfigured("Give ELASTICSEARCH_API_KEY or a user in SEARCH_URL, not both.")
        if api_key and not _API_KEY.fullmatch(api_key):
            raise ImproperlyConfigured(
                "ELASTICSEARCH_API_KEY is not a key; type the encoded one, as Elasticsearch gives it."
            )
        if ca and (found["scheme"] != "https" or not (self.base_dir / ca).is_file()):
            raise ImproperlyConfigured(
                f"ELASTICSEARCH_CA is {ca!r}; type the path of a file of certificates, for a SEARCH_URL with https."
            )
        ca = ca and str((self.base_dir / ca).resolve())
        given = {"user": user, "password": password, "api_key": api_key, "ca": ca}
        return {
            "ENGINE": "search.engines.elasticsearch.ElasticsearchEngine",
            "LOCATION": f"{found['scheme']}://{found['hosts']}/{found['prefix']}",
            "OPTIONS": {name: value for name, value in given.items() if value} | {"shards": int(found["shards"] or 1)},
        }

    def cache(self) -> dict[str, Any]:
        url = self.text("CACHE_URL")
        if not url:
            # A folder, so that the web processes of one host share what sign-in throttling counts.
            folder = self.base_dir / "var" / "cache"
            # Django keeps 300 and drops any of them: a busy morning would let go of who has tried too often.
            return {
                "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
                "LOCATION": str(folder),
                "OPTIONS": {"MAX_ENTRIES": 10_000},
            }
        parts = split(url)
        is_redis = parts.scheme in ("redis", "rediss") and parts.hostname and re.fullmatch(r"(?:/\d*)?", parts.path)
        if is_redis or parts.scheme in ("locmemcache", "filecache"):
            config: dict[str, Any] = self.values.cache_url_config(url)
            return config
        raise ImproperlyConfigured("CACHE_URL is not known; type redis://host:6379/0 or locmemcache://.")

    def mail(self) -> dict[str, Any]:
        """Django's EMAIL_* settings; the backend that the queue hands its mails to is among them."""
        url = self.text("EMAIL_URL")
        if not url:
            folder = self.base_dir / "var" / "mail"
            return {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend", "EMAIL_FILE_PATH": str(folder)}
        parts = split(url)
        if parts.scheme == "filemail" and not parts.netloc and parts.path.strip("/"):
            folder = self.folder("EMAIL_URL", self.path(parts.path))
            return {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend", "EMAIL_FILE_PATH": str(folder)}
        if (parts.scheme in ("smtp", "smtp+tls", "smtp+ssl") and parts.hostname) or parts.scheme == "consolemail":
            config: dict[str, Any] = self.values.email_url_config(url)
            config.pop("OPTIONS", None)
            return config | {"EMAIL_TIMEOUT": 30}
        raise ImproperlyConfigured(
            "EMAIL_URL is not known; type smtp://host:25, smtp+tls://user:password@host:587,"
            " smtp+ssl://user:password@host:465 or filemail:///var/mail."
        )

    def storage(self) -> dict[str, Any]:
        url = self.text("STORAGE_URL", "file:///var/media")
        parts = split(url)
        if parts.scheme == "file" and not parts.netloc and parts.path.strip("/"):
            options: dict[str, Any] = {"location": str(self.folder("STORAGE_URL", self.path(parts.path)))}
            return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}
        of_our_own = parts.scheme in ("s3+http", "s3+https") and re.fullmatch(r"/[^/]+/?", parts.path)
        has_both_or_none = bool(parts.username) == bool(parts.password)
        if parts.hostname and has_both_or_none and (parts.scheme == "s3" or of_our_own):
            return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": s3_options(url)}
        raise ImproperlyConfigured(
            "STORAGE_URL is not known; type file:///var/media, s3://bucket"
            " or s3+https://key:secret@host/bucket for a server of your own."
        )

    def secret_key(self, *, embedded: bool) -> str:
        """SECRET_KEY; on the embedded default (SQLite) it is made once and kept below var/."""
        value = self.text("SECRET_KEY")
        if value:
            return value
        if not embedded:
            raise ImproperlyConfigured("SECRET_KEY is missing; type a random text of 50 characters or more.")
        file = self.base_dir / "var" / "secret-key"
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.exists():  # written aside, so that nobody who starts at the same moment reads half of it
            aside = file.with_name(f"secret-key.{os.getpid()}")
            aside.touch(mode=0o600)
            aside.write_text(secrets.token_urlsafe(50))
            with contextlib.suppress(OSError):
                os.link(aside, file)  # the first of two stays
            if not file.exists():  # a file system without links
                aside.replace(file)
            aside.unlink(missing_ok=True)
        return file.read_text().strip()


def is_host(netloc: str, host: str | None) -> bool:
    """A host with or without its port, and no user before it."""
    return "@" not in netloc and bool(_HOST_NAME.fullmatch(f"[{host}]" if ":" in (host or "") else host or ""))


def split(url: str) -> SplitResult:
    """The parts of an address; one that cannot be read has none, and is refused as an unknown one."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  read only here, where it may fail
    except ValueError:
        return urlsplit("")
    return parts


def mail_domain(base_url: str) -> str:
    """The domain that mail is sent from: that of the address, or localhost where that is a number or a bare name."""
    host = urlsplit(base_url).hostname or "localhost"
    return "localhost" if ":" in host or "." not in host or host.replace(".", "").isdigit() else host


def s3_options(url: str) -> dict[str, Any]:
    """`s3://bucket` with the host's own credentials, or `s3+https://key:secret@host/bucket`; always signed and private."""
    parts = urlsplit(url)
    options: dict[str, Any] = {
        "querystring_auth": True,
        "querystring_expire": 300,
        "default_acl": None,
        "file_overwrite": False,
    }
    if parts.scheme == "s3":
        return options | {"bucket_name": parts.hostname, "location": parts.path.strip("/")}
    host = parts.hostname if parts.port is None else f"{parts.hostname}:{parts.port}"
    options |= {"bucket_name": parts.path.strip("/"), "endpoint_url": f"{parts.scheme.removeprefix('s3+')}://{host}"}
    if parts.username:
        options |= {"access_key": unquote(parts.username), "secret_key": unquote(parts.password or "")}
    return options
