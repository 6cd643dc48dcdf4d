"""No address, form or cookie with a NUL character gets further, whatever the database."""

from __future__ import annotations

import re
from itertools import product
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from studio.mixes.clouds.callbacks import token_of
from studio.mixes.models import Callback
from tests import builders
from tests.access import undone
from tests.builders import Cast, client_for
from tests.mixes.access_rows import task
from tests.test_access import ROWS, one_of_each_address

pytestmark = pytest.mark.usefixtures("data")

QUERIES = ("q=%00", "q=a%00b", "%00=1", "group=all&q=1&q=%00")
FORMS: tuple[dict[str, Any], ...] = (
    {"cloud": "\0"},
    {"name": "a\0b"},
    {"\0": "1"},
    {"name": ["a", "\0"]},
)
POSTED = [row for row in ROWS if row.method == "POST" and row.from_a_page and not row.for_scripts]


def addresses(resolver: URLResolver, before: str = "/") -> list[str]:
    """Every address with a NUL in place of each of its arguments; one without has it at the end."""
    found = []
    for pattern in resolver.url_patterns:
        route = f"{before}{pattern.pattern}"
        if isinstance(pattern, URLPattern):
            named = re.sub(r"<[^>]*>", "%00", route)
            found.append(named if named != route else f"{route}%00")
        else:
            found += addresses(pattern, route)
    return found


def arguments_alone(resolver: URLResolver, before: str = "/") -> list[str]:
    """Those that a NUL leaves an address of ours: `str` takes any character."""
    found = []
    for pattern in resolver.url_patterns:
        route = f"{before}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            found += arguments_alone(pattern, route)
            continue
        for name in re.findall(r"<str:(\w+)>", route):
            filled = re.sub(rf"<str:{name}>", "%00a", route)
            filled = re.sub(r"<uuid:\w+>", "6f1d0d3c-6f3f-4b0e-8f0a-1f2e3d4c5b6a", filled)
            found.append(re.sub(r"<\w+:\w+>", "1", filled))
    return found


EVERY_ADDRESS = [*addresses(get_resolver()), *arguments_alone(get_resolver()), "/static/%00"]


def test_an_address_with_nul_names_nothing(cast: Cast) -> None:
    clients = (Client(), client_for(cast.owner))
    for client, method, address in product(clients, ("GET", "POST"), EVERY_ADDRESS):
        assert (address, client.generic(method, address).status_code) == (address, 404)


def test_a_query_with_nul_asks_for_nothing(cast: Cast) -> None:
    clients = (Client(), client_for(cast.owner))
    for row in one_of_each_address():
        with undone():
            address = reverse(row.name, args=row.args(cast))
            for client, query in product(clients, QUERIES):
                asked = f"{address}?{query}"
                assert (asked, client.generic(row.method, asked).status_code) == (asked, 404)


def test_a_form_with_nul_is_refused_in_a_sentence(cast: Cast) -> None:
    client = client_for(cast.owner)
    encoded = "application/x-www-form-urlencoded"
    line = "&".join(f"{name}=%00" for name in ("name", "cloud"))
    for row in POSTED:
        with undone():
            address = reverse(row.name, args=row.args(cast))
            posted = [client.post(address, fields) for fields in FORMS]
            for answer in (*posted, client.post(address, line, content_type=encoded)):
                assert (address, answer.status_code) == (address, 400)
                assert "It holds a NUL character" in answer.content.decode()


def test_whoever_asks_for_json_is_told_in_json(cast: Cast) -> None:
    address = reverse("template-rename", args=[builders.template(cast.workspace).pk])
    headers = {"Accept": "application/json"}
    answer = client_for(cast.owner).post(address, {"name": "\0"}, headers=headers)
    assert (answer.status_code, set(answer.json())) == (400, {"message"})


@pytest.mark.parametrize("address", ["/", "/start", "/templates/", "/nowhere"])
@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "messages", "django_language"])
def test_a_cookie_with_nul_is_refused(
    address: str, name: str, cast: Cast, settings: pytest.FixtureRequest
) -> None:
    named = {"sessionid": "SESSION", "csrftoken": "CSRF"}
    cookie = getattr(settings, f"{named[name]}_COOKIE_NAME") if name in named else name
    answer = Client().get(address, headers={"Cookie": f'{cookie}="\\000abcdefgh"'})
    assert answer.status_code == 400


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "text/plain"])
def test_a_callback_says_what_it_likes(kind: str, cast: Cast) -> None:
    (pk,) = task(cast)
    address = reverse("callback", args=[token_of(pk)])
    assert Client().post(address, b"a=%00&b=\0", content_type=kind).status_code == 200
    assert Callback.objects.count() == 1


def test_an_upload_is_no_text(cast: Cast) -> None:
    address = reverse("template-upload", args=[builders.template(cast.workspace).pk])
    data = builders.png()
    assert b"\0" in data
    answer = client_for(cast.owner).post(address, data, content_type="image/png")
    assert answer.status_code == 201
