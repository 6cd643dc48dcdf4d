"""What each field of a document means, what it takes and what a new template has there.

The limits are those of `studio/rules/fields.py`; here are the sentences. Read in the reference,
and in the editor beside the fields themselves (`static/editor/page/meanings.js`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from studio.lists import in_a_row
from studio.rules import codec, paths
from studio.rules.checks.names import NAME
from studio.rules.fields import FIELDS, Field, Otherwise
from studio.rules.limits import ASSUMED_SIZES, LAST_SECOND, Range
from studio.rules.starting import blank_document

PLACE = f"{paths.LAYOUTS}[]"
SOURCE = f"{paths.SOURCES}[]"
LOGO = f"{paths.LOGOS}[]"
BESIDE_LOGO = f"{LOGO}.Layout"
# What a template holds beside its document, by the ID of a source (`studio/documents/state.py`).
STATE = "editor_state"
CHOSEN = (
    Field(path=f"{STATE}.assumed", words=tuple(ASSUMED_SIZES)),
    Field(path=f"{STATE}.seconds", limits=Range(0, LAST_SECOND, "s")),
)

X = gettext_lazy("From the left edge of the scene to the left edge of the box.")
Y = gettext_lazy("From the top edge of the scene to the top edge of the box.")
W = gettext_lazy("The width of the box. The picture is fitted into it, never cropped or stretched.")
H = gettext_lazy(
    "The height of the box. The picture is fitted into it, never cropped or stretched."
)

MEANINGS: Mapping[str, str | Promise] = {
    NAME: gettext_lazy(
        "What the task is called at the cloud. Mix Studio adds a suffix that no other task has."
    ),
    f"{paths.SCENE}.Width": gettext_lazy("The width of the whole picture."),
    f"{paths.SCENE}.Height": gettext_lazy("The height of the whole picture."),
    f"{PLACE}.X": X,
    f"{PLACE}.Y": Y,
    f"{PLACE}.W": W,
    f"{PLACE}.H": H,
    f"{PLACE}.Layer": gettext_lazy("The layer of the source that this box shows."),
    SOURCE: gettext_lazy("The inputs of the mix. Each needs a box of its own."),
    f"{SOURCE}.ID": gettext_lazy("What the source is called; no other one has the same ID."),
    f"{SOURCE}.Type": gettext_lazy(
        "A live stream, a video file or a picture. The address has to fit it."
    ),
    f"{SOURCE}.Url": gettext_lazy(
        "Where the cloud gets it: RTMP or FLV of a live stream, MP4 or FLV of a video, PNG or JPEG "
        "of a picture. HLS is not taken."
    ),
    f"{SOURCE}.Layer": gettext_lazy(
        "A higher number lies in front. Each source has a layer of its own; the lowest is the "
        "background."
    ),
    LOGO: gettext_lazy("Pictures above all sources. Later ones lie in front of earlier ones."),
    f"{LOGO}.Url": gettext_lazy("Where the cloud gets the logo’s picture."),
    f"{BESIDE_LOGO}.X": X,
    f"{BESIDE_LOGO}.Y": Y,
    f"{BESIDE_LOGO}.W": W,
    f"{BESIDE_LOGO}.H": H,
    f"{paths.PUSH_URLS}[]": gettext_lazy(
        "Where the mix is sent. Each holds a secret and is shown masked."
    ),
    f"{paths.VIDEO}.BitRate": gettext_lazy("How many bits of video are sent each second."),
    f"{paths.VIDEO}.FrameRate": gettext_lazy("How many pictures are sent each second."),
    f"{paths.VIDEO}.GOP": gettext_lazy(
        "The longest time between two key frames: as long as a viewer may wait for a picture."
    ),
    f"{paths.VIDEO}.Codec": gettext_lazy("How the video is coded. Every receiver knows h264."),
    f"{paths.AUDIO}.BitRate": gettext_lazy("How many bits of sound are sent each second."),
    f"{paths.AUDIO}.ChannelLayout": gettext_lazy("One channel of sound, or two."),
    f"{paths.AUDIO}.SampleRate": gettext_lazy("How often the sound is measured each second."),
    f"{paths.CALLBACK}.Url": gettext_lazy(
        "Where the cloud reports what becomes of the task. Without one it calls nobody."
    ),
    f"{STATE}.assumed": gettext_lazy(
        "The shape that a source is taken to have until its picture is there. Never sent."
    ),
    f"{STATE}.seconds": gettext_lazy(
        "How far into a video the picture lies that the editor shows of it. Never sent."
    ),
}

UNITS: Mapping[str, str | Promise] = {
    "bps": gettext_lazy("bit/s"),
    "fps": gettext_lazy("fps"),
    "s": gettext_lazy("s"),
    "px": gettext_lazy("px"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """One field: its path, its name below its sheet's path, and what is said of it."""

    path: str
    name: str
    meaning: str
    takes: tuple[str, ...]
    begins: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """Fields that belong together, and the path that theirs begin with."""

    title: str
    path: str
    rows: tuple[Told, ...]


def sheets() -> list[Sheet]:
    """Every field once, in the language that is active."""
    titles = {
        NAME: _("Task"),
        paths.SCENE: _("Scene"),
        PLACE: _("Box of a source"),
        SOURCE: _("Source"),
        STATE: _("Kept beside a source"),
        LOGO: _("Logo"),
        f"{paths.PUSH_URLS}[]": _("Push URLs"),
        paths.VIDEO: _("Video"),
        paths.AUDIO: _("Audio"),
        paths.CALLBACK: _("Callback"),
    }
    rows: dict[str, list[Field]] = {}
    for field in (*FIELDS, *CHOSEN):
        home = max((path for path in titles if field.path.startswith(path)), key=len)
        rows.setdefault(home, []).append(field)
    return [
        Sheet(title=title, path=path, rows=tuple(told(field, path) for field in rows[path]))
        for path, title in titles.items()
    ]


def told(field: Field, home: str) -> Told:
    return Told(
        path=field.path,
        name=field.path.removeprefix(home).lstrip(".") or field.path.rpartition(".")[2],
        meaning=str(MEANINGS[field.path]),
        takes=tuple(takes(field)),
        begins=begins(field),
    )


def takes(field: Field) -> Iterator[str]:
    """What may stand there, and what becomes of anything else."""
    if field.items:
        yield items(field.items)
    if field.limits and field.within:
        yield _("0 to the scene’s own side, in px.")
    elif field.limits:
        yield ranged(field.limits)
    if field.words:
        yield _("One of: %(words)s.") % {"words": in_a_row(field.words)}
    if field.schemes:
        yield _("Begins with %(schemes)s.") % {
            "schemes": in_a_row(f"{scheme}://" for scheme in field.schemes)
        }
    if field.length:
        yield _("%(most)s characters at most.") % {"most": in_threes(field.length)}
    if field.usual:
        yield _("Usual: %(values)s.") % {"values": in_a_row(map(in_threes, field.usual))}
    if field.otherwise is Otherwise.CLAMPED:
        yield _("The cloud silently takes the nearest for anything else.")
    if field.otherwise is Otherwise.WARNED:
        yield _("Others are sent, with a warning.")


def items(limits: Range) -> str:
    if limits.min:
        return _("%(least)s to %(most)s of them.") % {"least": limits.min, "most": limits.max}
    return _("%(most)s of them at most.") % {"most": limits.max}


def ranged(limits: Range) -> str:
    ends = {"least": in_threes(limits.min), "most": in_threes(limits.max)}
    if not limits.unit:
        return _("%(least)s to %(most)s.") % ends
    return _("%(least)s to %(most)s %(unit)s.") % {**ends, "unit": UNITS[limits.unit]}


def begins(field: Field) -> str:
    """What a new template has there, if anything."""
    value: Any = {"MixedRules": codec.write(blank_document())}
    for step in field.path.split("."):
        value = value.get(step) if isinstance(value, dict) else None
    if value is None or isinstance(value, (list, dict)):
        return ""
    shown = in_threes(value) if isinstance(value, int) else value
    return pgettext("what a field has in a new template", "New: %(value)s") % {"value": shown}


def in_threes(number: int) -> str:
    """Its digits, those of a long one in groups parted by a narrow space, in every language."""
    return f"{number:,}".replace(",", "\u202f") if number >= 10_000 else str(number)
