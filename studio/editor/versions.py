"""The versions of a template as pages show them: newest first, each with what it changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from studio.accounts.models import User, name_of
from studio.documents.changes import Said, sentences
from studio.documents.field import UnreadableRow
from studio.documents.namefield import NameField
from studio.editor.models import LayoutTemplate, TemplateVersion
from studio.rules.document import MixedRules
from studio.rules.limits import MAX_NAME_LENGTH

PAGE = 24
# As many can be chosen to compare one with, and all that have a name.
MOST_OFFERED = 100
# Of a difference so many sentences are read; the rest is counted.
MOST_SAID = 200
# A list tells what two documents differ in that together have so many sources, layouts and logos: a
# page of them takes a quarter of a second. What is larger is told of one pair at a time.
LARGEST_TOLD = 500


class NameForm(forms.Form):
    """What somebody calls a version."""

    name = NameField(
        label=gettext_lazy("Name"),
        max_length=MAX_NAME_LENGTH,
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, may_be_empty: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = not may_be_empty


@dataclass(frozen=True, kw_only=True)
class Version:
    """One that is kept, or what the template holds now and nothing has kept yet (`key` None).

    `rules` is None where this version of the program can't read it.
    """

    key: int | None
    number: int
    name: str
    reason: str
    by: str
    at: datetime
    rules: MixedRules | None
    is_now: bool = False
    # Against the one before it; None of the first, and where either can't be read or is too large.
    changes: list[str] | None = None
    is_too_large: bool = False

    @property
    def called(self) -> str:
        values = {"number": self.number, "name": self.name}
        named = _("“%(name)s”, version %(number)d")
        return (named if self.name else _("Version %(number)d")) % values


def now(template: LayoutTemplate, reader: User) -> Version:
    return Version(
        key=None,
        number=template.version,
        name="",
        reason="",
        by=name_of(template.updated_by, reader),
        at=template.updated_at,
        rules=readable(template),
        is_now=True,
    )


def shown(kept: TemplateVersion, template: LayoutTemplate, reader: User) -> Version:
    return Version(
        key=kept.pk,
        number=kept.version,
        name=kept.name,
        reason=str(kept.get_reason_display()),
        by=name_of(kept.user, reader),
        at=kept.created_at,
        rules=readable(kept),
        is_now=kept.version == template.version,
    )


def readable(row: LayoutTemplate | TemplateVersion) -> MixedRules | None:
    try:
        return row.rules
    except UnreadableRow:
        return None


def page(
    template: LayoutTemplate, reader: User, before: int | None
) -> tuple[list[Version], int | None]:
    """The versions after that place, each with what it changed, and the place of the last one if
    there are more. What the template holds now comes first, unless that is kept already.
    """
    rows = template.versions.defer("editor_state").select_related("user").order_by("-pk")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    kept = list(rows[: PAGE + 1])
    versions = [shown(row, template, reader) for row in kept]
    if before is None and not (versions and versions[0].is_now):
        versions.insert(0, now(template, reader))
    told = [told_against(*pair) for pair in pairwise(versions)] + versions[-1:]
    more = len(kept) > PAGE
    return told[: len(told) - more], kept[PAGE - 1].pk if more else None


def told_against(version: Version, before: Version) -> Version:
    if size_of(version.rules) + size_of(before.rules) > LARGEST_TOLD:
        return replace(version, is_too_large=True)
    said = difference(before, version)
    changes = None if said is None else [one.text for one in said]
    return replace(version, changes=changes)


def size_of(rules: MixedRules | None) -> int:
    """How many sources, layouts and logos it has."""
    if rules is None:
        return 0
    return len(rules.sources) + len(rules.scene.layouts) + len(rules.logos or ())


def difference(before: Version, after: Version) -> Sequence[Said] | None:
    """What `after` changes; None where that can't be told."""
    if before.rules is None or after.rules is None:
        return None
    return sentences(before.rules, after.rules)


def offered(template: LayoutTemplate, but: int, chosen: int | None) -> list[tuple[int, str]]:
    """The versions that one can be compared with, newest first: keys and words. The one that is
    chosen is among them, however old.
    """
    columns = ("pk", "version", "name", "reason", "created_at")
    rows = template.versions.exclude(pk=but).order_by("-pk").values_list(*columns)
    newest = list(rows[:MOST_OFFERED])
    if len(newest) == MOST_OFFERED:
        newest += rows.filter(~Q(name="") | Q(pk=chosen), pk__lt=newest[-1][0])
    return [(pk, in_words(*described)) for pk, *described in newest]


def in_words(number: int, name: str, reason: str, at: datetime) -> str:
    values = {
        "number": number,
        "reason": TemplateVersion.Reason(reason).label,
        "day": date_format(localtime(at), pgettext("a day", "j M")),
        "name": name,
    }
    if name:
        return _("Version %(number)d, “%(name)s”, %(day)s") % values
    return _("Version %(number)d, %(reason)s, %(day)s") % values
