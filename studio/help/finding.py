"""What of the help is about something: the sections in which all of its words stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from studio.help.reading import Page, Section, pages

# What fits a search's field. A sign that is no letter of ours may be a whole word.
LEAST, MOST = 2, 100
# What of a text is shown on either side of what was found.
BEFORE, AFTER = 40, 120


@dataclass(frozen=True, kw_only=True, slots=True)
class Hit:
    """`excerpt` is some of the text, in pieces: what was searched for is every second one."""

    page: Page
    section: Section
    excerpt: tuple[str, ...]


def hits(query: str, language: str) -> list[Hit]:
    """What fits best first: a word in a title, then in a heading, then in a text."""
    words = query.casefold().split()
    found = [
        (rank(page, section, words), order, page, section)
        for order, (page, section) in enumerate(every_section(language))
        if holds(page, section, words)
    ]
    return [
        Hit(page=page, section=section, excerpt=excerpt(section.text, words))
        for _rank, _order, page, section in sorted(found, key=lambda each: each[:2])
    ]


def every_section(language: str) -> Iterator[tuple[Page, Section]]:
    for page in pages(language).values():
        for section in page.sections:
            yield page, section


def holds(page: Page, section: Section, words: list[str]) -> bool:
    """All of them, and at least one that the page's title does not explain."""
    own = f"{section.heading} {section.text}".casefold()
    whole = f"{page.title} {own}".casefold()
    return all(word in whole for word in words) and any(word in own for word in words)


def rank(page: Page, section: Section, words: list[str]) -> int:
    heading, title = section.heading.casefold(), page.title.casefold()
    in_title = section.heading == page.title and all(word in title for word in words)
    return 0 if in_title else 1 if all(word in heading for word in words) else 2


def excerpt(text: str, words: list[str]) -> tuple[str, ...]:
    """From a little before the first word to a little after it."""
    wanted = re.compile("|".join(map(re.escape, words)), re.IGNORECASE)
    found = wanted.search(text)
    start = found.start() if found else 0
    begin, end = whole_word(text, max(0, start - BEFORE), start), start + AFTER
    shown = ("…" if begin else "") + text[begin:end] + ("…" if end < len(text) else "")
    return tuple(re.split(f"({wanted.pattern})", shown, flags=re.IGNORECASE))


def whole_word(text: str, begin: int, end: int) -> int:
    """Where the first whole word begins from there on, if words are parted before `end`."""
    return (text.find(" ", begin, end) + 1 or begin) if begin else 0
