"""A page in Chinese holds no English: names, units, formats and what people wrote excepted.

No blank follows a full-width mark: it brings its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser

import pytest
from django.urls import reverse
from django.utils.translation import gettext, override

from tests.access import Row
from tests.builders import Cast
from tests.catalogues import LOCALE, messages
from tests.test_access import ROWS

pytestmark = pytest.mark.usefixtures("data")
# Three words in a row are a sentence of ours, or somebody's name for a thing.
SENTENCE = re.compile(r"\b[A-Za-z]+(?:[ ’'-]+[a-z]{2,}){2,}\b")
SPOKEN = frozenset({"alt", "aria-label", "placeholder", "title"})
SILENT = frozenset({"script", "style", "code", "pre", "kbd", "textarea"})
PLACE = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w+\}")
# What is said of a thing in both languages.
NAMES = re.compile(r"Mix Studio|[kM]bit/s|kHz|fps|px")
# A full-width mark, and a blank before what follows.
BLANK = re.compile("[，。：；？！] +[^ ]")
# What somebody has called a template, and a task.
WRITTEN = re.compile(r"Thursday talk show|show [a-z0-9]{10}")
PAGES = [row for row in ROWS if row.method == "GET" and not row.for_scripts]


class Spoken(HTMLParser):
    """What of a page is read or heard."""

    def __init__(self) -> None:
        super().__init__()
        self.within: list[tuple[str, bool]] = []
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.within.append((tag, tag in SILENT or ("lang", "en") in attributes))
        self.said += [value or "" for name, value in attributes if name in SPOKEN]

    def handle_endtag(self, tag: str) -> None:
        while any(tag == one for one, _silent in self.within) and self.within.pop()[0] != tag:
            """What is never closed ends with what it lies in."""

    def handle_data(self, text: str) -> None:
        if not any(silent for _tag, silent in self.within):
            self.said.append(" ".join(text.split()))


@cache
def source_strings() -> re.Pattern[str]:
    """Each string that is another one in Chinese, with anything in its places."""
    catalogue = (LOCALE / "zh_Hans/LC_MESSAGES/django.po").read_text(encoding="utf-8")
    with override("zh-hans"):
        others = {key for key in messages(catalogue) if key != gettext(key) or " " in key}
    parts = [PLACE.split(" ".join(key.split())) for key in others]
    spoken = [each for each in parts if re.search("[A-Za-z]{2}", NAMES.sub("", "".join(each)))]
    return re.compile("|".join(".+".join(map(re.escape, each)) for each in spoken))


def said(row: Row, cast: Cast) -> list[str]:
    address = reverse(row.name, args=row.args(cast))
    client = row.client(cast.owner, cast)
    answer = client.get(address, headers={"Accept-Language": "zh-hans"}, follow=True)
    if not answer.headers["Content-Type"].startswith("text/html"):
        return []
    page = Spoken()
    page.feed(answer.content.decode())
    return page.said


def english(row: Row, cast: Cast) -> Iterator[str]:
    for text in (WRITTEN.sub("", each) for each in said(row, cast)):
        if SENTENCE.search(text) or source_strings().fullmatch(text):
            yield f"{row}: {text}"


@pytest.mark.parametrize("row", PAGES, ids=str)
def test_no_english_is_left(row: Row, cast: Cast) -> None:
    assert list(english(row, cast)) == []


@pytest.mark.parametrize("row", PAGES, ids=str)
def test_no_blank_follows_a_full_width_mark(row: Row, cast: Cast) -> None:
    assert [text for text in said(row, cast) if BLANK.search(text)] == []
