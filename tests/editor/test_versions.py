"""The history: a row for what went out, once."""

from studio.editor.models import TemplateVersion
from studio.rules.geometry import Box
from tests.builders import Cast, document, template

PUSH, TAKE = TemplateVersion.Reason.PUSH, TemplateVersion.Reason.TAKE


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
