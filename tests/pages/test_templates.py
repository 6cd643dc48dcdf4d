"""What holds for every template: its icons exist, and the strict CSP has nothing to forbid."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string

TEMPLATES = settings.BASE / "templates"
STATIC = settings.BASE / "static"
ASKED_FOR = re.compile(r"""{% icon "([\w-]+)" %}|icons\.svg' %}#i-([\w-]+)""")
SPANNING = re.compile(
    r"{% blocktranslate(?!(?:(?!%}).)*trimmed)(?:(?!%}).)*%}"
    r"(?:(?!{% endblocktranslate).)*\n[ \t](?:(?!{% endblocktranslate).)*",
    re.DOTALL,
)
UNSPOKEN = re.compile(r"{% comment %}.*?{% endcomment %}|{#.*?#}", re.DOTALL)
WHOLE = re.compile(r"{% blocktranslate.*?{% endblocktranslate %}", re.DOTALL)
PARTED = re.compile(r"[%}]}(?:</?\w+[^<>]*>)*[,:.;]\s.*")
# The reference of the API is in English alone.
IN_ENGLISH = TEMPLATES / "help" / "api.html"
INLINE = re.compile(r"""<style|\sstyle=|<script(?![^>]*\ssrc=)|\son\w+=|\shx-on|javascript:""")


def templates() -> Iterator[Path]:
    yield from sorted(TEMPLATES.rglob("*.html"))


def symbols() -> set[str]:
    return set(re.findall(r'id="i-([\w-]+)"', (STATIC / "img" / "icons.svg").read_text()))


def test_every_icon_a_template_asks_for_is_in_the_sprite() -> None:
    asked = {
        name
        for template in templates()
        for pair in ASKED_FOR.findall(template.read_text())
        for name in pair
        if name
    }
    assert asked
    assert asked - symbols() == set()


@pytest.mark.usefixtures("plain_static")
def test_pages_are_sent_without_indentation() -> None:
    assert re.search(r"^ ", (TEMPLATES / "404.html").read_text(), re.MULTILINE)
    assert not re.search(r"^[ \t]", render_to_string("404.html"), re.MULTILINE)


def test_no_template_has_a_text_of_which_indentation_is_a_part() -> None:
    """A sentence over several lines would not be found in the catalogue, either."""
    found = {
        str(template)
        for template in templates()
        if SPANNING.search(text := template.read_text()) or "<pre" in text
    }
    assert found == set()


def test_no_template_holds_a_script_a_style_or_a_handler_of_its_own() -> None:
    found = {
        f"{template.relative_to(TEMPLATES)}: {match}"
        for template in templates()
        for match in INLINE.findall(template.read_text())
    }
    assert found == set()


def test_every_style_sheet_stands_in_a_layer() -> None:
    for sheet in (STATIC / "css").glob("*.css"):
        assert [head for head in heads(sheet.read_text()) if not head.startswith("@layer")] == [], (
            sheet.name
        )


def heads(css: str) -> list[str]:
    """What stands before each outermost block of a style sheet."""
    depth, found, head = 0, [], ""
    for part in re.findall(r"[{};]|[^{};]+", re.sub(r"/\*.*?\*/", "", css, flags=re.S)):
        if part == "{" and depth == 0:
            found.append(head.strip())
        depth += (part == "{") - (part == "}")
        head = part
    return found


@pytest.mark.parametrize(
    "page", ["400.html", "403.html", "403_csrf.html", "404.html", "409.html", "500.html"]
)
def test_an_error_page_needs_neither_a_request_nor_a_person(page: str, plain_static: None) -> None:
    text = render_to_string(page)
    assert "<h1>" in text
    assert 'href="/"' in text


def test_no_template_parts_what_is_translated_with_signs_of_english() -> None:
    """A sentence is translated whole; a list and a thing’s colon have tags of their own."""
    parted = [
        f"{template.name}: {found}"
        for template in templates()
        if template != IN_ENGLISH
        for found in PARTED.findall(WHOLE.sub("{% %}", UNSPOKEN.sub("", template.read_text())))
    ]
    assert parted == []
