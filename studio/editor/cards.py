"""The cards of the gallery, each drawn once until it shows something else."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

from django.utils.safestring import SafeString

from studio.accounts.access import Request
from studio.accounts.models import Role, name_of
from studio.accounts.places import said_of
from studio.cache import Cache
from studio.documents.checking import check
from studio.documents.field import UnreadableRow
from studio.editor import thumbnails
from studio.editor.models import LayoutTemplate
from studio.pages.drawn import drawn_once
from studio.rules.document import MixedRules

NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """The scene's size in pixels, and counts of what is in it and of what a check found."""

    width: int
    height: int
    sources: int
    logos: int
    errors: int
    warnings: int


# What the gallery knows of templates by their versions, each as heavy as any other: to check one
# takes longer than to read it.
KNOWN: Cache[Facts] = Cache(2_000, lambda _facts: 1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Rights:
    """What a reader may do to any template of the workspace."""

    can_edit: bool
    can_push: bool
    is_admin: bool

    @classmethod
    def of(cls, role: Role) -> Rights:
        return cls(
            can_edit=role.includes(Role.EDITOR),
            can_push=role.includes(Role.OPERATOR),
            is_admin=role.includes(Role.ADMIN),
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Card:
    """All that the gallery shows of one template, so that equal ones are drawn once.

    `workspace` is the key of its workspace where addresses have to say it, else None; `by` is what
    the reader is told whoever changed it last is called. What can't be read has no
    `facts` and no `picture`; one that `is_coming` is being drawn.
    """

    pk: UUID
    workspace: int | None
    name: str
    tags: tuple[str, ...]
    version: int
    updated_at: datetime
    is_archived: bool
    is_twin: bool
    is_favourite: bool
    by: str
    facts: Facts | None
    picture: thumbnails.Thumbnail | None = None
    is_coming: bool = False


def cards(
    request: Request, templates: Sequence[LayoutTemplate], favourites: Collection[UUID]
) -> list[Card]:
    """Of templates of the page's workspace, in their order; has their pictures drawn."""
    bare = {each.pk: card(request, each, is_favourite=each.pk in favourites) for each in templates}
    seen = [each for each in templates if bare[each.pk].facts]
    pictures = thumbnails.thumbnails_of(request.workspace, seen)
    coming = thumbnails.ask(pictures)
    for picture in pictures:
        pk = picture.template
        bare[pk] = replace(bare[pk], picture=picture, is_coming=picture in coming)
    return list(bare.values())


def card(request: Request, template: LayoutTemplate, *, is_favourite: bool) -> Card:
    """The same without a picture."""
    return Card(
        pk=template.pk,
        workspace=said_of(request),
        name=template.name,
        tags=tuple(template.tags),
        version=template.version,
        updated_at=template.updated_at,
        is_archived=template.is_archived,
        is_twin=template.twin_of_id is not None,
        is_favourite=is_favourite,
        by=name_of(template.updated_by, request.user),
        facts=facts_of(template),
    )


def facts_of(template: LayoutTemplate) -> Facts | None:
    """Versions start anew where a backup is restored, and then by another time."""
    try:
        rules = template.rules
    except UnreadableRow:
        return None
    which = template.pk, template.version, template.updated_at
    return KNOWN.made(which, lambda: facts(rules))


def facts(rules: MixedRules) -> Facts:
    severities = [problem.severity for problem in check(rules)]
    return Facts(
        width=rules.scene.width,
        height=rules.scene.height,
        sources=len(rules.sources),
        logos=len(rules.logos or ()),
        errors=severities.count("error"),
        warnings=severities.count("warning"),
    )


def drawn(card: Card, rights: Rights) -> SafeString:
    """One as it stands in the list. Most of it is the same after a save."""
    kept = lasting(card)
    parts = {
        "top": drawn_once("editor/_top.html", card=kept),
        "quick": drawn_once("editor/_quick.html", card=kept, rights=rights),
        "counts": drawn_once("editor/_counts.html", facts=kept.facts) if kept.facts else "",
        "end": drawn_once("editor/_end.html", card=kept, rights=rights),
    }
    return drawn_once("editor/_card.html", card=card, rights=rights, **parts)


def lasting(card: Card) -> Card:
    """The same less what a save or a picture changes."""
    facts = card.facts and replace(card.facts, errors=0, warnings=0)
    return replace(
        card, version=0, updated_at=NEVER, by="", facts=facts, picture=None, is_coming=False
    )
