"""The history: a row for what went out, once."""

from studio.editor.models import LayoutTemplate, TemplateVersion
from studio.rules.document import Json
from studio.rules.geometry import Box
from tests.builders import Cast, document, template

PUSH, TAKE = TemplateVersion.Reason.PUSH, TemplateVersion.Reason.TAKE
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
