"""Slots: a source's ID in a template is its seat, and its address who sits there. So a template is
re-seated by another one: those of one ID are one camera.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from studio.accounts.models import User
from studio.audit.acts import Act
from studio.documents.veiling import shown
from studio.editor.models import LayoutTemplate, TemplateVersion
from studio.rules.document import MixedRules
from studio.rules.seating import seat

# As many templates are offered to take addresses from: those that were changed last.
MOST_OFFERED = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Slot:
    """One seat, who sits there now, and who will: "" of a slot that the other template lacks, which
    stays as it is.
    """

    name: str
    now: str
    then: str

    @property
    def changes(self) -> bool:
        return bool(self.then) and self.then != self.now


@dataclass(frozen=True, kw_only=True, slots=True)
class Reseating:
    """Every slot of a template, and the other one's slots that it has not."""

    slots: list[Slot]
    left_over: tuple[str, ...]

    @property
    def changes(self) -> bool:
        return any(slot.changes for slot in self.slots)


def reseating(rules: MixedRules, others: MixedRules) -> Reseating:
    """What taking the addresses of `others` would do, as pages may show it."""
    seating = seat(rules, others)
    after = {source.id: source for source in seating.document.sources}
    slots = [
        Slot(
            name=source.id,
            now=in_words(source.type, source.url),
            then=""
            if source.id in seating.joining
            else in_words(after[source.id].type, after[source.id].url),
        )
        for source in rules.sources
    ]
    return Reseating(slots=slots, left_over=seating.leaving)


def in_words(type_: str, url: str) -> str:
    return f"{type_} {shown(url) or '–'}"


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
    that it was until then, or None where nothing differs. Raises StaleVersion.
    """
    rules = seat(template.rules, origin.rules, template.rules.output).document
    if rules == template.rules:
        return None
    before = template.keep_what_is_saved()
    template.replace(template.version, {"rules": rules}, rules, user)
    template.log(Act.TOOK_ADDRESSES, origin.name)
    return before
