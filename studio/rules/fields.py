"""Every field of a body by its path, and what it takes: the limits, told field by field.

A path is the API's own, with `[]` for any item of a list. The checks hold a document against the
same limits, and a test holds the two together.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from studio.rules import paths
from studio.rules.checks.names import NAME
from studio.rules.checks.urls import ANY_SOURCE_SCHEME, PUSH_SCHEMES, WEB_SCHEMES
from studio.rules.limits import (
    AUDIO_BIT_RATE,
    AUDIO_BIT_RATES,
    BOX_SIDE,
    CHANNEL_LAYOUTS,
    CODECS,
    FRAME_RATE,
    GOP,
    LAYER,
    MAX_LOGOS,
    MAX_NAME_LENGTH,
    MAX_PUSH_URLS,
    MAX_SOURCES,
    MAX_URL_LENGTH,
    MIN_PUSH_URLS,
    MIN_SOURCES,
    SAMPLE_RATES,
    SCENE_SIDE,
    SOURCE_TYPES,
    VIDEO_BIT_RATE,
    Range,
)


class Otherwise(Enum):
    """What becomes of a value that a field does not take."""

    REFUSED = "refused"
    CLAMPED = "clamped"
    WARNED = "warned"


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """What one field takes: a number in `limits`, one of `words`, an address of one of `schemes`,
    a text of at most `length` characters, or, of a list, as many items as `items` says.

    `within` names the field beside the scene that is the real upper end of `limits`; `usual` are
    the values that the API's page calls common.
    """

    path: str
    limits: Range | None = None
    within: str = ""
    words: tuple[str, ...] = ()
    schemes: tuple[str, ...] = ()
    usual: tuple[int, ...] = ()
    length: int = 0
    items: Range | None = None
    otherwise: Otherwise = Otherwise.REFUSED


def box(place: str) -> tuple[Field, ...]:
    return (
        Field(path=f"{place}.X", limits=Range(0, SCENE_SIDE.max, "px"), within="Width"),
        Field(path=f"{place}.Y", limits=Range(0, SCENE_SIDE.max, "px"), within="Height"),
        Field(path=f"{place}.W", limits=BOX_SIDE),
        Field(path=f"{place}.H", limits=BOX_SIDE),
    )


def address(path: str, *schemes: str, items: Range | None = None) -> Field:
    return Field(path=path, schemes=schemes, length=MAX_URL_LENGTH, items=items)


FIELDS: tuple[Field, ...] = (
    Field(path=NAME, length=MAX_NAME_LENGTH),
    Field(path=f"{paths.SCENE}.Width", limits=SCENE_SIDE),
    Field(path=f"{paths.SCENE}.Height", limits=SCENE_SIDE),
    *box(f"{paths.LAYOUTS}[]"),
    Field(path=f"{paths.LAYOUTS}[].Layer"),
    Field(path=f"{paths.SOURCES}[]", items=Range(MIN_SOURCES, MAX_SOURCES)),
    Field(path=f"{paths.SOURCES}[].ID"),
    Field(path=f"{paths.SOURCES}[].Type", words=SOURCE_TYPES),
    address(f"{paths.SOURCES}[].Url", *ANY_SOURCE_SCHEME),
    Field(path=f"{paths.SOURCES}[].Layer", limits=LAYER),
    Field(path=f"{paths.LOGOS}[]", items=Range(0, MAX_LOGOS)),
    address(f"{paths.LOGOS}[].Url", *WEB_SCHEMES),
    *box(f"{paths.LOGOS}[].Layout"),
    address(f"{paths.PUSH_URLS}[]", *PUSH_SCHEMES, items=Range(MIN_PUSH_URLS, MAX_PUSH_URLS)),
    Field(path=f"{paths.VIDEO}.BitRate", limits=VIDEO_BIT_RATE, otherwise=Otherwise.CLAMPED),
    Field(path=f"{paths.VIDEO}.FrameRate", limits=FRAME_RATE, otherwise=Otherwise.CLAMPED),
    Field(path=f"{paths.VIDEO}.GOP", limits=GOP),
    Field(path=f"{paths.VIDEO}.Codec", words=CODECS),
    Field(path=f"{paths.AUDIO}.BitRate", limits=AUDIO_BIT_RATE, usual=AUDIO_BIT_RATES),
    Field(path=f"{paths.AUDIO}.ChannelLayout", words=CHANNEL_LAYOUTS),
    Field(path=f"{paths.AUDIO}.SampleRate", usual=SAMPLE_RATES, otherwise=Otherwise.WARNED),
    address(f"{paths.CALLBACK}.Url", *WEB_SCHEMES),
)
