"""Markdown as the pages have it: CommonMark with tables, and no HTML of its own."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.token import Token

# The address of a file that a page names beside itself: another page (`scene.md`), a drawing.
Address = Callable[[str], str]


def as_html(text: str, address: Address) -> str:
    """Headings get anchors, by their words; what is named beside the page gets its address."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = parser.parse(text)
    for token, following in pairwise(tokens):
        if token.type == "heading_open":
            token.attrSet("id", slugify(following.content, allow_unicode=True))
    for token in tokens:
        for inside in token.children or ():
            lead(inside, address)
    html: str = parser.renderer.render(tokens, parser.options, {})
    return html


def lead(token: Token, address: Address) -> None:
    kind = {"link_open": "href", "image": "src"}.get(token.type)
    if kind:
        file, hash_, anchor = str(token.attrs[kind]).partition("#")
        token.attrs[kind] = (address(file) if file else "") + hash_ + anchor
