"""The pages of the help: the same in both languages, and every link leads somewhere."""

from __future__ import annotations

import re
from html import unescape
from http import HTTPStatus

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from studio.help.contents import FITTING, NAMES, REFERENCES
from studio.help.reading import PAGES, Page, pages, source
from tests.access import Row
from tests.builders import Cast, client_for
from tests.test_chinese import PAGES as PAGES_ASKED
from tests.test_chinese import english

pytestmark = pytest.mark.usefixtures("data")
LANGUAGES = [code for code, _name in settings.LANGUAGES]
WRITTEN = sorted(set(NAMES) - set(REFERENCES))
DRAWINGS = settings.BASE / "static" / "img" / "help"
# As many words as are read on a screen and a half.
MOST_WORDS = 320

every_language = pytest.mark.parametrize("language", LANGUAGES)
every_page = pytest.mark.parametrize("name", NAMES)
every_written = pytest.mark.parametrize("name", WRITTEN)


@every_language
def test_each_concept_is_a_file_of_each_language(language: str) -> None:
    assert sorted(path.stem for path in (PAGES / language).iterdir()) == WRITTEN


@every_written
def test_both_languages_say_the_same_things(name: str) -> None:
    """As many headings, rows, steps, drawings, and the same links in the same order."""
    one, other = (shape(source(name, language)) for language in LANGUAGES)
    assert one == other


def shape(text: str) -> list[str]:
    lines = re.findall(r"^(#+|\||-|\d\.)(?= )|\]\(([^)]+)\)", text, re.MULTILINE)
    return [mark or link for mark, link in lines]


@every_written
def test_none_is_longer_than_is_read(name: str) -> None:
    assert len(source(name, "en").split()) <= MOST_WORDS


@every_language
def test_what_a_page_leads_to_is_there(language: str, cast: Cast) -> None:
    there = pages(language, as_named)
    for page in there.values():
        for named in re.findall(r'(?:href|src)="([^"]+)"', page.html):
            file, _hash, anchor = unescape(named).partition("#")
            stem, _dot, suffix = (file or f"{page.name}.md").rpartition(".")
            if suffix == "md":
                assert not anchor or anchor in anchors(there[stem]), f"{page.name}: {named}"
            else:
                assert file == "openapi.json" or (DRAWINGS / file).is_file(), page.name


def as_named(file: str) -> str:
    return file


def anchors(page: Page) -> list[str]:
    return re.findall(r' id="([^"]+)"', page.html)


@every_language
@every_page
def test_a_page_s_anchors_are_its_own(language: str, name: str) -> None:
    found = anchors(pages(language)[name])
    assert len(found) == len(set(found))


@every_page
def test_no_english_is_left_in_chinese(name: str, cast: Cast) -> None:
    row = Row(name="help-page", method="GET", role=None, status=200, args=lambda _cast: (name,))
    assert list(english(row, cast)) == []


@every_language
def test_all_pages_are_listed_and_read_by_anybody(language: str, cast: Cast) -> None:
    client = Client(headers={"Accept-Language": language})
    listed = client.get(reverse("help")).content.decode()
    for page in pages(language).values():
        address = reverse("help-page", args=[page.name])
        assert f'href="{address}"' in listed
        assert f">{page.title}</h1>" in client.get(address).content.decode()


def test_one_that_is_not_there_is_not_found(cast: Cast) -> None:
    assert client_for(cast.viewer).get(reverse("help-page", args=["weather"])).status_code == 404


@pytest.mark.parametrize("row", [row for row in PAGES_ASKED if row.name in FITTING], ids=str)
def test_a_page_leads_to_what_helps_there(row: Row, cast: Cast) -> None:
    client = client_for(cast.owner) if row.role else Client()
    page = client.get(reverse(row.name, args=row.args(cast)), follow=True).content.decode()
    assert f'href="{reverse("help-page", args=[FITTING[row.name]])}"' in page


# Pages for people without an account have nothing of the studio's; the editor's has all keys in its
# help, and the way to all pages; nothing else fits the first page, or those of the help.
ELSEWHERE = {"shared", "tally-shared", "template-edit", "start", "help", "help-page"}


def test_every_page_has_one_that_fits(cast: Cast) -> None:
    """What is not there, or not yet allowed, leads to all pages, or to what fits its address."""
    without = set()
    for row in PAGES_ASKED:
        client = client_for(cast.owner) if row.role else Client()
        answer = client.get(reverse(row.name, args=row.args(cast)))
        is_page = not answer.streaming and b"<!DOCTYPE html>" in answer.content
        if is_page and answer.status_code == HTTPStatus.OK and row.name not in FITTING:
            without.add(row.name)
    assert without == ELSEWHERE


def test_any_other_leads_to_all_pages(cast: Cast) -> None:
    assert set(FITTING) == {row.name for row in PAGES_ASKED if row.name in FITTING}
    assert set(FITTING.values()) <= set(NAMES)
    missing = client_for(cast.viewer).get("/nowhere/")
    assert missing.status_code == 404
    assert f'href="{reverse("help")}"' in missing.content.decode()


def test_types_of_problems_lead_to_what_they_mean(cast: Cast) -> None:
    """A browser keeps what stands behind the #."""
    answer = client_for(cast.viewer).get(reverse("api-reference"))
    assert answer.headers["Location"] == reverse("help-page", args=["api"])
    assert "invalid" in anchors(pages("en")["api"])
