"""A page as it is read: its HTML, and beneath which heading which words stand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import override

from studio.help import markdown, references
from studio.help.contents import NAMES, REFERENCES
from studio.help.figures import figures
from studio.help.markdown import Address

PAGES = Path(__file__).parent / "pages"
SPACES = re.compile(r"[ \n]+")
HEADINGS = ("h1", "h2", "h3")
# What stands on a line of its own, so that words before and after it are apart.
BLOCKS = ("p", "li", "td", "th", "dt", "dd", "span", "div", "kbd")


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """What stands beneath one heading, as plain text; `anchor` leads there, "" to the page."""

    anchor: str
    heading: str
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """`lead` is its first paragraph, as plain text."""

    name: str
    lead: str
    html: SafeString
    sections: tuple[Section, ...]

    @property
    def title(self) -> str:
        return self.sections[0].heading


def in_app(file: str) -> str:
    """The address of a file that pages name, in the studio itself."""
    stem, _dot, suffix = file.rpartition(".")
    match suffix:
        case "md":
            return reverse("help-page", args=[stem])
        case "json":
            return reverse("api-openapi")
        case _:
            return static(f"img/help/{file}")


@cache
def pages(language: str, address: Address = in_app) -> dict[str, Page]:
    """Every page in a language, by its name."""
    with override(language):
        return {name: page(name, language, address) for name in NAMES}


def page(name: str, language: str, address: Address) -> Page:
    is_told = name in REFERENCES
    html = told(name, address) if is_told else written(name, language, address)
    words = Words(html)
    return Page(name=name, html=html, lead=words.lead, sections=words.sections())


def told(name: str, address: Address) -> SafeString:
    context = {**references.TOLD[name](), "openapi": address("openapi.json")}
    return render_to_string(f"help/{name}.html", context)


def written(name: str, language: str, address: Address) -> SafeString:
    text = source(name, language).format_map(figures())
    html = markdown.as_html(text, address)
    # Of files of our own, whose HTML, if there were any, would be shown as text.
    return SafeString(html)  # nosec B703


def source(name: str, language: str) -> str:
    """Its Markdown, in which figures are words yet (`figures.py`)."""
    return (PAGES / language / f"{name}.md").read_text(encoding="utf-8")


class Words(HTMLParser):
    """What is said in HTML, heading by heading; the page's own, its first, has no anchor."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.lead = ""
        self.found: list[tuple[str, list[str], list[str]]] = []
        self.within: list[str] = []
        self.feed(html)
        self.close()

    def sections(self) -> tuple[Section, ...]:
        return tuple(
            Section(anchor=anchor, heading=in_line("".join(heading)), text=in_line("".join(text)))
            for anchor, heading, text in self.found
        )

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in HEADINGS:
            anchor = dict(attrs).get("id") or "" if self.found else ""
            self.found.append((anchor, [], []))
            self.within = self.found[-1][1]
        elif tag in BLOCKS:
            self.within.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in HEADINGS:
            self.within = self.found[-1][2]
        elif tag == "p" and not self.lead:
            self.lead = in_line("".join(self.within))

    def handle_data(self, data: str) -> None:
        self.within.append(data)


def in_line(text: str) -> str:
    """Without line breaks; the narrow spaces within numbers stay."""
    return SPACES.sub(" ", text).strip(" ")
