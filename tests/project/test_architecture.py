"""docs/architecture.md tells the truth: its arrows are imports, its rooms and steps are there."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
DRAWING = PAGE.split("```")[1]
CHAINS = [chain.split(" ─▶ ") for chain in re.findall(r"\w+(?: ─▶ \w+)+", DRAWING)]
ARROWS = sorted({pair for chain in CHAINS for pair in pairwise(chain)})
STEPS = re.findall(r"^\| \d+ \| `([^`]+)` \| `(\w+)`", PAGE, re.MULTILINE)


def sources(room: str) -> list[Path]:
    """The modules of a room, the browser's or the server's."""
    folders = [ROOT / "static" / "editor" / room, ROOT / "studio" / room]
    (folder,) = (folder for folder in folders if folder.is_dir())
    return [path for kind in ("*.js", "*.py") for path in folder.rglob(kind)]


def imports(room: str, other: str) -> bool:
    javascript = rf'(?:from |import\()"\.\./{other}/'
    python = rf"^from studio(?:\.{other}\b| import .*\b{other}\b)"
    named = re.compile(f"{javascript}|{python}", re.MULTILINE)
    return any(named.search(path.read_text(encoding="utf-8")) for path in sources(room))


@pytest.mark.parametrize(("room", "other"), ARROWS)
def test_every_arrow_of_the_drawing_is_an_import_and_none_goes_back(room: str, other: str) -> None:
    assert imports(room, other)
    assert not imports(other, room)


def test_every_room_of_the_studio_is_in_the_drawing() -> None:
    rooms = {path.parent.name for path in (ROOT / "studio").glob("*/__init__.py")}
    assert rooms - set(re.findall(r"\w+", DRAWING)) == set()


@pytest.mark.parametrize(("file", "name"), STEPS)
def test_every_step_of_the_walk_is_there(file: str, name: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    assert re.search(rf"(?:def|class|function|const) {name}\b", text)


def test_the_walk_goes_from_a_gesture_to_the_wire() -> None:
    assert STEPS[0][0].endswith("gestures.js")
    assert STEPS[-1][0].endswith("wire.py")
    assert len(ARROWS) > 10
