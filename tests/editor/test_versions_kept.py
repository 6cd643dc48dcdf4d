"""For how long versions are kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from pytest_django import Settings

from studio.editor import keeping
from studio.editor.models import LayoutTemplate, Save, TemplateVersion
from studio.rules.geometry import Box
from tests.builders import Cast, document, template

Reason = TemplateVersion.Reason
NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def row(cast: Cast) -> LayoutTemplate:
    return template(cast.workspace)


def add(row: LayoutTemplate, *, days: float, name: str = "", reason: str = Reason.SAVE) -> int:
    """One that was kept so long ago; its key."""
    at = NOW - timedelta(days=days)
    return row.versions.create(
        version=1, rules=document(), name=name, reason=reason, created_at=at
    ).pk


def left(row: LayoutTemplate) -> list[int]:
    keeping.sweep()
    return list(row.versions.order_by("pk").values_list("pk", flat=True))


def test_one_of_a_day_is_left_of_what_was_saved_long_ago(cast: Cast, row: LayoutTemplate) -> None:
    add(row, days=40.4)
    last = add(row, days=40.3)
    pushed = add(row, days=40.45, reason=Reason.PUSH)
    named = add(row, days=40.4, name="Final")
    next_day = add(row, days=39.4)
    # The day that is not whole yet is left as it is, and so is all that came later.
    lately = [add(row, days=days) for days in (30.2, 30.1, 1.2, 1.1)]
    other = template(cast.workspace)
    alone = add(other, days=40.41)
    assert left(row) == [last, pushed, named, next_day, *lately]
    assert left(other) == [alone]


def test_a_day_is_one_of_the_studio_s(row: LayoutTemplate, settings: Settings) -> None:
    settings.TIME_ZONE = "Asia/Shanghai"
    evening = add(row, days=40 - 3.9 / 24)  # 23:54 there
    add(row, days=40 - 4.1 / 24)  # 00:06, the next day
    morning = add(row, days=40 - 8 / 24)
    assert left(row) == [evening, morning]


def test_what_is_older_still_goes_but_for_what_has_a_name(row: LayoutTemplate) -> None:
    named = add(row, days=1000, name="Final")
    add(row, days=182, reason=Reason.PUSH)
    replaced_lately = add(row, days=181, reason=Reason.PUSH)
    young = add(row, days=179)
    alone = add(template(row.workspace), days=1000)
    assert left(row) == [named, replaced_lately, young]
    assert TemplateVersion.objects.filter(pk=alone).exists()


def test_what_nobody_had_touched_for_long_outlives_its_being_overwritten(
    row: LayoutTemplate, cast: Cast
) -> None:
    """Only what had been there before it goes."""
    row.keep_version(Reason.MADE, cast.owner)
    row.versions.update(created_at=NOW - timedelta(days=201))
    row.updated_at, row.rules = NOW - timedelta(days=200), document(Box(1, 0, 640, 360))
    sent = Save(version=1, rules=document(), editor_state={}, client=uuid4(), sequence=1)
    row.save_document(sent, cast.owner)
    (key,) = left(row)
    assert TemplateVersion.objects.get(pk=key).rules == document(Box(1, 0, 640, 360))


def test_a_template_has_so_many_at_most(
    row: LayoutTemplate, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "AT_ONCE", 2)
    settings.VERSIONS_MOST = 3
    named = add(row, days=3, name="Final")
    keys = [add(row, days=2) for _each in range(8)]
    assert left(row) == [named, *keys[-3:]]


@pytest.mark.parametrize("most", [1, 2, 4, 5])
def test_what_went_out_goes_after_what_was_saved_but_for_the_newest(
    row: LayoutTemplate, settings: Settings, most: int
) -> None:
    settings.VERSIONS_MOST = most
    pushed, taken = (add(row, days=3, reason=reason) for reason in TemplateVersion.WENT_OUT)
    saved = [add(row, days=2) for _each in range(6)]
    kept = {1: saved[-1:], 2: [taken, saved[-1]], 4: [pushed, taken, *saved[-2:]]}
    assert left(row) == kept.get(most, [pushed, taken, *saved[-3:]])


def test_all_is_kept_where_no_days_are_set(row: LayoutTemplate, settings: Settings) -> None:
    settings.VERSIONS_DAYS = settings.VERSIONS_WHOLE_DAYS = 0
    keys = [add(row, days=days) for days in (1000.2, 1000.1, 1)]
    assert left(row) == keys
