"""Looking changes nothing: every address that answers a GET leaves the database as it was."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import models

from studio.mixes.models import Account, Presence
from tests.access import Row
from tests.builders import Cast
from tests.test_access import ROWS

# That somebody looks is no change of what they look at.
IN_PASSING = {"seen_at", "watched_at", "last_used_at", "last_seen_at", "asked", "asked_since"}
WHO_LOOKS = {Session, Presence, Account}
LOOKED_FOR = "django_tasks_database.dbtaskresult"

pytestmark = pytest.mark.usefixtures("data")


def kept(model: type[models.Model]) -> list[dict[str, Any]]:
    rows = model._base_manager.order_by("pk").values()
    return [{name: row[name] for name in row if name not in IN_PASSING} for row in rows]


def everything() -> dict[str, str]:
    """What the database has, table by table."""
    return {
        model._meta.label_lower: str(kept(model))
        for model in apps.get_models()
        if model not in WHO_LOOKS and not model._meta.proxy
        if model._meta.label_lower != LOOKED_FOR
    }


@pytest.mark.parametrize("row", [row for row in ROWS if row.method == "GET"], ids=str)
def test_nothing_is_changed_by_looking(row: Row, cast: Cast) -> None:
    client = row.client(cast.owner, cast)
    made = row.args(cast)
    asked = Row(**{**vars(row), "args": lambda _cast: made})
    before = everything()
    assert asked.ask(client, cast) == row.status
    assert everything() == before
