"""Documents in rows: what is put into a column comes out of it, and is JSON in between."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.core import serializers
from django.db import models
from django.db.models import ExpressionWrapper, F
from hypothesis import given

from studio.documents.field import DocumentField, UnreadableRow
from studio.editor.models import LayoutTemplate
from studio.mixes.models import Connection, MixTask
from studio.rules import codec
from studio.rules.document import Callback, Json, MixedRules
from studio.rules.geometry import Box
from studio.sealing.fields import Unread, Unsealed, opened, place_of
from tests.builders import Cast, document, template
from tests.rules.strategies import documents

# As a version with other keys may have left it.
FOREIGN: dict[str, Json] = {"Scenes": [], "Output": {"Kind": "other"}}
ODD = replace(
    document(Box(0, 0, 960, 540)),
    logos=None,
    extra={"Vendor": {"Kept": [1, 2.5, None, "ö"]}},
    output=replace(document().output, callback=Callback(url="https://example.com/a?b=c")),
)


def task(cast: Cast, **values: Any) -> MixTask:
    cloud = Connection.objects.sandbox(cast.workspace)
    return MixTask.objects.create(workspace=cast.workspace, cloud=cloud, **values)


def stored(row: models.Model, column: str = "rules") -> Json:
    """What the database has in a column, but for what is sealed of it."""
    raw = ExpressionWrapper(F(column), models.JSONField[Json, Json]())
    rows = type(row)._default_manager.annotate(raw=raw)
    found: Json = rows.values_list("raw", flat=True).get(pk=row.pk)
    return opened(found, place_of(row._meta.label_lower, row.pk))


@pytest.mark.parametrize("rules", [document(), ODD], ids=["plain", "with what the API knows not"])
def test_a_document_is_kept_as_the_codec_writes_it(cast: Cast, rules: MixedRules) -> None:
    row = template(cast.workspace, rules)
    assert stored(row) == codec.write(rules)
    assert LayoutTemplate.objects.get().rules == rules


@given(rules=documents)
def test_what_is_written_to_a_column_is_what_is_read_of_it(rules: MixedRules) -> None:
    field = DocumentField[MixedRules, MixedRules]()
    assert field.decode(field.encode(rules)) == rules
    assert field.encode(field.decode(field.encode(rules))) == field.encode(rules)


def test_an_output_stands_alone(cast: Cast) -> None:
    row = task(cast, output=ODD.output)
    assert stored(row, "output") == codec.write(ODD)["Output"]
    assert MixTask.objects.get().output == ODD.output


def test_nothing_is_none(cast: Cast) -> None:
    task(cast)
    row = MixTask.objects.get(rules__isnull=True, output__isnull=True)
    assert (row.rules, row.output) == (None, None)
    row.rules = ODD
    row.save()
    row = MixTask.objects.get()
    row.rules = None
    row.save(update_fields=["rules"])
    assert MixTask.objects.get().rules is None


def test_a_document_is_read_once_and_a_new_one_takes_its_place(cast: Cast) -> None:
    template(cast.workspace)
    row = LayoutTemplate.objects.get()
    assert row.rules is row.rules
    row.rules = ODD
    assert row.rules is ODD
    row.refresh_from_db()
    assert row.rules == document()


def test_a_document_that_was_left_out_is_looked_up_when_it_is_asked_for(cast: Cast) -> None:
    template(cast.workspace)
    row = LayoutTemplate.objects.defer("rules").get()
    assert row.get_deferred_fields() == {"rules"}
    assert row.rules == document()


@pytest.mark.parametrize("rules", [ODD, codec.write(ODD)], ids=["a document", "its JSON"])
def test_nothing_is_written_or_looked_for_in_clear(cast: Cast, rules: Any) -> None:
    template(cast.workspace)
    with pytest.raises(Unsealed):
        LayoutTemplate.objects.update(rules=rules)
    with pytest.raises(Unsealed):
        LayoutTemplate.objects.filter(rules=rules).exists()


class TestWhatThisVersionCannotRead:
    def test_stops_whoever_looks_at_it_and_nobody_else(self, cast: Cast) -> None:
        template(cast.workspace)
        LayoutTemplate.objects.update(rules=FOREIGN)
        (row,) = LayoutTemplate.objects.all()
        row.set_name("Still here")
        with pytest.raises(UnreadableRow, match=f"rules of LayoutTemplate {row.pk}"):
            _rules = row.rules

    def test_is_not_known_where_it_need_not_be(self, cast: Cast) -> None:
        task(cast)
        MixTask.objects.update(rules=FOREIGN, output=FOREIGN)
        row = MixTask.objects.get()
        assert (row.rules, row.output, row.shown) == (None, None, None)

    def test_stays_in_the_database_when_its_row_is_saved(self, cast: Cast) -> None:
        task(cast)
        MixTask.objects.update(rules=FOREIGN)
        row = MixTask.objects.get()
        assert row.rules is None
        row.save()
        assert stored(row) == FOREIGN


def test_what_nobody_has_read_does_not_show_its_keys() -> None:
    assert "canary" not in repr(Unread('{"Url": "rtmp://push.example.com/live/canary"}'))


def test_a_row_goes_into_a_file_and_back(cast: Cast) -> None:
    row = template(cast.workspace, ODD)
    file = serializers.serialize("json", LayoutTemplate.objects.all())
    row.delete()
    for each in serializers.deserialize("json", file):
        each.save()
    assert LayoutTemplate.objects.get().rules == ODD


def test_migrations_know_of_json_alone() -> None:
    _name, path, _args, options = MixTask._meta.get_field("rules").deconstruct()
    assert (path, options) == ("django.db.models.JSONField", {"null": True})
