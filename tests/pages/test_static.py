"""Collected files: hashed names throughout, so that a cache never mixes two versions."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import Settings

IMPORT = re.compile(r"""(?:\bfrom\s*|^\s*import\s*|\bimport\()["']([^"']+)["']""", re.MULTILINE)
HASHED = re.compile(r"\.[0-9a-f]{12}\.(js|css|svg)$")


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("static")


@pytest.fixture
def hashed(collected: Path, settings: Settings) -> dict[str, str]:
    """Every file's plain name and its hashed one."""
    settings.STATIC_ROOT = collected
    if not (collected / "staticfiles.json").exists():
        call_command("collectstatic", interactive=False, verbosity=0)
    paths: dict[str, str] = json.loads((collected / "staticfiles.json").read_text())["paths"]
    return paths


def test_every_module_and_style_has_a_hashed_name(hashed: dict[str, str]) -> None:
    ours = [name for name in hashed if name.startswith(("editor/", "pages/", "css/"))]
    assert {"editor/main.js", "pages/page.js", "css/studio.css"} <= set(ours)
    assert [name for name in ours if not HASHED.search(hashed[name])] == []


def test_a_page_s_module_brings_all_it_imports(hashed: dict[str, str], collected: Path) -> None:
    modules = [name for name in hashed if name.startswith(("editor/", "pages/"))]
    assert "editor/document/store.js" not in modules
    assert "class Stage" in (collected / hashed["editor/main.js"]).read_text()
    imports = {
        (module, target)
        for module in modules
        for target in IMPORT.findall((collected / hashed[module]).read_text())
    }
    assert {pair for pair in imports if not HASHED.search(pair[1])} == set()
    assert {module for module, _target in imports} == {"editor/main.js"}  # while it runs


def test_of_htmx_only_version_2_is_served(hashed: dict[str, str]) -> None:
    served = {Path(name).name for name in hashed if name.startswith("django_htmx/")}
    assert "htmx-2.min.js" in served
    assert not {name for name in served if "-4." in name or name.startswith("hx-")}


def test_what_is_served_has_no_comments_and_no_indents(
    hashed: dict[str, str], collected: Path
) -> None:
    module = (collected / hashed["editor/main.js"]).read_text()
    assert "class Store" in module
    assert "// " not in module
    assert "\n  " not in module


def test_style_sheets_that_import_others_are_served_as_one_file(
    hashed: dict[str, str], collected: Path
) -> None:
    for name, own in (("css/studio.css", ".btn"), ("css/editor.css", "[data-handle]")):
        sheet = (collected / hashed[name]).read_text()
        assert "@import" not in sheet
        assert own in sheet
        assert "/*" not in sheet
