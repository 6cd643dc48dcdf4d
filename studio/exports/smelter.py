"""A scene of Smelter: a view of the scene's size, and in it a rescaler for each picture, which fits
it into its box as a mix does. Exact.

Inputs and images are registered under the names that stand here; no address is in a scene. Source:
smelter, `tools/schemas/scene.schema.json`.
"""

from __future__ import annotations

from studio.exports.stacking import PICTURE, Item, stacked
from studio.exports.text import as_json
from studio.rules.document import Json, MixedRules

FORMAT, SUFFIX = "smelter", "smelter.json"


def write(name: str, rules: MixedRules) -> str:
    """The body of an update of an output."""
    del name
    root: Json = {
        "type": "view",
        "width": rules.scene.width,
        "height": rules.scene.height,
        "background_color": "#000000FF",
        # What hangs out is cut by the output; a box that does is still that box.
        "overflow": "visible",
        "children": [_rescaler(item) for item in stacked(rules)],
    }
    return as_json({"video": {"root": root}})


def _rescaler(item: Item) -> Json:
    child: Json = {"type": "input_stream", "input_id": item.name}
    if item.type == PICTURE:
        child = {"type": "image", "image_id": item.name}
    return {
        "type": "rescaler",
        "left": item.box.x,
        "top": item.box.y,
        "width": item.box.w,
        "height": item.box.h,
        "mode": "fit",
        "child": child,
    }
