"""OBS collections as OBS 32 writes them: whole files made of what a case is about."""

from __future__ import annotations

import json
from typing import Any


def scene(name: str, *items: dict[str, Any], **more: Any) -> dict[str, Any]:
    settings = {"items": list(items), "custom_size": False, **more.pop("settings", {})}
    return {"id": "scene", "name": name, "uuid": f"uuid-{name}", "settings": settings, **more}


def group(name: str, size: tuple[int, int], *items: dict[str, Any]) -> dict[str, Any]:
    settings = {"items": list(items), "custom_size": True, "cx": size[0], "cy": size[1]}
    return {"id": "group", "name": name, "uuid": f"uuid-{name}", "settings": settings}


def camera(name: str = "camera") -> dict[str, Any]:
    settings = {"is_local_file": False, "input": f"https://live.example.com/{name}.flv"}
    return {"id": "ffmpeg_source", "name": name, "uuid": f"uuid-{name}", "settings": settings}


def still(name: str = "still") -> dict[str, Any]:
    settings = {"file": f"https://pictures.example.com/{name}.png"}
    return {"id": "image_source", "name": name, "uuid": f"uuid-{name}", "settings": settings}


def unbounded(name: str = "camera") -> dict[str, Any]:
    """An item in the corner, as large as what it shows."""
    return item(name, bounds_type=0, pos={"x": 0, "y": 0})


def colour(name: str, width: int, height: int) -> dict[str, Any]:
    settings = {"width": width, "height": height, "color": 4278190335}
    return {"id": "color_source", "name": name, "uuid": f"uuid-{name}", "settings": settings}


def item(name: str = "camera", **more: Any) -> dict[str, Any]:
    """An item with absolute numbers, contained in bounds of 640 × 360 unless told otherwise."""
    return {
        "name": name,
        "source_uuid": f"uuid-{name}",
        "visible": True,
        "rot": 0.0,
        "align": 5,
        "bounds_type": 2,
        "bounds_align": 0,
        "bounds_crop": False,
        "pos": {"x": 100.0, "y": 50.0},
        "scale": {"x": 1.0, "y": 1.0},
        "bounds": {"x": 640.0, "y": 360.0},
        **more,
    }


def relative(row: dict[str, Any], width: float, height: float) -> dict[str, Any]:
    """The same item as OBS 31 and later writes it, in a scene of this size."""
    pos, bounds, scale = row["pos"], row["bounds"], row["scale"]
    return row | {
        "pos_rel": {
            "x": (2 * pos["x"] - width) / height,
            "y": (2 * pos["y"] - height) / height,
        },
        "scale_rel": dict(scale),
        "scale_ref": {"x": width, "y": height},
        "bounds_rel": {"x": 2 * bounds["x"] / height, "y": 2 * bounds["y"] / height},
    }


def collection(
    *sources: dict[str, Any], size: tuple[int, int] | None = (1920, 1080), **more: Any
) -> bytes:
    groups = [row for row in sources if row["id"] == "group"]
    value = {
        "name": "show",
        "sources": [row for row in sources if row["id"] != "group"],
        "groups": groups,
        "version": 2,
        "canvases": [],
        "scene_order": [{"name": row["name"]} for row in sources if row["id"] == "scene"],
        **({"resolution": {"x": size[0], "y": size[1]}} if size else {}),
        **more,
    }
    return json.dumps(value).encode()
