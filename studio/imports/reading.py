"""Which format a file is in, by its content, and its scenes."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Sequence
from typing import NamedTuple

from studio.imports import (
    agora,
    alibaba,
    mixed_rules,
    obs,
    safe_xml,
    samples,
    smelter,
    tencent,
    twilio,
    vdo_ninja,
    vmix,
    zego,
)
from studio.imports.measures import NOTHING, Measures
from studio.imports.report import Imported, ImportedScene, NotReadable, Wish, refusal
from studio.rules.document import Json
from studio.rules.problems import InvalidDocument
from studio.rules.strict_json import strict_loads


class Importer(NamedTuple):
    """How one format is told from others, and read."""

    format: str
    recognises: Callable[[Json], bool]
    scenes: Callable[[Json, Wish], Sequence[ImportedScene]]


# The first that recognises a value reads it.
IMPORTERS = tuple(
    Importer(module.FORMAT, module.recognises, module.scenes)
    for module in (mixed_rules, obs, smelter, agora, zego, twilio, tencent, alibaba, vdo_ninja)
)


def recognised(data: bytes) -> str | None:
    """The format of a file; None where it is none that is read here."""
    try:
        return _opened(data).format
    except NotReadable:
        return None


def read(
    data: bytes,
    *,
    scene: str | None = None,
    size: tuple[int, int] | None = None,
    measures: Measures = NOTHING,
) -> Imported:
    """The scenes of a file, or the one of that name. Raises NotReadable.

    Where the file does not say them, `size` is the scenes' width and height in pixels, and
    `measures` has those of what their items show.
    """
    opened = _opened(data)
    found = tuple(opened.scenes(Wish(scene=scene, size=size, measures=measures)))
    if not found:
        raise refusal("no_scenes")
    chosen = tuple(row for row in found if scene in (None, row.name))
    if not chosen:
        raise refusal("no_such_scene", name=str(scene))
    return Imported(format=opened.format, scenes=chosen)


class _Opened(NamedTuple):
    format: str
    scenes: Callable[[Wish], Sequence[ImportedScene]]


def _opened(data: bytes) -> _Opened:
    if data.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"<"):
        return _of_xml(data)
    try:
        value = strict_loads(data)
    except InvalidDocument as error:
        return _of_sample(data, error)
    found = next((row for row in IMPORTERS if row.recognises(value)), None)
    if found is None:
        raise refusal("not_recognised")
    return _Opened(found.format, lambda wish: found.scenes(value, wish))


def _of_xml(data: bytes) -> _Opened:
    root = safe_xml.parse(data)
    if not vmix.recognises(root):
        raise refusal("not_recognised")
    return _Opened(vmix.FORMAT, lambda wish: vmix.scenes(root, wish))


def _of_sample(data: bytes, error: InvalidDocument) -> _Opened:
    """A body within other text; without one, the text is what can't be read."""
    value = samples.body(data)
    if not mixed_rules.recognises(value):
        raise mixed_rules.unreadable(error) from None
    return _Opened(samples.FORMAT, lambda wish: mixed_rules.scenes(value, wish))
