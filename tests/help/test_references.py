"""Fields and commands are told by what the program does."""

from __future__ import annotations

import re

import pytest
from django.core.management import get_commands
from django.utils.translation import override

from studio.help.commands import OURS, commands
from studio.help.fields import CHOSEN, MEANINGS, sheets
from studio.help.reading import pages
from studio.mixes.management.commands.mix import ACTS, DEEDS
from studio.rules import limits
from studio.rules.fields import FIELDS
from studio.rules.limits import Range
from studio.rules.starting import blank_document

pytestmark = pytest.mark.usefixtures("data")


def test_every_field_is_told_once_with_its_limit() -> None:
    rows = [row for sheet in sheets() for row in sheet.rows]
    assert len(rows) == len(FIELDS) + len(CHOSEN)
    assert set(MEANINGS) == {field.path for field in (*FIELDS, *CHOSEN)}
    assert [row.name for row in rows if not row.takes] == ["Layer", "ID"]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_limit_of_the_rules_is_on_the_page(language: str, cast: object) -> None:
    text = " ".join(section.text for section in pages(language)["fields"].sections)
    told = text.replace("\u202f", "")
    for name, value in vars(limits).items():
        if isinstance(value, Range):
            assert re.search(rf"(?<!\d){value.min}\D+{value.max}(?!\d)", told), name
        elif name in ("SOURCE_TYPES", "CODECS", "CHANNEL_LAYOUTS", "SAMPLE_RATES"):
            assert all(str(each) in told for each in value), name


def test_a_new_template_has_what_is_said() -> None:
    with override("en"):
        begins = {row.name: row.begins for sheet in sheets() for row in sheet.rows}
    scene = blank_document().scene
    assert begins["Width"] == f"New: {scene.width}"
    assert begins["Url"] == ""


def test_every_command_is_named_with_all_it_consists_of() -> None:
    named = {command.name for command in commands()}
    ours = {name for name, app in get_commands().items() if str(app).startswith(OURS)}
    assert ours | {f"mix {act}" for act in ACTS} <= named
    assert {f"mix templates {deed}" for deed in DEEDS} <= named


def test_a_command_is_told_as_its_parser_takes_it() -> None:
    with override("en"):
        told = {command.name: command for command in commands()}
    watch = told["mix watch"]
    assert "--until {" in watch.usage
    assert "--verbosity" not in watch.usage
    says = {argument.spelled: argument.says for argument in watch.arguments}
    assert says["--timeout S"] == "seconds; then exit code 4"
    assert told["backup"].usage == "manage.py backup [--with-secret-key] [folder]"
    with override("zh-hans"):
        assert {command.purpose for command in commands()}.isdisjoint(
            command.purpose for command in told.values()
        )
