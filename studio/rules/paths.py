"""The places of a MixedRules body, as problems and changes name them."""

from __future__ import annotations

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
