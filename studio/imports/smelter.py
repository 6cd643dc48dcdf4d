"""Smelter's scenes: a tree of views and rescalers, in pixels from any edge of the parent.

A child with an edge is absolute; the others flow in a row or column, those without a size sharing
what is left. Later children lie above. Source: smelter, `tools/schemas/scene.schema.json`.
"""

from __future__ import annotations

from collections.abc import Iterator

from studio.imports.addresses import seat_of
from studio.imports.drafts import FITS, Draft, Item, finish, of_measure, sized
from studio.imports.loosely import Fields, fields, number, numbered, size_of, text
from studio.imports.measures import Measures
from studio.imports.rectangles import Rect, contained
from studio.imports.report import ImportedScene, Line, Note, Wish, line
from studio.rules.document import Json

FORMAT = "smelter"
SHARES = {"left": 0.0, "top": 0.0, "center": 0.5, "right": 1.0, "bottom": 1.0}
PICTURES = ("input_stream", "image")
# What a view or rescaler may have that a mix can't draw.
DECORATION = ("border_width", "border_radius", "rotation")


def recognises(content: Json) -> bool:
    return "type" in _root(content)


def _root(content: Json) -> Fields:
    """The tree of an update, or of a new output's first scene."""
    video = fields(fields(content).get("video"))
    return fields(video.get("root")) or fields(fields(video.get("initial")).get("root"))


def scenes(content: Json, wish: Wish) -> list[ImportedScene]:
    resolution = fields(fields(fields(content).get("video")).get("resolution"))
    # An update has none; a root with a size of its own has that of the output it is for.
    known = next(
        (
            size
            for sized_by in (resolution, _root(content))
            if (size := size_of(sized_by.get("width"), sized_by.get("height")))
        ),
        None,
    )
    (width, height), lines = sized(known, wish.size, "video.resolution")
    taken: list[Item] = []
    for found in _drawn("root", _root(content), Rect(0, 0, width, height), wish.measures):
        if isinstance(found, Item):
            taken.append(found)
        else:
            lines.append(found)
    return [finish(Draft(name="", width=width, height=height, items=taken, lines=lines))]


def _drawn(path: str, node: Fields, frame: Rect, sizes: Measures) -> Iterator[Item | Line]:
    """What a node draws in its frame, bottom first. The reader of JSON bounds the depth."""
    kind = text(node.get("type"))
    if kind == "view":
        for where, child, place in _children(path, node, frame):
            yield from _within(_drawn(where, child, place, sizes), node, frame)
    elif kind == "rescaler":
        yield from _within(_rescaled(f"{path}.child", node, frame, sizes), node, frame)
    elif kind in PICTURES:
        name = _name(node)
        measure = sizes.of(name)
        yield _item(path, node, Rect(frame.x, frame.y, *measure.size), of_measure(name, measure))
    else:
        yield line(path, [Note("not_a_picture")])


def _within(drawn: Iterator[Item | Line], node: Fields, frame: Rect) -> Iterator[Item | Line]:
    """Cut by what holds it, unless that lets it hang out; what else it does is told."""
    is_open = node.get("overflow") == "visible"
    notes = [Note("decorated")] if any(number(node.get(key)) for key in DECORATION) else []
    for found in drawn:
        if isinstance(found, Line):
            yield found
            continue
        box = found.box if is_open else found.box.clipped(frame)
        is_cut = box.away(found.box) > 0.5
        cut = [Note("cut")] if is_cut else []
        yield Item(
            path=found.path,
            name=found.name,
            box=box,
            type=found.type,
            url=found.url,
            notes=(*notes, *cut, *found.notes),
        )


def _rescaled(path: str, node: Fields, frame: Rect, sizes: Measures) -> Iterator[Item | Line]:
    """A picture scaled into a box; in the middle and whole it is just what a mix does."""
    child = fields(node.get("child"))
    x, y = (SHARES.get(text(node.get(f"{way}_align")), 0.5) for way in ("horizontal", "vertical"))
    is_filled = node.get("mode") == "fill"
    if text(child.get("type")) not in PICTURES:
        yield from _drawn(path, child, frame, sizes)
    elif is_filled or (x, y) == (0.5, 0.5):
        yield _item(path, child, frame, FITS["cover" if is_filled else "contain"])
    else:
        name = _name(child)
        measure = sizes.of(name)
        box = contained(*measure.size, frame, x, y) if frame.is_drawn else frame
        yield _item(path, child, box, of_measure(name, measure))


def _is_image(node: Fields) -> bool:
    return node.get("type") == "image"


def _name(node: Fields) -> str:
    return text(node.get("image_id" if _is_image(node) else "input_id"))


def _item(path: str, node: Fields, box: Rect, notes: tuple[Note, ...]) -> Item:
    seat = seat_of("", "pic" if _is_image(node) else "live")
    return Item(path=path, name=_name(node), box=box, type=seat.type, notes=(*notes, *seat.notes))


def _children(path: str, node: Fields, frame: Rect) -> Iterator[tuple[str, Fields, Rect]]:
    """Each child with its place, in the order of the file."""
    rows = list(numbered(node.get("children"), f"{path}.children"))
    flowing = [row for row in rows if not _is_absolute(row[1])]
    places = dict(zip((where for where, _ in flowing), _flow(node, flowing, frame), strict=True))
    for where, child in rows:
        yield where, child, places.get(where) or _absolute(child, frame)


def _is_absolute(child: Fields) -> bool:
    return any(child.get(edge) is not None for edge in ("top", "left", "bottom", "right"))


def _absolute(child: Fields, frame: Rect) -> Rect:
    w, h = number(child.get("width"), frame.w), number(child.get("height"), frame.h)
    x, y = frame.x + number(child.get("left")), frame.y + number(child.get("top"))
    if child.get("right") is not None:
        x = frame.right - number(child.get("right")) - w
    if child.get("bottom") is not None:
        y = frame.bottom - number(child.get("bottom")) - h
    return Rect(x, y, w, h)


def _flow(node: Fields, rows: list[tuple[str, Fields]], frame: Rect) -> Iterator[Rect]:
    is_column = node.get("direction") == "column"
    key, other = ("height", "width") if is_column else ("width", "height")
    along = frame.h if is_column else frame.w
    given = [number(child.get(key)) for _, child in rows]
    shares = given.count(0.0)
    left = max(0.0, along - sum(given)) / shares if shares else 0.0
    start = 0.0
    for (_, child), side in zip(rows, given, strict=True):
        length = side or left
        across = number(child.get(other)) or (frame.w if is_column else frame.h)
        if is_column:
            yield Rect(frame.x, frame.y + start, across, length)
        else:
            yield Rect(frame.x + start, frame.y, length, across)
        start += length
