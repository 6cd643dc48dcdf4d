"""What the editor keeps of a template beside its document, as a value: never sent to the cloud.

The browser writes it, so only what has the right shape is read; the rest is as if it were not
there. Its twins are in static/editor/document/ (parking, locks, choices, assumed).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, Self, TypeVar
from uuid import UUID

from studio.library.chosen import Chosen
from studio.rules.document import Json, MixedRules
from studio.rules.geometry import Box
from studio.rules.limits import LAST_SECOND
from studio.rules.redaction import CHOSEN_FOR_SOURCES

T = TypeVar("T")


class ParkedSource(NamedTuple):
    """A source that is set aside."""

    id: str
    url: str = ""


class ParkedLogo(NamedTuple):
    """A logo that is set aside; `at` is its place among all logos."""

    url: str
    at: int


@dataclass(frozen=True, slots=True)
class Item:
    """A source or a logo of the document, by its place in its list."""

    kind: Literal["source", "logo"]
    index: int


class Lock(NamedTuple):
    """An item, and the box that it keeps."""

    item: Item
    box: Box


@dataclass(frozen=True, kw_only=True, slots=True)
class EditorState:
    """What is set aside, locked, and chosen for sources.

    By the ID of a source: `assumed` is the shape it has until its picture is there, `seconds` how
    far into a video its picture is taken, `stills` the upload that stands in for it. `locked` is
    None where the locks can't be read: a save of such is refused, a picture drawn all the same.
    """

    parked: tuple[ParkedSource | ParkedLogo, ...] = ()
    locked: tuple[Lock, ...] | None = ()
    assumed: Mapping[str, str] = field(default_factory=dict)
    seconds: Mapping[str, int] = field(default_factory=dict)
    stills: Mapping[str, UUID] = field(default_factory=dict)

    @classmethod
    def read(cls, value: Mapping[str, Json]) -> Self:
        """What can be read of what the browser has stored."""
        return cls(
            parked=read_parked(value.get("parked")),
            locked=read_locks(value.get("locked", [])),
            assumed=by_source(value.get("assumed"), text_in),
            seconds=by_source(value.get("seconds"), second_in),
            stills=by_source(value.get("stills"), key_in),
        )

    @property
    def chosen(self) -> Chosen:
        return Chosen(seconds=self.seconds, stills=self.stills)


NOTHING = EditorState()


def with_addresses_of(
    now: MixedRules, before: MixedRules, state: Mapping[str, Json]
) -> dict[str, Json]:
    """What was kept beside a document, without what was chosen for addresses that its sources have
    no longer.
    """
    urls = {source.id: source.url for source in now.sources}
    gone = {source.id for source in before.sources if urls.get(source.id) != source.url}
    return without_choices(state, gone)


def without_choices(state: Mapping[str, Json], slots: Collection[str]) -> dict[str, Json]:
    """What is kept beside a document, without what was chosen for these sources, by their IDs: it
    was chosen for their addresses, too, and is of no use to others.
    """
    return {
        key: {slot: one for slot, one in value.items() if slot not in slots}
        if key in CHOSEN_FOR_SOURCES and isinstance(value, dict)
        else value
        for key, value in state.items()
    }


def by_source(value: Json, read: Callable[[Json], T | None]) -> dict[str, T]:
    """What can be read of an object that says something of sources."""
    said = value.items() if isinstance(value, dict) else ()
    return {source: found for source, entry in said if (found := read(entry)) is not None}


def text_in(value: Json) -> str | None:
    return value if isinstance(value, str) else None


def second_in(value: Json) -> int | None:
    return value if type(value) is int and 0 <= value <= LAST_SECOND else None


def key_in(value: Json) -> UUID | None:
    """The key of an upload, if that is what it is."""
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None


def read_parked(value: Json) -> tuple[ParkedSource | ParkedLogo, ...]:
    entries = value if isinstance(value, list) else []
    found = (read_aside(entry) for entry in entries if isinstance(entry, dict))
    return tuple(one for one in found if one is not None)


def read_aside(entry: dict[str, Json]) -> ParkedSource | ParkedLogo | None:
    """{source} or {logo, at}, whichever it is."""
    source, logo, at = entry.get("source"), entry.get("logo"), entry.get("at")
    if isinstance(source, dict):
        return ParkedSource(text_in(source.get("ID")) or "", text_in(source.get("Url")) or "")
    if isinstance(logo, dict):
        return ParkedLogo(text_in(logo.get("Url")) or "", at if type(at) is int else 0)
    return None


def read_locks(value: Json) -> tuple[Lock, ...] | None:
    """All of them, or None."""
    locks = [read_lock(entry) for entry in value] if isinstance(value, list) else [None]
    whole = tuple(lock for lock in locks if lock)
    return whole if len(whole) == len(locks) else None


def read_lock(value: Json) -> Lock | None:
    """{kind, index, box: {X, Y, W, H}}, if that is what it is."""
    if not isinstance(value, dict):
        return None
    kind, index, box = value.get("kind"), value.get("index"), value.get("box")
    sides = [box.get(side) for side in "XYWH"] if isinstance(box, dict) else []
    whole = [side for side in sides if type(side) is int]
    if kind not in ("source", "logo") or type(index) is not int or len(whole) != 4:
        return None
    return Lock(Item("source" if kind == "source" else "logo", index), Box(*whole))
