"""Where database, Redis and storage lie, as their addresses say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg
import pytest

SOCKETS = Path("/var/run/postgresql")
STORED = {
    "access_key": "k",
    "secret_key": "s/+?@",
    "bucket_name": "pictures",
    "endpoint_url": "https://s3.example.com",
    "region_name": "us-east-1",
    "addressing_style": "path",
}


@pytest.mark.parametrize(
    ("url", "said"),
    [
        (
            "postgres://user@%2Fvar%2Frun%2FPostgreSQL/name",
            {"USER": "user", "HOST": "/var/run/PostgreSQL", "NAME": "name"},
        ),
        ("postgres:///name", {"NAME": "name"}),
        ("postgresql://u:p%40@h:54/n", {"USER": "u", "PASSWORD": "p@", "HOST": "h", "PORT": "54"}),
        ("postgres://[::1]/n", {"HOST": "::1"}),
        ("postgres://a:1,b:2/n", {"HOST": "a,b", "PORT": "1,2"}),
        ("postgres://h/a+b", {"NAME": "a+b"}),
        ("postgres://h/n?sslmode=require", {"OPTIONS": {"sslmode": "require"}}),
        ("sqlite:////tmp/50%25%20of%20it", {"NAME": "/tmp/50% of it", "ENGINE": "studio.sqlite"}),
    ],
)
def test_a_database_is_the_one_its_url_names(read: Any, url: str, said: dict[str, Any]) -> None:
    found = read(DATABASE_URL=url)["DATABASES"]["default"]
    # Beside what the URL says there are options of our own.
    found["OPTIONS"] = {name: found["OPTIONS"][name] for name in said.get("OPTIONS", ())}
    assert {name: found[name] for name in said} == said


def test_a_process_holds_as_many_connections_as_it_is_told(read: Any) -> None:
    postgresql = read(DATABASE_URL="postgres://h/n", STUDIO_DATABASE_CONNECTIONS="24")
    assert postgresql["DATABASES"]["default"]["OPTIONS"]["pool"]["max_size"] == 24


@pytest.mark.parametrize(
    ("url", "address", "said"),
    [
        ("redis://h", "redis://h:6379/0", {}),
        ("redis://h/", "redis://h:6379/0", {}),
        ("rediss://[::1]:7000/12", "rediss://[::1]:7000/12", {}),
        ("redis://:p%40%2F@h/1", "redis://h:6379/1", {"password": "p@/"}),
        ("redis://u:p@h", "redis://h:6379/0", {"username": "u", "password": "p"}),
        ("unix:///run/redis.sock", "unix:///run/redis.sock?db=0", {}),
        ("unix://:p@/run/redis.sock?db=2", "unix:///run/redis.sock?db=2", {"password": "p"}),
    ],
)
def test_a_redis_is_the_one_its_url_names(
    read: Any, url: str, address: str, said: dict[str, str]
) -> None:
    settings = read(REDIS_URL=url)
    passing = settings["CACHES"]["passing"]
    assert passing["LOCATION"] == [address]
    assert {name: passing["OPTIONS"].get(name) for name in said} == said
    # Guesses at passwords are counted where nothing is lost.
    assert "db.DatabaseCache" in settings["CACHES"]["default"]["BACKEND"]


@pytest.mark.skipif(not (SOCKETS / ".s.PGSQL.5432").exists(), reason="no PostgreSQL on a socket")
def test_a_database_is_reached_by_its_socket(read: Any) -> None:
    url = "postgres://postgres@%2Fvar%2Frun%2Fpostgresql/postgres"
    found = read(DATABASE_URL=url)["DATABASES"]["default"]
    named = {"user": found["USER"], "host": found["HOST"], "dbname": found["NAME"]}
    with psycopg.connect(**named) as connection:
        assert connection.execute("SELECT inet_server_addr()").fetchone() == (None,)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("s3://k:s%2F%2B%3F%40@s3.example.com/pictures", {}),
        (
            "s3://k:s%2F+%3F%40@127.0.0.1:8333/pictures?tls=0&region=cn-beijing",
            {"endpoint_url": "http://127.0.0.1:8333", "region_name": "cn-beijing"},
        ),
        (
            "s3://k:s%2F+%3F%40@[::1]:1/a.b-c?style=virtual",
            {
                "endpoint_url": "https://[::1]:1",
                "bucket_name": "a.b-c",
                "addressing_style": "virtual",
            },
        ),
    ],
)
def test_a_storage_is_the_one_its_url_names(read: Any, url: str, said: dict[str, str]) -> None:
    found = read(STORAGE_URL=url)
    assert found["STORAGE"] == STORED | said
    rooms = {name: found["STORAGES"][name]["OPTIONS"] for name in ("frames", "uploads")}
    assert rooms == {name: STORED | said | {"location": name} for name in rooms}
