"""The versions of a template: a row for what went out, once, and for each stretch of one person's
work; going back to one.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from studio.accounts.models import User
from studio.audit.models import Entry
from studio.documents.field import UnreadableRow
from studio.editor.models import (
    LayoutTemplate,
    Save,
    TemplateVersion,
)
from studio.editor.models.versions import ONE_TURN, ONE_VERSION
from studio.pages.versions import StaleVersion
from studio.rules.document import Json
from studio.rules.geometry import Box
from tests.builders import Cast, document, output, rewrite, template

Reason = TemplateVersion.Reason
PUSH, TAKE = Reason.PUSH, Reason.TAKE
# As a version of the program with other keys may have left it.
FOREIGN: dict[str, Json] = {"Scenes": []}


def test_what_has_not_changed_is_kept_once(cast: Cast) -> None:
    row = template(cast.workspace)
    first = row.keep_version(PUSH, cast.operator)
    assert row.keep_version(TAKE, cast.owner) == first
    assert (first.rules, first.version, first.user) == (row.rules, 1, cast.operator)


def test_each_change_that_went_out_is_kept(cast: Cast) -> None:
    row = template(cast.workspace)
    row.keep_version(PUSH, cast.operator)
    row.rules = document(Box(0, 0, 100, 100))
    row.version = 2
    row.keep_version(TAKE, cast.operator)
    assert list(row.versions.values_list("version", "reason")) == [(1, "push"), (2, "take")]


def test_going_back_to_an_older_document_is_a_change(cast: Cast) -> None:
    row = template(cast.workspace)
    older, newer = row.rules, document(Box(0, 0, 100, 100))
    for rules in (older, newer, older):
        row.rules = rules
        row.keep_version(PUSH, cast.operator)
    assert row.versions.count() == 3


def test_one_that_cannot_be_read_is_followed_by_the_next(cast: Cast) -> None:
    row = template(cast.workspace)
    row.keep_version(PUSH, cast.operator)
    TemplateVersion.objects.update(rules=FOREIGN)
    assert row.keep_version(TAKE, cast.operator).rules == row.rules
    assert row.versions.count() == 2


def test_a_document_that_cannot_be_read_is_kept_as_it_is_stored_and_once(cast: Cast) -> None:
    template(cast.workspace)
    LayoutTemplate.objects.update(rules=FOREIGN)
    kept = {LayoutTemplate.objects.get().keep_version(PUSH, cast.operator) for _ in range(2)}
    assert len(kept) == 1
    assert TemplateVersion.objects.filter(rules=FOREIGN).exists()


def save(row: LayoutTemplate, user: User, x: int) -> LayoutTemplate:
    """As a request does it: with the source that far from the left."""
    row = LayoutTemplate.objects.get(pk=row.pk)
    rules = document(Box(x, 0, 640, 360))
    sent = Save(version=row.version, rules=rules, editor_state={}, client=uuid4(), sequence=1)
    row.save_document(sent, user)
    return row


def some_time_later(row: LayoutTemplate, span: timedelta = ONE_VERSION) -> None:
    then = row.updated_at - span - timedelta(seconds=1)
    LayoutTemplate.objects.filter(pk=row.pk).update(begun_at=then)


def kept(row: LayoutTemplate) -> list[tuple[int, str, User | None]]:
    """Version, reason and person of each, the oldest first."""
    return [(one.version, one.reason, one.user) for one in row.versions.order_by("pk")]


def test_one_person_s_saves_are_one_version_for_a_while(cast: Cast) -> None:
    row = LayoutTemplate.objects.start(cast.workspace, cast.owner, "Show", document())
    for x in range(1, 4):
        row = save(row, cast.editor, x)
    assert kept(row) == [(1, "made", cast.owner)]
    some_time_later(row)
    save(row, cast.editor, 4)
    save(row, cast.editor, 5)
    assert kept(row) == [(1, "made", cast.owner), (4, "save", cast.editor)]
    last = row.versions.latest("pk")
    assert (last.rules, last.created_at) == (document(Box(3, 0, 640, 360)), row.updated_at)


def test_another_person_s_save_begins_the_next(cast: Cast) -> None:
    row = template(cast.workspace, user=cast.owner)
    for x, user in enumerate((cast.editor, cast.editor, cast.owner, cast.editor)):
        some_time_later(save(row, user, x), ONE_TURN)
    assert kept(row) == [
        (1, "save", cast.owner),
        (3, "save", cast.editor),
        (4, "save", cast.owner),
    ]


def test_two_people_at_once_make_no_version_of_each_save(cast: Cast) -> None:
    row = template(cast.workspace, user=cast.owner)
    for x in range(6):
        save(row, (cast.editor, cast.owner)[x % 2], x)
    assert kept(row) == [(1, "save", cast.owner)]


def test_what_went_out_is_not_written_over(cast: Cast) -> None:
    row = LayoutTemplate.objects.start(cast.workspace, cast.editor, "Show", document())
    row = save(row, cast.editor, 1)
    row.keep_version(PUSH, cast.operator)
    save(row, cast.editor, 2)
    assert row.versions.latest("pk").rules == document(Box(1, 0, 640, 360))


def test_what_was_made_and_pushed_unchanged_is_on_record_as_both(cast: Cast) -> None:
    row = LayoutTemplate.objects.start(cast.workspace, cast.editor, "Show", document())
    row.keep_version(PUSH, cast.operator)
    row.keep_version(TAKE, cast.operator)
    assert kept(row) == [(1, "made", cast.editor), (1, "push", cast.operator)]


def test_a_save_on_an_old_version_leaves_none(cast: Cast) -> None:
    row = template(cast.workspace, user=cast.owner)
    old = LayoutTemplate.objects.get()
    save(row, cast.owner, 1)
    sent = Save(version=1, rules=document(), editor_state={}, client=uuid4(), sequence=1)
    with pytest.raises(StaleVersion):
        old.save_document(sent, cast.editor)
    assert kept(row) == [(1, "save", cast.owner)]
    assert old.version == 2


def test_a_save_amid_a_version_asks_the_database_for_nothing_more(cast: Cast) -> None:
    row = save(template(cast.workspace), cast.editor, 1)
    sent = Save(version=2, rules=document(), editor_state={}, client=uuid4(), sequence=1)
    with CaptureQueriesContext(connection) as queries:
        row.save_document(sent, cast.editor)
    assert [query["sql"].split()[0] for query in queries] == ["UPDATE"]


def test_going_back_makes_a_version_and_loses_none(cast: Cast) -> None:
    row = LayoutTemplate.objects.start(cast.workspace, cast.owner, "Show", document())
    row = save(row, cast.owner, 1)
    first = row.versions.get()
    before = row.go_back_to(first, 2, cast.editor)
    assert kept(row) == [
        (1, "made", cast.owner),
        (2, "save", cast.owner),
        (3, "restore", cast.editor),
    ]
    assert before.rules == document(Box(1, 0, 640, 360))
    row = LayoutTemplate.objects.get()
    assert (row.version, row.updated_by, row.rules) == (3, cast.editor, document())
    row.go_back_to(before, 3, cast.editor)
    assert LayoutTemplate.objects.get().rules == before.rules
    entry = Entry.objects.first()
    assert entry
    assert (entry.act, entry.difference) == ("went-back", "version 2, as version 4")


def test_going_back_brings_the_push_address_of_then_and_keeps_that_of_now(cast: Cast) -> None:
    """A page that is open may still show a veil of it."""
    row = template(cast.workspace)
    old = row.keep_version(PUSH, cast.owner)
    now = "rtmp://push.example.com/live/otherCANARY"
    rewrite(LayoutTemplate.objects.all(), rules=replace(document(), output=output(now)))
    row = LayoutTemplate.objects.get()
    row.go_back_to(old, 1, cast.owner)
    row = LayoutTemplate.objects.get()
    assert row.rules.output.urls == old.rules.output.urls
    assert now in row.secrets


def test_nothing_is_gone_back_to_on_a_version_that_is_old(cast: Cast) -> None:
    row = template(cast.workspace, user=cast.owner)
    old = row.keep_version(PUSH, cast.owner)
    save(row, cast.owner, 1)
    mine = LayoutTemplate.objects.get()
    save(row, cast.owner, 2)
    for version in (1, 2):
        with pytest.raises(StaleVersion):
            mine.go_back_to(old, version, cast.editor)
    assert kept(row) == [(1, "push", cast.owner)]


def test_one_that_cannot_be_read_is_not_gone_back_to_and_what_can_be_is(cast: Cast) -> None:
    row = template(cast.workspace)
    good = row.keep_version(PUSH, cast.owner)
    LayoutTemplate.objects.update(rules=FOREIGN)
    row = LayoutTemplate.objects.get()
    bad = row.go_back_to(good, 1, cast.owner)
    assert LayoutTemplate.objects.get().rules == document()
    with pytest.raises(UnreadableRow):
        row.go_back_to(TemplateVersion.objects.get(pk=bad.pk), 2, cast.owner)
    assert LayoutTemplate.objects.get().version == 2
