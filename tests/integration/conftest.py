"""Servers that may or may not be there."""

import os
from collections.abc import Iterator
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest

from tests.integration.absent import absent

SERVER = os.environ.get("TEST_POSTGRESQL_URL", "postgresql://postgres@127.0.0.1:5432/postgres")


@pytest.fixture
def postgresql() -> Iterator[str]:
    """The address of a database of our own on that server, gone afterwards."""
    try:
        server = psycopg.connect(SERVER, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError as error:
        absent(f"There is no PostgreSQL at {urlsplit(SERVER).hostname}: set TEST_POSTGRESQL_URL ({error}).")
    name = f"bouquet_test_{uuid4().hex[:10]}"
    server.execute(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")
    try:
        yield urlsplit(SERVER)._replace(path=f"/{name}").geturl()
    finally:
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")
        server.close()
