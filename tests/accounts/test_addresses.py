"""Under which name a studio on one computer is open: passkeys work on no IP address."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

from studio.accounts.addresses import own_address

LOCAL = ["127.0.0.1", "localhost"]


@pytest.fixture(autouse=True)
def local(db: None, plain_static: None, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = settings.HOSTS = LOCAL


def led(host: str, path: str = "/tasks/?a=1", method: str = "get") -> str:
    """Where that leads, or its status."""
    answer = getattr(Client(), method)(path, headers={"host": host})
    return str(answer.headers.get("Location", answer.status_code))


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "127.0.0.1"])
def test_an_address_leads_to_the_name(host: str) -> None:
    assert led(host) == f"http://{host.replace('127.0.0.1', 'localhost')}/tasks/?a=1"
    assert led(host, "/start", "head").startswith("http://localhost")


def test_the_name_itself_leads_nowhere() -> None:
    assert led("localhost:8000", "/start") == "200"


def test_nothing_that_is_sent_is_led_away() -> None:
    assert led("127.0.0.1:8000", "/start", "post") == "403"
    assert led("127.0.0.1:8000", "/callback/unknown/", "post") == "404"


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_machines_are_answered_where_they_ask(path: str) -> None:
    assert "localhost" not in led("127.0.0.1:8000", path)


def test_a_studio_that_others_reach_is_left_as_it_is(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = settings.HOSTS = [*LOCAL, "studio.example.com"]
    assert led("127.0.0.1", "/start") == "200"
    assert own_address() == "https://studio.example.com"


def test_its_address_is_its_name(settings: Settings) -> None:
    assert own_address() == f"http://localhost:{settings.PORT}"
    settings.HOSTS = ["*"]
    assert own_address() == f"http://localhost:{settings.PORT}"
