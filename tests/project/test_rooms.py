"""The law of the rooms: who imports whom in static/editor, what each room says it is, and how much
lies side by side. Python's own law is in pyproject.toml, held by import-linter.
"""

from __future__ import annotations

import ast
import re
import subprocess
from collections import Counter
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "static"
EDITOR = STATIC / "editor"
# A room imports from the floors below its own, and what static/pages shares with every page.
FLOORS = (
    ("main.js",),
    ("controls.js",),
    ("choosing", "tour"),
    ("saving", "panels"),
    ("merging", "stage", "hands"),
    ("server", "acts"),
    ("document",),
    ("geometry", "page"),
    ("pages",),
)
FLOOR = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
IMPORT = re.compile(r"""(?:\bfrom|\bimport|\bimport\()\s*"(\.[^"]+)";?""")
# Rooms of plain values: what stands here is the page's.
PLAIN = ("document", "geometry")
PAGE = re.compile(
    r"\b(document\.(?!js)|window\b|querySelector|addEventListener|HTMLElement|fetch\()"
)
SIDE_BY_SIDE = 25
# Test data, pictures and migrations.
ASIDE = re.compile(r"^tests/vectors/|/migrations/|^static/(img|pictures)/|^docs/")


@cache
def imports() -> dict[Path, set[Path]]:
    """Every module below static/editor and static/pages, and what it imports."""
    modules = [*EDITOR.rglob("*.js"), *(STATIC / "pages").glob("*.js")]
    return {
        module: {(module.parent / name).resolve() for name in IMPORT.findall(module.read_text())}
        for module in modules
    }


def room(module: Path) -> str:
    inside = module.relative_to(EDITOR if module.is_relative_to(EDITOR) else STATIC)
    return inside.parts[0]


def rooms() -> list[Path]:
    return sorted(path for path in EDITOR.iterdir() if path.is_dir())


def kept() -> list[str]:
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    return subprocess.run(
        command, cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.splitlines()


def test_every_import_of_the_editor_leads_down() -> None:
    upward = [
        f"{module.relative_to(STATIC)} imports {other.relative_to(STATIC)}"
        for module, others in imports().items()
        for other in others
        if room(module) != room(other) and FLOOR[room(other)] <= FLOOR[room(module)]
    ]
    assert not upward
    assert sum(map(len, imports().values())) > 300  # they were read


def test_no_modules_import_one_another_in_a_circle() -> None:
    TopologicalSorter(imports()).prepare()


@pytest.mark.parametrize("name", PLAIN)
def test_plain_values_know_no_page(name: str) -> None:
    for module in (EDITOR / name).glob("*.js"):
        lines = module.read_text().splitlines()
        code = [line for line in lines if not re.match(r"\s*(//|/?\*)", line)]
        assert not PAGE.findall("\n".join(code)), module


@pytest.mark.parametrize("path", rooms(), ids=lambda path: path.name)
def test_every_room_of_the_editor_says_what_it_is(path: Path) -> None:
    assert path.name in FLOOR
    lines = (path / "README.md").read_text(encoding="utf-8").strip().splitlines()
    assert 3 <= len(lines) <= 8


def test_every_room_of_the_studio_says_what_it_is_and_names_a_file_to_change() -> None:
    packages = [
        path
        for path in (ROOT / "studio").rglob("__init__.py")
        if not re.search(r"/(migrations|management|templatetags)/", str(path))
    ]
    silent = []
    for path in packages:
        said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        named = re.findall(r"`([\w/]+(?:\.py|/))`", said)
        near = (path.parent, path.parent.parent, ROOT)
        if not any((folder / name).exists() for folder in near for name in named):
            silent.append(str(path.relative_to(ROOT)))
    assert silent == ["studio/__init__.py"]


def test_no_folder_holds_more_than_can_be_looked_over() -> None:
    folders = Counter(str(Path(name).parent) for name in kept() if not ASIDE.search(name))
    full = {name: count for name, count in folders.items() if count > SIDE_BY_SIDE}
    assert not full
