"""A scene collection of OBS Studio with one scene: each picture in bounds that it is scaled into
(type 2), in the middle and whole, as a mix does. Exact.

Places are written twice, as OBS does itself: relative ones, which count from OBS 31 on, and
absolute ones, which count before. Every address is played by a media source, since an image
source reads files alone. Source: obs-studio, `libobs/obs-scene.c`.
"""

from __future__ import annotations

import uuid

from studio.exports.stacking import PICTURE, Item, stacked
from studio.exports.text import as_json
from studio.rules.document import Json, MixedRules, Scene

FORMAT, SUFFIX = "obs", "obs.json"
RELATIVE = 2
FIT, TOP_LEFT, MIDDLE = 2, 5, 0
NAMES = uuid.UUID("0d7f2f0e-2b0e-4d6c-9a3f-2f1d7f4c5a10")


def write(name: str, rules: MixedRules) -> str:
    """The file; `name` is the collection's and its scene's."""
    items = stacked(rules, taken=[name])
    rows: list[Json] = [_item(number, item, rules.scene) for number, item in enumerate(items, 1)]
    scene: Json = {
        "id": "scene",
        "versioned_id": "scene",
        "name": name,
        "uuid": _uuid(name),
        "settings": {"custom_size": False, "id_counter": len(items), "items": rows},
    }
    return as_json(
        {
            "name": name,
            "version": RELATIVE,
            "resolution": {"x": rules.scene.width, "y": rules.scene.height},
            "current_scene": name,
            "current_program_scene": name,
            "scene_order": [{"name": name}],
            "sources": [*map(_source, items), scene],
            "groups": [],
            "transitions": [],
        }
    )


def _source(item: Item) -> Json:
    return {
        "id": "ffmpeg_source",
        "versioned_id": "ffmpeg_source",
        "name": item.name,
        "uuid": _uuid(item.name),
        "settings": {
            "is_local_file": False,
            "input": item.url,
            "looping": item.type == "vod",
            # A picture ends at once, and stays.
            "clear_on_media_end": item.type != PICTURE,
        },
        "enabled": True,
        "muted": item.type == PICTURE,
        "volume": 1.0,
    }


def _item(number: int, item: Item, scene: Scene) -> Json:
    box, width, height = item.box, scene.width, max(1, scene.height)
    return {
        "id": number,
        "name": item.name,
        "source_uuid": _uuid(item.name),
        "visible": True,
        "locked": False,
        "rot": 0.0,
        "align": TOP_LEFT,
        "bounds_type": FIT,
        "bounds_align": MIDDLE,
        "bounds_crop": False,
        "crop_left": 0,
        "crop_top": 0,
        "crop_right": 0,
        "crop_bottom": 0,
        "pos": {"x": float(box.x), "y": float(box.y)},
        "scale": {"x": 1.0, "y": 1.0},
        "bounds": {"x": float(box.w), "y": float(box.h)},
        "pos_rel": {"x": (2 * box.x - width) / height, "y": (2 * box.y - height) / height},
        "scale_rel": {"x": 1.0, "y": 1.0},
        "scale_ref": {"x": float(width), "y": float(height)},
        "bounds_rel": {"x": 2 * box.w / height, "y": 2 * box.h / height},
        "scale_filter": "disable",
        "blend_method": "default",
        "blend_type": "normal",
        "group_item_backup": False,
    }


def _uuid(name: str) -> str:
    """The same for a name each time, so that a file changes only where its layout does."""
    return str(uuid.uuid5(NAMES, name))
