"""What somebody brings along: texts and files, read and told, and made templates of once asked.

Between the two nothing is kept here: the page holds what it was told, and brings it again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from studio.accounts.models import User, Workspace
from studio.documents.wording import sentence
from studio.editor.measuring import read_measured
from studio.editor.models import LayoutTemplate, TemplateVersion
from studio.editor.models.imported import ImportedFile, Origin, packed, unpacked
from studio.imports import Imported, ImportedScene, Line, NotReadable, problems_of
from studio.imports.sizes import PICTURE_SIDE, size_of
from studio.rules import codec
from studio.rules.checks import check_name
from studio.rules.limits import MAX_BODY_BYTES, MAX_NAME_LENGTH, MAX_SAVED_BYTES
from studio.rules.problems import Problem, Verdict, verdict

# Of one import; more are taken by the command line.
MOST_FILES = 20
MOST_SCENES = 50
MOST_LINES = 100
# Of one file, by their sizes: the uppermost of each scene come first.
MOST_ASKED = 20

Size = tuple[int, int] | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Arrival:
    """A file, or what was pasted, whose `name` is empty."""

    name: str
    data: bytes = field(repr=False)
    # What its items measure, as somebody typed it, by their names there; "" where nobody has.
    typed: Mapping[str, str] = field(default_factory=dict)

    @property
    def given(self) -> dict[str, tuple[int, int]]:
        sizes = {name: measured(text) for name, text in self.typed.items()}
        return {name: size for name, size in sizes.items() if size}

    @property
    def packed(self) -> str:
        return packed(self.data)

    @property
    def text(self) -> str:
        return self.data.decode(errors="replace")


@dataclass(kw_only=True, slots=True)
class Offer:
    """One scene, as it may be imported: under which name, and whether it is chosen."""

    key: str
    scene: ImportedScene
    problems: Sequence[Problem]
    name: str
    is_chosen: bool
    why_not: str = ""

    @property
    def verdict(self) -> Verdict:
        return verdict(self.problems)

    @property
    def is_too_large(self) -> bool:
        return len(json.dumps(codec.write(self.scene.rules))) > MAX_SAVED_BYTES

    @property
    def told(self) -> list[tuple[str, str, str]]:
        """Severity, path and sentence of each problem."""
        return [(row.severity, row.path, sentence(row)) for row in self.problems]

    @property
    def lines(self) -> tuple[Line, ...]:
        return self.scene.report[:MOST_LINES]

    @property
    def more(self) -> int:
        return max(0, len(self.scene.report) - MOST_LINES)

    @property
    def counts(self) -> dict[str, int]:
        """How many items were taken in which way."""
        outcomes = [line.outcome for line in self.scene.report]
        ways = ("exact", "adapted", "left_out")
        return {way: outcomes.count(way) for way in ways if way in outcomes}


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """An item of which the file has no size: what was typed, and why that is none."""

    name: str
    text: str
    why_not: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """What a file holds: `refusal` says why that is nothing."""

    arrival: Arrival
    format: str = ""
    offers: tuple[Offer, ...] = ()
    refusal: str = ""
    # Scenes beyond those that are offered.
    more: int = 0
    # The items whose sizes a person is asked for, and how many more there are.
    asked: tuple[Asked, ...] = ()
    unasked: int = 0


def measured(text: str) -> Size:
    """The size that was typed; None where it is none."""
    try:
        return size_of(text, PICTURE_SIDE)
    except ValueError:
        return None


def why_no_size(text: str) -> str:
    if not text.strip() or measured(text):
        return ""
    sentence = _("Width and height in pixels, %(low)d to %(high)d each, as in 1920x1080.")
    return sentence % {"low": PICTURE_SIDE.min, "high": PICTURE_SIDE.max}


def opened(workspace: Workspace, arrivals: Iterable[Arrival], size: Size) -> list[Found]:
    """Every file, read; at most MOST_SCENES of their scenes in all.

    Only files with offers count in the keys of these: a page brings no other again.
    """
    found: list[Found] = []
    left, place = MOST_SCENES, 0
    for arrival in arrivals:
        one = _opened(workspace, place, arrival, size, left)
        left -= len(one.offers)
        place += bool(one.offers)
        found.append(one)
    return found


def _opened(workspace: Workspace, place: int, arrival: Arrival, size: Size, most: int) -> Found:
    try:
        imported = read_measured(workspace, arrival.data, given=arrival.given, size=size)
    except NotReadable as error:
        return Found(arrival=arrival, refusal=error.message)
    if not most:
        why = _("It was left out: the files before it have %(most)d scenes already.")
        return Found(arrival=arrival, refusal=why % {"most": MOST_SCENES})
    return found_in(arrival, imported, place, most)


def found_in(
    arrival: Arrival, imported: Imported, place: int = 0, most: int = MOST_SCENES
) -> Found:
    """What of a file that was read is offered: a scene that is the only one is chosen."""
    scenes = imported.scenes[:most]
    only = len(imported.scenes) == 1
    offers = tuple(
        Offer(
            key=f"{place}-{index}",
            scene=scene,
            problems=problems_of(imported, scene, arrival.data),
            name=_name(scene, arrival, index if not only else None),
            is_chosen=only,
        )
        for index, scene in enumerate(scenes)
    )
    names = unmeasured(arrival, scenes)
    return Found(
        arrival=arrival,
        format=imported.format,
        offers=offers,
        more=len(imported.scenes) - len(scenes),
        asked=tuple(ask(arrival, name) for name in names[:MOST_ASKED]),
        unasked=max(0, len(names) - MOST_ASKED),
    )


def unmeasured(arrival: Arrival, scenes: Iterable[ImportedScene]) -> list[str]:
    """The items whose places follow from a size that nobody but a person can tell, and those of
    which somebody has: one of no use can be mended.
    """
    notes = (note for scene in scenes for line in scene.report for note in line.notes)
    names = (str(note.params["name"]) for note in notes if note.code in ("assumed", "given"))
    told = (name for name, text in arrival.typed.items() if text)
    return list(dict.fromkeys([*names, *told]))


def ask(arrival: Arrival, name: str) -> Asked:
    text = arrival.typed.get(name, "")
    return Asked(name=name, text=text, why_not=why_no_size(text))


def _name(scene: ImportedScene, arrival: Arrival, index: int | None) -> str:
    """What the scene is called, else its file; numbered where a file has several."""
    named = scene.name or PurePath(arrival.name).stem or _("Imported template")
    number = "" if scene.name or index is None else f" {index + 1}"
    return named[: MAX_NAME_LENGTH - len(number)] + number


def choose(found: Sequence[Found], keys: Iterable[str], names: Mapping[str, str]) -> bool:
    """Notes which scenes are chosen under which names; False where one can't be made so, or what
    was typed for a size is none.
    """
    chosen = set(keys)
    good = not any(asked.why_not for one in found for asked in one.asked)
    for offer in (offer for one in found for offer in one.offers):
        offer.is_chosen = offer.key in chosen and not offer.is_too_large
        offer.name = names.get(f"name-{offer.key}", offer.name).strip()
        if offer.is_chosen:
            offer.why_not = " ".join(sentence(problem) for problem in check_name(offer.name))
            good = good and not offer.why_not
    return good


@transaction.atomic
def keep(
    workspace: Workspace, user: User, found: Iterable[Found], key: UUID | None = None
) -> list[LayoutTemplate]:
    """A template of each scene that is chosen, with its file and its report. Raises IntegrityError
    where they were made by this key before.
    """
    made = []
    for one in found:
        chosen = [offer for offer in one.offers if offer.is_chosen]
        if not chosen:
            continue
        arrival = one.arrival
        file = ImportedFile.objects.keep(workspace, user, arrival.name, one.format, arrival.data)
        for offer in chosen:
            template = LayoutTemplate.objects.start(
                workspace,
                user,
                offer.name,
                offer.scene.rules,
                reason=TemplateVersion.Reason.IMPORT,
                key=key_of(offer, key),
            )
            report = [line.kept() for line in offer.scene.report]
            Origin.objects.create(
                template=template, file=file, scene=offer.scene.name, report=report
            )
            made.append(template)
    return made


def key_of(offer: Offer, key: UUID | None) -> UUID | None:
    """That of the template of an offer, of those that are made by one key."""
    return uuid5(key, offer.key) if key else None


class Lost(ValueError):
    """What the page should have brought again is not what it was told."""


def brought_again(
    names: Sequence[str], texts: Sequence[str], sizes: Iterable[Mapping[str, str]]
) -> list[Arrival]:
    """The files that a page of findings holds, each with the sizes typed there. Raises Lost."""
    if len(names) != len(texts) or not 0 < len(texts) <= MOST_FILES + 1:
        raise Lost
    try:
        rows = zip(names, map(unpacked, texts), sizes, strict=True)
        arrivals = [Arrival(name=name, data=data, typed=typed) for name, data, typed in rows]
    except ValueError:
        raise Lost from None
    if sum(len(one.data) for one in arrivals) > MAX_BODY_BYTES:
        raise Lost
    return arrivals
