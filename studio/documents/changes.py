"""What one document changes of another, in the sentences a crew reads.

A source is told with its box, as it is seen, wherever IDs and layers are unique. No address is
ever whole: it may be signed, and a push address holds a key.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from studio.documents import changewords as words
from studio.documents.naming import logo_name
from studio.rules import paths
from studio.rules.diff import Change, Kind, diff
from studio.rules.document import MixedRules
from studio.rules.geometry import Box

# What a person reads first.
ORDER = (paths.SOURCES, paths.LAYOUTS, paths.LOGOS, paths.SCENE, paths.OUTPUT)
SCENE_SIZE = (f"{paths.SCENE}.Height", f"{paths.SCENE}.Width")


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """One sentence. `path` is in the later document, of what is gone in the earlier."""

    text: str
    kind: Kind
    path: str


def sentences(before: MixedRules, after: MixedRules) -> list[Said]:
    """What `after` changes: sources, logos, scene, output. Empty only for equal documents."""
    changes = diff(before, after)
    said = [*_scene(before, after)]
    if _is_joined(before) and _is_joined(after):
        said += _sources(before, after)
        changes = list(_without_seen(changes, before, after))
    for change in changes:
        said += _told(change, before, after)
    return sorted(said, key=_rank)


def _rank(said: Said) -> int:
    starts = [place for place, start in enumerate(ORDER) if said.path.startswith(start)]
    return starts[0] if starts else len(ORDER)


# --- What is seen: the scene, and sources in their boxes ------------------------------------


def _scene(before: MixedRules, after: MixedRules) -> Iterator[Said]:
    old, new = before.scene.box, after.scene.box
    if old != new:
        yield Said(text=words.scene(old, new), kind="changed", path=paths.SCENE)


def _is_joined(rules: MixedRules) -> bool:
    """Whether it is plain which source is which, and in which box."""
    ids = [source.id for source in rules.sources]
    layers = [source.layer for source in rules.sources]
    boxes = [layout.layer for layout in rules.scene.layouts]
    return all(len(set(each)) == len(each) for each in (ids, layers, boxes))


def _sources(before: MixedRules, after: MixedRules) -> Iterator[Said]:
    """Those that come, those that stay elsewhere, those that go."""
    known = {source.id: source for source in before.sources}
    old_boxes, boxes = _boxes(before), _boxes(after)
    for index, source in enumerate(after.sources):
        path, box = paths.source(index), boxes.get(source.layer)
        old = known.pop(source.id, None)
        if old is None:
            text = words.comes_in(source.id, box, source.layer)
            yield Said(text=text, kind="added", path=path)
        else:
            yield from _placed(source.id, path, old_boxes.get(old.layer), box)
    for index, source in enumerate(before.sources):
        if source.id in known:
            text = words.goes_out(source.id)
            yield Said(text=text, kind="removed", path=paths.source(index))


def _boxes(rules: MixedRules) -> dict[int, Box]:
    return {layout.layer: layout.box for layout in rules.scene.layouts}


def _placed(name: str, path: str, before: Box | None, after: Box | None) -> Iterator[Said]:
    if before != after:
        moved = before and after and (before.w, before.h) == (after.w, after.h)
        text = words.placed(name, before, after)
        yield Said(text=text, kind="moved" if moved else "changed", path=path)


def _without_seen(
    changes: Iterable[Change], before: MixedRules, after: MixedRules
) -> Iterator[Change]:
    """All but what `_sources` tells: a whole source that comes or goes, and the box of any."""
    old, new = _boxed(before), _boxed(after)
    for change in changes:
        items, index, rest = paths.item(change.path) or ("", 0, "")
        boxed = old if change.kind == "removed" else new
        is_box = items == paths.LAYOUTS and index in boxed
        if rest or not (is_box or items == paths.SOURCES):
            yield change


def _boxed(rules: MixedRules) -> set[int]:
    """The layouts that a source is in, by index."""
    layers = {source.layer for source in rules.sources}
    return {index for index, row in enumerate(rules.scene.layouts) if row.layer in layers}


# --- Everything else, change by change ------------------------------------------------------


def _told(change: Change, before: MixedRules, after: MixedRules) -> Iterator[Said]:
    if change.path in SCENE_SIZE:
        return
    logos = change.before or change.after
    if change.path == paths.LOGOS and change.kind != "moved" and isinstance(logos, list) and logos:
        yield from _every_logo(change.kind, before if change.before else after)
        return
    text = _text(change, before, after)
    yield Said(text=text, kind=change.kind, path=change.path)


def _every_logo(kind: Kind, rules: MixedRules) -> Iterator[Said]:
    """The list itself came or went, and every logo with it."""
    for index, logo in enumerate(rules.logos or ()):
        name = logo_name(logo.url, index)
        text = words.goes_out(name) if kind == "removed" else words.comes_in(name, logo.box)
        yield Said(text=text, kind=kind, path=paths.logo(index))


def _text(change: Change, before: MixedRules, after: MixedRules) -> str:
    items, index, rest = paths.item(change.path) or ("", 0, "")
    is_whole = bool(items) and not rest
    name = words.name(change.path, before if is_whole and change.kind == "removed" else after)
    if is_whole and change.kind == "added":
        return words.comes_in(name, words.box_in(change.after))
    if is_whole and change.kind == "removed":
        return words.goes_out(name)
    old, new = words.box_in(change.before), words.box_in(change.after)
    if items and old and new:
        return words.placed(name, old, new)
    if change.path == paths.LOGOS and change.kind == "moved":
        urls = [logo.url for logo in after.logos or ()]
        return words.stacking([logo_name(url, index) for index, url in enumerate(urls)])
    if items == paths.LOGOS and rest == ".Url":
        return words.another_logo(logo_name(str(change.before), index), name, change.after)
    return words.field(change, name)
