"""Every address is asked the same questions: team-mates, strangers, readers, tokens."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from pathlib import Path

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from studio.accounts.models import Membership, Role, Scope, User, Workspace
from tests.access import ROLES, Row, issued, undone
from tests.builders import Cast, client_for

APPS = sorted(path.parent.name for path in Path(__file__).parent.glob("*/access_rows.py"))
ROWS: list[Row] = [row for app in APPS for row in import_module(f"tests.{app}.access_rows").ROWS]
SAFE = {"GET", "HEAD", "OPTIONS"}
MEMBERS = (*ROLES, "teammate")

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


# What each is answered, and what they should be; what one does is undone before the next one asks.
Answers = dict[str, tuple[int, int]]


def members(row: Row, cast: Cast) -> Answers:
    """Each by their role."""
    people = {name: getattr(cast, name) for name in MEMBERS}
    return {
        name: (
            asked(row, cast, partial(row.client, user, cast)),
            row.status if may(user, cast, row) else 403,
        )
        for name, user in people.items()
    }


def strangers(row: Row, cast: Cast) -> Answers:
    """They see nothing of ours, and who is not signed in is led to the start page."""
    stranger = asked(row, cast, partial(row.client, cast.stranger, cast))
    led = 401 if row.for_scripts else 302
    return {
        "a stranger": (stranger, 404 if row.names_something and row.role else row.status),
        "nobody": (asked(row, cast, Client), led if row.role else row.status),
    }


def foreign_pages(row: Row, cast: Cast) -> Answers:
    """Nothing is changed without the page's token."""
    free = row.method in SAFE or not row.from_a_page
    answer = asked(row, cast, partial(client_for, cast.owner, enforce_csrf_checks=True))
    return {"a foreign page": (answer, 401 if row.for_scripts else row.status if free else 403)}


def tokens(row: Row, cast: Cast) -> Answers:
    """Each does what its scope says and no more."""

    def holder(scope: Scope) -> Client:
        headers = issued(cast.owner, cast.workspace, [scope])
        return Client(enforce_csrf_checks=True, headers=headers)

    return {
        f"a token that may {scope}": (
            asked(row, cast, partial(holder, scope)),
            row.status if row.role is None or row.scope == scope else 403,
        )
        for scope in Scope
    }


def foreign_tokens(row: Row, cast: Cast) -> Answers:
    """They find nothing of another workspace, not where their owner is an admin there, either."""

    def holder() -> Client:
        Membership.objects.create(user=cast.stranger, workspace=cast.workspace, role=Role.ADMIN)
        elsewhere = Workspace.objects.exclude(pk=cast.workspace.pk).get()
        return Client(headers=issued(cast.stranger, elsewhere, list(Scope)))

    expected = 403 if row.role and not row.scope else row.status
    if row.scope and row.names_something:
        expected = 404
    return {"a token of another workspace": (asked(row, cast, holder), expected)}


def asked(row: Row, cast: Cast, client: Callable[[], Client]) -> int:
    with undone():
        return row.ask(client(), cast)


@every_row
def test_each_is_answered_as_they_may(row: Row, cast: Cast) -> None:
    row = row.of_what_is_there(cast)
    answers: Answers = {}
    for ask in (members, strangers, foreign_pages, tokens, foreign_tokens):
        answers |= ask(row, cast)
    got = {who: answer for who, (answer, _expected) in answers.items()}
    assert got == {who: expected for who, (_answer, expected) in answers.items()}


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
