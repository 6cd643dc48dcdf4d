"""Slots: a source's ID in a template is its seat, and its address who sits there. So a template is
re-seated by another one: those of one ID are one camera.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from django.db import transaction

from studio.accounts.models import User
from studio.audit.acts import Act
from studio.documents.state import with_addresses_of
from studio.documents.veiling import shown
from studio.editor.models import LayoutTemplate, TemplateVersion
from studio.library.models import Kind
from studio.rules.document import MixedRules, Source
from studio.rules.redaction import is_sealed
from studio.rules.seating import seat

# As many templates are offered to take addresses from: those that were changed last.
MOST_OFFERED = 200


class Seated(NamedTuple):
    """Who sits in a slot, as pages show it: "" of an address that is none."""

    kind: str
    address: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Slot:
    """One seat, the source in it, and the other template's: None of a slot which that one lacks."""

    source: Source
    theirs: Source | None

    @property
    def changes(self) -> bool:
        """By the addresses themselves: those that differ in a signature alone are shown alike."""
        if self.theirs is None or self.is_locked:
            return False
        return parts_taken(self.source) != parts_taken(self.theirs)

    @property
    def is_locked(self) -> bool:
        """Whether no key opens the other's address, so that there is none to take."""
        return self.theirs is not None and is_sealed(self.theirs.url)

    @property
    def now(self) -> Seated:
        return as_shown(self.source)

    @property
    def then(self) -> Seated:
        return as_shown(self.theirs or self.source)


@dataclass(frozen=True, kw_only=True, slots=True)
class Reseating:
    """Every slot of a template, and the other one's slots that it has not."""

    slots: list[Slot]
    left_over: tuple[str, ...]

    @property
    def changes(self) -> bool:
        return any(slot.changes for slot in self.slots)


def reseating(rules: MixedRules, others: MixedRules) -> Reseating:
    """What taking the addresses of `others` would do."""
    theirs = {source.id: source for source in others.sources}
    return Reseating(
        slots=[Slot(source=source, theirs=theirs.get(source.id)) for source in rules.sources],
        left_over=seat(rules, others).leaving,
    )


def parts_taken(source: Source) -> tuple[object, ...]:
    """What a source takes over from that of another template."""
    return source.type, source.url, source.extra


def as_shown(source: Source) -> Seated:
    labels = dict(Kind.choices)
    return Seated(str(labels.get(source.type, source.type)), shown(source.url))


def offered(template: LayoutTemplate) -> list[tuple[str, str]]:
    """The templates whose addresses it can take: keys and names, what was changed last first."""
    return [one for one in names_in(template.workspace_id) if one[0] != str(template.pk)]


def names_in(workspace: int) -> list[tuple[str, str]]:
    """The templates of a workspace that can be chosen: keys and names, changed last first."""
    rows = LayoutTemplate.objects.kept().filter(workspace=workspace, is_archived__in=[False])
    found = rows.order_by("-updated_at", "-pk").values_list("pk", "name")
    return [(str(pk), name) for pk, name in found[:MOST_OFFERED]]


@transaction.atomic
def take_addresses(
    template: LayoutTemplate, origin: LayoutTemplate, user: User
) -> TemplateVersion | None:
    """Gives its sources the type and address that those of the same ID have there; the version
    that it was until then, or None where nothing differs. What was chosen for the addresses before
    goes with them; an address that no key opens is not taken. Raises StaleVersion.
    """
    opened = tuple(one for one in origin.rules.sources if not is_sealed(one.url))
    others = replace(origin.rules, sources=opened)
    rules = seat(template.rules, others, template.rules.output).document
    if rules == template.rules:
        return None
    before = template.keep_what_is_saved()
    state = with_addresses_of(rules, template.rules, template.editor_state)
    template.replace(template.version, rules, state, user)
    template.log(Act.TOOK_ADDRESSES, origin.name)
    return before
