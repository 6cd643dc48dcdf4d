"""vMix: a preset (`.vmix`), the state its API answers, and a layout (`.vMixLayout`).

Each input with layers is a scene. A layer's width is zoom × the scene's; pan moves its middle, ±1
onto the edge, up where it is positive. Checked against vmix-rs's rows of vMix 27 at 1920×1080.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from studio.imports.drafts import FITS, Draft, Item, finish, sized
from studio.imports.loosely import number, size_of
from studio.imports.rectangles import Rect
from studio.imports.report import ImportedScene, Line, Note, NotReadable, Wish, line
from studio.imports.safe_xml import Element, parse

FORMAT = "vmix"
LAYERS = 10
# Inputs that are a plain background.
PLAIN = ("Blank", "Colour", "Color")
SIZE = re.compile(r"(\d{2,5})\s*[x×,]\s*(\d{2,5})")
# More than vMix holds.
MAX_INPUTS = 1000
# Two zooms nearer than this keep a picture's shape.
SAME = 0.001


class _Layer(NamedTuple):
    """One layer of an input: where in the file, what it shows, and how."""

    path: str
    name: str
    position: Mapping[str, str]
    notes: tuple[Note, ...] = ()


def recognises(root: Element) -> bool:
    return root.tag in ("vmix", "XML", "ArrayOfMatrixPosition")


def scenes(root: Element, wish: Wish) -> list[ImportedScene]:
    if root.tag == "ArrayOfMatrixPosition":
        rows = [("layout", _of_layout(root))]
    else:
        rows = list(_of_state(root) if root.tag == "vmix" else _of_preset(root))
    size = _size(root)
    return [finish(_draft(name, layers, size, wish)) for name, layers in rows if layers]


def _size(root: Element) -> tuple[int, int] | None:
    """The output's size, which only a preset has."""
    for element in root.everywhere():
        if element.tag in ("OutputFormat", "OutputSize", "Size"):
            found = SIZE.search(" ".join([element.text, *element.attributes.values()]))
            if found:
                return size_of(found[1], found[2])
    return None


def _of_state(root: Element) -> Iterator[tuple[str, list[_Layer]]]:
    inputs = [row for rows in root.named("inputs") for row in rows.named("input")][:MAX_INPUTS]
    titles = {row.attributes.get("key", ""): _title(row) for row in inputs}
    for place, row in enumerate(inputs):
        path = f"inputs.input[{place}]"
        rows = sorted(row.named("overlay")[:LAYERS], key=_index)
        layers = [
            _overlay(f"{path}.overlay[{place}]", layer, titles) for place, layer in enumerate(rows)
        ]
        if layers:
            yield _title(row), [*_base(path, row, {}), *layers]


def _index(overlay: Element) -> float:
    return number(overlay.attributes.get("index"))


def _title(row: Element) -> str:
    attributes = row.attributes
    keys = ("title", "Title", "OriginalTitle", "shortTitle")
    return next((attributes[key] for key in keys if attributes.get(key)), "")


def _overlay(path: str, overlay: Element, titles: Mapping[str, str]) -> _Layer:
    name = titles.get(overlay.attributes.get("key", ""), "")
    position = next((row.attributes for row in overlay.named("position")), {})
    crop = next((row.attributes for row in overlay.named("crop")), {})
    whole = {"X1": 0.0, "Y1": 0.0, "X2": 1.0, "Y2": 1.0}
    is_cut = any(number(crop.get(key), edge) != edge for key, edge in whole.items())
    return _Layer(path, name, position, (Note("cropped"),) if is_cut else ())


def _base(path: str, row: Element, position: Mapping[str, str]) -> list[_Layer]:
    """The input itself, below its layers; a plain one is background."""
    kind = row.attributes.get("type") or row.attributes.get("Type", "")
    notes = (Note("background"),) if kind in PLAIN else ()
    return [_Layer(path, _title(row), position, notes)]


def _of_preset(root: Element) -> Iterator[tuple[str, list[_Layer]]]:
    inputs = [row for row in root.everywhere() if row.tag == "Input"][:MAX_INPUTS]
    titles = {row.attributes.get("Key", ""): _title(row) for row in inputs}
    for place, row in enumerate(inputs):
        path = f"Input[{place}]"
        positions = _positions(row.attributes.get("Positions", ""))
        keys = {index: row.attributes.get(f"Overlay{index}", "") for index in range(LAYERS)}
        layers = [
            _Layer(f"{path}.Overlay{index}", titles.get(key, ""), *_at(positions, index + 1))
            for index, key in keys.items()
            if key
        ]
        if layers:
            own, _ = _at(positions, 0)
            yield _title(row), [*_base(path, row, own), *layers]


def _positions(text: str) -> list[Element]:
    """The matrix positions that a preset keeps as escaped XML; none where it can't be read."""
    try:
        return parse(text.encode()).named("MatrixPosition")
    except NotReadable:
        return []


def _of_layout(root: Element) -> list[_Layer]:
    positions = root.named("MatrixPosition")[: LAYERS + 1]
    return [
        _Layer(f"MatrixPosition[{place}]", f"layer {place}", *_at(positions, place))
        for place in range(len(positions))
    ]


def _at(positions: list[Element], place: int) -> tuple[dict[str, str], tuple[Note, ...]]:
    """The numbers of one position, by the names the state gives them."""
    if place >= len(positions):
        return {}, ()
    row = positions[place]
    zooms = {axis: str(_zoom(row, axis)) for axis in "XY"}
    told = {
        "hidden": row.value("Hidden").lower() == "true",
        "rotated": bool(number(row.value("Rotate"))),
        "mirrored": row.value("Mirror").lower() in ("true", "horizontal", "vertical"),
        "nested_transform": _is_moved(row),
    }
    numbers = {
        "panX": row.value("PanX"),
        "panY": row.value("PanY"),
        "zoomX": zooms["X"],
        "zoomY": zooms["Y"],
    }
    return numbers, tuple(Note(code) for code, so in told.items() if so)


def _zoom(row: Element, axis: str) -> float:
    return number(row.value(f"Zoom{axis}"), 1) * number(row.value(f"PostZoom{axis}"), 1)


def _is_moved(row: Element) -> bool:
    nested = row.named("MultiplyPosition")
    return any(
        number(inner.value(f"Zoom{axis}"), 1) != 1 or number(inner.value(f"Pan{axis}"))
        for inner in nested
        for axis in "XY"
    )


def _draft(name: str, layers: list[_Layer], known: tuple[int, int] | None, wish: Wish) -> Draft:
    (width, height), lines = sized(known, wish.size, "")
    drawn: list[Item] = []
    for layer in layers:
        if any(note.code in ("hidden", "background") for note in layer.notes):
            lines.append(_left(layer))
        else:
            drawn.append(_item(layer, width, height))
    return Draft(name=name, width=width, height=height, items=drawn, lines=lines)


def _left(layer: _Layer) -> Line:
    return line(layer.path, layer.notes)


def _item(layer: _Layer, width: int, height: int) -> Item:
    position = layer.position
    zoom_x, zoom_y = (number(position.get(key), 1) for key in ("zoomX", "zoomY"))
    is_even = abs(zoom_x - zoom_y) < SAME
    return Item(
        path=layer.path,
        name=layer.name,
        box=_pixels(position) or _panned(position, (zoom_x, zoom_y), width, height),
        notes=(*layer.notes, *FITS["contain" if is_even else "stretch"], Note("no_address")),
    )


def _pixels(position: Mapping[str, str]) -> Rect | None:
    if not {"x", "y", "width", "height"} <= position.keys():
        return None
    return Rect(*(number(position[key]) for key in ("x", "y", "width", "height")))


def _panned(
    position: Mapping[str, str], zooms: tuple[float, float], width: int, height: int
) -> Rect:
    w, h = abs(zooms[0]) * width, abs(zooms[1]) * height
    x = width / 2 * (1 + number(position.get("panX")))
    y = height / 2 * (1 - number(position.get("panY")))
    return Rect(x - w / 2, y - h / 2, w, h)
