"""The places of a MixedRules body, as problems and changes name them."""

from __future__ import annotations

import re

RULES = "MixedRules"
INPUT_LAYOUT = f"{RULES}.InputLayout"
SCENE = f"{INPUT_LAYOUT}.Scene"
LAYOUTS = f"{SCENE}.Layout"
LOGOS = f"{INPUT_LAYOUT}.Logo"
OUTPUT = f"{RULES}.Output"
VIDEO = f"{OUTPUT}.Video"
AUDIO = f"{OUTPUT}.Audio"
CALLBACK = f"{OUTPUT}.Callback"
PUSH_URLS = f"{OUTPUT}.Url"
SOURCES = f"{RULES}.InputSource"


def layout(index: int) -> str:
    return f"{LAYOUTS}[{index}]"


def logo(index: int) -> str:
    return f"{LOGOS}[{index}]"


def source(index: int) -> str:
    return f"{SOURCES}[{index}]"


def push_url(index: int) -> str:
    return f"{PUSH_URLS}[{index}]"


ITEM = re.compile(rf"({re.escape(SOURCES)}|{re.escape(LAYOUTS)}|{re.escape(LOGOS)})\[(\d+)\](.*)")


def item(path: str) -> tuple[str, int, str] | None:
    """The list, the index and the rest of a path into sources, layouts or logos.

    Keys that the API does not name may look like one too: the index can be beyond the list.
    """
    found = ITEM.fullmatch(path)
    return (found[1], int(found[2]), found[3]) if found else None
