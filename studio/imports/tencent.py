"""Tencent's CommonMixStream, and TRTC's relay and recording, told apart by their lists.

A mix counts in pixels, or below 1 in shares; TRTC in pixels. The two lists of TRTC give other
meanings to one `RenderMode`, so each has a table of its own. Source: tencentcloud-sdk-python,
`live/v20180801/models.py`, `trtc/v20190722/models.py`.
"""

from __future__ import annotations

from studio.imports.drafts import FITS, Draft, Item, finish, sized
from studio.imports.loosely import Fields, fields, items, number, numbered, size_of, text, whole
from studio.imports.rectangles import Rect
from studio.imports.report import ImportedScene, Note, Wish, line
from studio.rules.document import Json

FORMAT = "tencent"
MIX, RELAY, RECORDING = "InputStreamList", "ImageWidth", "Width"
# Inputs of a mix that show nothing of a stream.
CANVAS, SOUND = 3, 4
NO_PICTURE = {CANVAS: "background", SOUND: "sound_only", 2: "not_a_picture", 8: "browser"}
RELAY_FITS = {0: "cover", 1: "contain", 2: "contain"}
RECORDING_FITS = {0: "stretch", 1: "cover", 2: "contain", 3: "cover"}
RECORDING_USUAL = 1

Rows = list[tuple[str, Fields]]


def recognises(content: Json) -> bool:
    rows = items(fields(content).get(MIX))
    return any("LayoutParams" in fields(row) for row in rows) or bool(_panes(content)[1])


def scenes(content: Json, wish: Wish) -> list[ImportedScene]:
    value = fields(content)
    draft = _mix(value, wish) if items(value.get(MIX)) else _trtc(value, wish)
    return [finish(draft)]


def _mix(value: Fields, wish: Wish) -> Draft:
    rows = list(numbered(value.get(MIX), MIX))
    rows.sort(key=lambda row: number(_params(row[1]).get("ImageLayer")))
    (width, height), lines = sized(_background(rows), wish.size, MIX)
    is_cut = bool(whole(fields(value.get("ControlParams")).get("UseMixCropCenter")))
    fit = FITS["cover" if is_cut else "unknown"]
    taken: list[Item] = []
    for path, row in rows:
        code = _unseen(_params(row))
        if code:
            lines.append(line(path, [Note(code)]))
        else:
            taken.append(_input(path, row, (width, height), fit))
    name = text(value.get("MixStreamSessionId"))
    return Draft(name=name, width=width, height=height, items=taken, lines=lines)


def _params(row: Fields) -> Fields:
    return fields(row.get("LayoutParams"))


def _unseen(params: Fields) -> str:
    """Why an input shows no stream; "" where it does."""
    kind = whole(params.get("InputType"))
    return NO_PICTURE[kind] if kind in (CANVAS, SOUND, 2) else ""


def _background(rows: Rows) -> tuple[int, int] | None:
    """The scene is as large as what lies on layer 1, where that is told in pixels."""
    for _, row in rows:
        params = _params(row)
        if whole(params.get("ImageLayer")) == 1:
            return size_of(params.get("ImageWidth"), params.get("ImageHeight"))
    return None


def _input(path: str, row: Fields, scene: tuple[int, int], fit: tuple[Note, ...]) -> Item:
    params = _params(row)
    width, height = scene
    is_whole = whole(params.get("ImageLayer")) == 1 and not number(params.get("ImageWidth"))
    sides = ("LocationX", "LocationY", "ImageWidth", "ImageHeight")
    rect = Rect(
        *(_length(params.get(key), (width, height)[place % 2]) for place, key in enumerate(sides))
    )
    return Item(
        path=path,
        name=text(row.get("InputStreamName")),
        box=Rect(0, 0, width, height) if is_whole else rect,
        notes=(*fit, *_said(row, params), Note("no_address")),
    )


def _said(row: Fields, params: Fields) -> list[Note]:
    notes = []
    if fields(row.get("CropParams")):
        notes.append(Note("cropped"))
    if 0 < number(params.get("LocationY")) < 1:
        notes.append(Note("y_share"))
    if whole(params.get("InputType")) == 8:
        notes.append(Note(NO_PICTURE[8]))
    return notes


def _length(value: Json, side: int) -> float:
    """Pixels, or below 1 a share of the scene's side."""
    found = number(value)
    return found * side if 0 < found < 1 else found


def _panes(content: Json) -> tuple[str, Rows]:
    """The list of TRTC's panes and what tells its kind, by the names of its sizes."""
    value = fields(content)
    holders = {
        "VideoParams.LayoutParams": fields(fields(value.get("VideoParams")).get("LayoutParams")),
        "MixLayoutParams": fields(value.get("MixLayoutParams")),
    }
    for path, holder in holders.items():
        rows = list(numbered(holder.get("MixLayoutList"), f"{path}.MixLayoutList"))
        for kind in (RELAY, RECORDING):
            if any(kind in row for _, row in rows):
                return kind, rows
    return "", []


def _trtc(value: Fields, wish: Wish) -> Draft:
    kind, rows = _panes(value)
    is_relay = kind == RELAY
    rows.sort(key=lambda row: number(row[1].get("ZOrder" if is_relay else "ImageLayer")))
    known = _coded(value)
    (width, height), lines = sized(known, wish.size, "")
    pane = _relayed if is_relay else _recorded
    taken = [pane(path, row) for path, row in rows]
    return Draft(name="", width=width, height=height, items=taken, lines=lines)


def _coded(value: Fields) -> tuple[int, int] | None:
    relay = fields(fields(value.get("VideoParams")).get("VideoEncode"))
    recording = fields(fields(value.get("MixTranscodeParams")).get("VideoParams"))
    row = relay or recording
    return size_of(row.get("Width"), row.get("Height"))


def _relayed(path: str, row: Fields) -> Item:
    user = fields(fields(row.get("UserMediaStream")).get("UserInfo"))
    keys = ("LocationX", "LocationY", "ImageWidth", "ImageHeight")
    fit = RELAY_FITS.get(whole(row.get("RenderMode")), "unknown")
    return _pane(path, text(user.get("UserId")), Rect(*(number(row.get(k)) for k in keys)), fit)


def _recorded(path: str, row: Fields) -> Item:
    keys = ("Left", "Top", "Width", "Height")
    fit = RECORDING_FITS.get(whole(row.get("RenderMode"), RECORDING_USUAL), "unknown")
    return _pane(path, text(row.get("UserId")), Rect(*(number(row.get(k)) for k in keys)), fit)


def _pane(path: str, name: str, box: Rect, fit: str) -> Item:
    return Item(path=path, name=name, box=box, notes=(*FITS[fit], Note("no_address")))
