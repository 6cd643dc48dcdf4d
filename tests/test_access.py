"""Every address is asked the same questions: team-mates, strangers, readers, wrong methods."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from studio.accounts.models import Membership, Role, Scope, User, Workspace
from tests.access import METHODS, Row, issued
from tests.builders import Cast, client_for

APPS = sorted(path.parent.name for path in Path(__file__).parent.glob("*/access_rows.py"))
ROWS: list[Row] = [row for app in APPS for row in import_module(f"tests.{app}.access_rows").ROWS]
SAFE = {"GET", "HEAD", "OPTIONS"}

every_row = pytest.mark.parametrize("row", ROWS, ids=str)
pytestmark = pytest.mark.usefixtures("data")


def addresses(resolver: URLResolver) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern.name or str(pattern.pattern)
        else:
            yield from addresses(pattern)


def allowed() -> dict[str, set[str]]:
    methods = defaultdict(set)
    for row in ROWS:
        methods[row.name].add(row.method)
    return methods


def one_of_each_address() -> list[Row]:
    return list({row.name: row for row in ROWS}.values())


def may(user: User, cast: Cast, row: Row) -> bool:
    role = cast.workspace.role_of(user)
    return row.role is None or (role is not None and role.includes(row.role))


def test_every_address_has_a_row() -> None:
    assert set(addresses(get_resolver())) == set(allowed())


@every_row
@pytest.mark.parametrize("who", ["owner", "teammate", "operator", "editor", "viewer"])
def test_a_member_is_answered_by_role(row: Row, who: str, cast: Cast) -> None:
    user = getattr(cast, who)
    expected = row.status if may(user, cast, row) else 403
    assert row.ask(row.client(user, cast), cast) == expected


@every_row
def test_a_stranger_sees_nothing_of_ours(row: Row, cast: Cast) -> None:
    expected = 404 if row.names_something and row.role else row.status
    assert row.ask(row.client(cast.stranger, cast), cast) == expected


@every_row
def test_who_is_not_signed_in_is_led_to_the_start_page(row: Row, cast: Cast) -> None:
    led = 401 if row.for_scripts else 302
    assert row.ask(Client(), cast) == (led if row.role else row.status)


@pytest.mark.parametrize("row", one_of_each_address(), ids=lambda row: row.name)
def test_any_other_method_is_refused(row: Row, cast: Cast) -> None:
    client = row.client(cast.owner, cast)
    others = [method for method in METHODS if method not in allowed()[row.name]]
    assert {method: row.ask(client, cast, method) for method in others} == dict.fromkeys(
        others, 405
    )


@every_row
def test_nothing_is_changed_without_the_pages_token(row: Row, cast: Cast) -> None:
    client = client_for(cast.owner, enforce_csrf_checks=True)
    free = row.method in SAFE or not row.from_a_page
    expected = row.status if free else 403
    assert row.ask(client, cast) == (401 if row.for_scripts else expected)


@every_row
@pytest.mark.parametrize("scope", Scope)
def test_a_token_does_what_its_scope_says_and_no_more(row: Row, scope: Scope, cast: Cast) -> None:
    expected = row.status if row.role is None or row.scope == scope else 403
    assert row.ask(Client(enforce_csrf_checks=True), cast, headers=bearer(cast, scope)) == expected


@every_row
def test_a_token_finds_nothing_of_another_workspace(row: Row, cast: Cast) -> None:
    """Not where its owner is an admin there, either."""
    Membership.objects.create(user=cast.stranger, workspace=cast.workspace, role=Role.ADMIN)
    elsewhere = Workspace.objects.exclude(pk=cast.workspace.pk).get()
    headers = issued(cast.stranger, elsewhere, list(Scope))
    expected = 403 if row.role and not row.scope else row.status
    if row.scope and row.names_something:
        expected = 404
    assert row.ask(Client(), cast, headers=headers) == expected


def bearer(cast: Cast, scope: Scope) -> dict[str, str]:
    return issued(cast.owner, cast.workspace, [scope])


def test_the_cloud_alone_needs_no_page_s_token() -> None:
    assert {row.name for row in ROWS if not row.from_a_page} == {"callback"}


def test_somebody_in_no_workspace_sees_none(cast: Cast) -> None:
    nobody = User.objects.create(username="nobody")
    assert client_for(nobody).get(reverse("templates")).status_code == 403


def test_each_role_may_what_the_ones_before_it_may() -> None:
    roles = [Role.VIEWER, Role.EDITOR, Role.OPERATOR, Role.ADMIN]
    table = [[one.includes(other) for other in roles] for one in roles]
    assert table == [
        [True, False, False, False],
        [True, True, False, False],
        [True, True, True, False],
        [True, True, True, True],
    ]
