"""OBS Studio's scene collections: `sources` and `groups` by name or UUID, scenes with items.

Groups and nested scenes are followed to what they show, where it is drawn in the scene; the flat
copies that OBS keeps of a group's items for old versions are passed over, as OBS does.
Source: obs-studio, `libobs/obs-scene.c` and `frontend/widgets/OBSBasic_SceneCollections.cpp`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from studio.imports.drafts import Draft, Item, finish, sized
from studio.imports.loosely import Fields, fields, items, numbered, size_of, text, whole
from studio.imports.measures import ASSUMED_SIZE, Measure
from studio.imports.obs_items import SAME, Drawn, Holder, Shown, drawn, lost
from studio.imports.obs_sources import is_sound, measured, seat
from studio.imports.rectangles import Rect, contained
from studio.imports.report import ImportedScene, Line, Note, Wish, line
from studio.rules.document import Json

FORMAT = "obs"
MAIN_CANVAS = "6c69626f-6273-4c00-9d88-c5136d61696e"
ABSOLUTE = 1
# Of a collection, and of scenes within scenes: more than any show has.
MAX_ITEMS = 2000
MAX_NESTING = 8


def recognises(content: Json) -> bool:
    value = fields(content)
    rows = [row for row in items(value.get("sources")) if isinstance(row, dict)]
    return any(text(row.get("id")) in ("scene", "group") for row in rows)


def scenes(content: Json, wish: Wish) -> list[ImportedScene]:
    collection = _Collection.of(fields(content), wish)
    return [finish(collection.draft(path, scene)) for path, scene in collection.in_order()]


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where a scene within a scene is drawn: `part` of it, in its pixels, as `picture`."""

    part: Rect
    picture: Rect
    seen: Rect
    notes: tuple[Note, ...]
    is_nested: bool = True


@dataclass(slots=True)
class _Found:
    """What was met in one scene so far, bottom first."""

    items: list[Item] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    def leave(self, path: str, code: str, **params: int) -> None:
        self.lines.append(line(path, [Note(code, params)]))


@dataclass(slots=True)
class _Collection:
    sources: dict[str, tuple[str, Fields]]
    names: dict[str, tuple[str, Fields]]
    canvas: tuple[int, int]
    is_absolute: bool
    is_sized: bool
    order: list[str]
    wish: Wish
    left: int = MAX_ITEMS

    @classmethod
    def of(cls, value: Fields, wish: Wish) -> _Collection:
        rows = [
            *numbered(value.get("sources"), "sources"),
            *numbered(value.get("groups"), "groups"),
        ]
        resolution = fields(value.get("resolution"))
        size = size_of(resolution.get("x"), resolution.get("y"))
        return cls(
            sources={text(row.get("uuid")): (path, row) for path, row in rows if row.get("uuid")},
            names={text(row.get("name")): (path, row) for path, row in rows},
            canvas=size or wish.size or ASSUMED_SIZE,
            is_absolute=whole(value.get("version")) == ABSOLUTE,
            is_sized=size is not None,
            order=[text(row.get("name")) for _, row in numbered(value.get("scene_order"), "")],
            wish=wish,
        )

    def in_order(self) -> list[tuple[str, Fields]]:
        """The scenes as OBS lists them; others after."""
        places = {name: place for place, name in reversed(list(enumerate(self.order)))}
        found = [row for row in self.names.values() if row[1].get("id") == "scene"]
        return sorted(found, key=lambda row: places.get(text(row[1].get("name")), len(places)))

    def draft(self, path: str, scene: Fields) -> Draft:
        size, said = self._size_said(path, scene)
        found = _Found(lines=list(said))
        whole_scene = Rect(0, 0, *size)
        frame = _Frame(whole_scene, whole_scene, whole_scene, (), is_nested=False)
        self._follow(found, path, scene, frame, (path,))
        return Draft(
            name=text(scene.get("name")),
            width=size[0],
            height=size[1],
            items=found.items,
            lines=found.lines,
        )

    def _size_said(self, path: str, scene: Fields) -> tuple[tuple[int, int], list[Line]]:
        known = self.canvas if _is_on_main(scene) and self.is_sized else None
        return sized(_own_size(scene) or known, self.wish.size, path)

    def _size(self, scene: Fields) -> tuple[int, int]:
        if _is_on_main(scene):
            return _own_size(scene) or self.canvas
        return _own_size(scene) or self.wish.size or ASSUMED_SIZE

    def _follow(
        self, found: _Found, path: str, scene: Fields, frame: _Frame, above: tuple[str, ...]
    ) -> None:
        """Everything a scene or group shows, bottom first, as drawn in the outermost scene."""
        holder = self._holder(scene)
        for place, item in numbered(fields(scene.get("settings")).get("items"), ""):
            where = f"{path}.settings.items{place}"
            if item.get("group_item_backup") is True:
                continue
            self.left -= 1
            if self.left < 0:
                found.leave(where, "too_many_items", max=MAX_ITEMS)
                return
            self._item(found, where, item, (holder, frame, above))

    def _holder(self, scene: Fields) -> Holder:
        is_group = scene.get("id") == "group"
        width, height = self.canvas if is_group else self._size(scene)
        return Holder(width=width, height=height, is_absolute=self.is_absolute, is_group=is_group)

    def _item(
        self,
        found: _Found,
        path: str,
        item: Fields,
        around: tuple[Holder, _Frame, tuple[str, ...]],
    ) -> None:
        holder, frame, above = around
        known = self.sources.get(text(item.get("source_uuid")))
        known = known or self.names.get(text(item.get("name")))
        if known is None:
            found.leave(path, "no_source")
            return
        where, source = known
        if item.get("visible") is False or is_sound(source):
            found.leave(path, "hidden" if item.get("visible") is False else "sound_only")
            return
        shown = self._shown(source)
        place = drawn(item, shown, holder)
        if place is None:
            found.leave(path, "no_place")
        elif not shown.is_scene:
            found.items.append(_seen(path, item, source, (shown, place, frame)))
        elif where in above or len(above) == MAX_NESTING:
            code = "nested_in_itself" if where in above else "too_deep"
            found.leave(path, code, max=MAX_NESTING)
        else:
            self._follow(found, where, source, _inner(place, frame), (*above, where))

    def _shown(self, source: Fields) -> Shown:
        name = text(source.get("name"))
        if source.get("id") in ("scene", "group"):
            return Shown(name=name, measure=Measure(self._size(source), "file"), is_scene=True)
        size = measured(source)
        known = Measure(size, "file") if size else self.wish.measures.of(name, seat(source).url)
        return Shown(name=name, measure=known)


def _is_on_main(scene: Fields) -> bool:
    """Whether a scene has the collection's size; that of other canvases is in no file."""
    return text(scene.get("canvas_uuid")) in ("", MAIN_CANVAS)


def _own_size(scene: Fields) -> tuple[int, int] | None:
    """A scene's own size, in pixels; None where it has the canvas's."""
    settings = fields(scene.get("settings"))
    if settings.get("custom_size") is not True:
        return None
    return size_of(settings.get("cx"), settings.get("cy"))


def _inner(place: Drawn, frame: _Frame) -> _Frame:
    picture = place.picture.mapped(frame.part, frame.picture)
    seen = place.seen.mapped(frame.part, frame.picture).clipped(frame.seen)
    return _Frame(place.part, picture, seen, (*frame.notes, *place.notes))


def _seen(path: str, item: Fields, source: Fields, shown_at: tuple[Shown, Drawn, _Frame]) -> Item:
    """An item as it is drawn in the outermost scene, and cut by the scenes around it."""
    shown, place, frame = shown_at
    notes = [*frame.notes, *lost(place, shown)]
    picture = place.seen.mapped(frame.part, frame.picture)
    box = place.box.mapped(frame.part, frame.picture)
    shape = contained(place.seen.w, place.seen.h, picture)
    if picture.is_drawn and shape.away(picture) > SAME:
        notes.append(Note("stretched"))
    if box.clipped(frame.seen).away(box) > SAME and frame.is_nested:
        notes.append(Note("cut"))
        box = picture = box.clipped(frame.seen)
    type_, url, said = seat(source)
    by_measure = shown.measure.is_known or place.is_by_measure
    return Item(
        path=path,
        name=shown.name,
        box=box,
        type=type_,
        url=url,
        picture=picture if by_measure else None,
        size=shown.size if by_measure else None,
        notes=(*notes, *said),
    )
