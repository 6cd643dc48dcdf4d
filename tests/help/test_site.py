"""The help as files: all pages in every language, and nothing missing beside them."""

from __future__ import annotations

import json
import re
from html import unescape
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from studio.help.contents import NAMES
from studio.help.finding import AFTER, BEFORE, LEAST
from tests.help.test_pages import LANGUAGES


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("help") / "site"
    said = StringIO()
    call_command("help_site", folder, stdout=said)
    assert said.getvalue() == f"{len(LANGUAGES) * (len(NAMES) + 1)} pages in {folder}\n"
    return folder


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_a_file_and_what_it_names_lies_beside_it(site: Path, language: str) -> None:
    files = {path.stem: path for path in (site / language).glob("*.html")}
    assert set(files) == {*NAMES, "index"}
    for path in (*files.values(), site / "index.html"):
        for address in re.findall(r'(?:href|src)="([^"#]+)', path.read_text(encoding="utf-8")):
            assert (path.parent / unescape(address)).is_file(), f"{path.name}: {address}"
    assert f'<html lang="{language}">' in files["takes"].read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_searched_leads_to_what_is_there(site: Path, language: str) -> None:
    text = (site / language / "sections.js").read_text(encoding="utf-8")
    said = dict(re.findall(r"^globalThis\.(\w+) = (.*);$", text, re.MULTILINE))
    assert json.loads(said["searching"]) == {"least": LEAST, "before": BEFORE, "after": AFTER}
    sections = json.loads(said["sections"])
    assert {each["address"].partition(".")[0] for each in sections} == set(NAMES)
    for each in sections:
        file, _hash, anchor = each["address"].partition("#")
        page = (site / language / file).read_text(encoding="utf-8")
        assert not anchor or f'id="{anchor}"' in unescape(page)


def test_a_folder_that_can_t_be_written_is_told(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(CommandError, match="could not be written"):
        call_command("help_site", file)
