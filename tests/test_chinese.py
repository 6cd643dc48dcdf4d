"""A page in Chinese holds no English: names, units, formats and what people wrote excepted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from django.urls import reverse

from tests.access import Row
from tests.builders import Cast
from tests.test_access import ROWS

pytestmark = pytest.mark.usefixtures("data")
# Three words in a row are a sentence of ours, or somebody's name for a thing.
SENTENCE = re.compile(r"\b[A-Za-z]+(?:[ ’'-]+[a-z]{2,}){2,}\b")
SPOKEN = frozenset({"alt", "aria-label", "placeholder", "title"})
SILENT = frozenset({"script", "style", "code", "pre", "kbd", "textarea"})
# What somebody has called a template.
WRITTEN = "Thursday talk show"
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


def english(row: Row, cast: Cast) -> Iterator[str]:
    address = reverse(row.name, args=row.args(cast))
    client = row.client(cast.owner, cast)
    answer = client.get(address, headers={"Accept-Language": "zh-hans"}, follow=True)
    if not answer.headers["Content-Type"].startswith("text/html"):
        return
    page = Spoken()
    page.feed(answer.content.decode())
    for text in page.said:
        if SENTENCE.search(text.replace(WRITTEN, "")):
            yield f"{row}: {text}"


@pytest.mark.parametrize("row", PAGES, ids=str)
def test_no_english_is_left(row: Row, cast: Cast) -> None:
    assert list(english(row, cast)) == []
