"""Every address is asked by every method it has no row for, which no database answers otherwise."""

from __future__ import annotations

import pytest
from django.test import Client

from studio.accounts.models import Scope
from tests.access import METHODS, ROLES, Row, issued
from tests.builders import Cast
from tests.test_access import allowed, one_of_each_address

pytestmark = pytest.mark.usefixtures("data")


@pytest.mark.parametrize("row", one_of_each_address(), ids=lambda row: row.name)
def test_any_other_method_is_refused(row: Row, cast: Cast) -> None:
    """Members are told so; others, and tokens, perhaps no more than that they may not."""
    row = row.of_what_is_there(cast)
    others = [method for method in METHODS if method not in allowed()[row.name]]
    for clients, refusals in (
        (by_role(row, cast), {405}),
        (by_scope(cast), {403, 405}),
        ({"nobody": Client()}, {302, 401, 405}),
    ):
        got = {
            (who, m): row.ask(client, cast, m) for who, client in clients.items() for m in others
        }
        assert {one: status for one, status in got.items() if status not in refusals} == {}


def by_role(row: Row, cast: Cast) -> dict[str, Client]:
    return {name: row.client(getattr(cast, name), cast) for name in ROLES}


def by_scope(cast: Cast) -> dict[str, Client]:
    return {scope: Client(headers=issued(cast.owner, cast.workspace, [scope])) for scope in Scope}
