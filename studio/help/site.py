"""The help as files: a folder that any web server can serve, and a browser can open by itself."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

from studio.api.reference import described
from studio.help.contents import grouped
from studio.help.finding import AFTER, BEFORE, LEAST
from studio.help.reading import Page, pages

FRONT = "index"


def write(folder: Path) -> int:
    """Writes all languages below `folder`, over what is there; gives the number of pages.

    Raises OSError where it can't be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    static = settings.BASE / "static"
    shutil.copytree(static / "css", folder / "css", dirs_exist_ok=True)
    shutil.copytree(static / "img" / "help", folder / "img", dirs_exist_ok=True)
    shutil.copy(static / "help" / "search.js", folder)
    keep(folder / "openapi.json", json.dumps(described(), indent=1))
    keep(folder / f"{FRONT}.html", render_to_string("help/site_front.html"))
    return sum(write_language(folder / code, code) for code, _name in settings.LANGUAGES)


def write_language(folder: Path, language: str) -> int:
    folder.mkdir(exist_ok=True)
    there = pages(language, beside)
    others = [code for code, _name in settings.LANGUAGES if code != language]
    with override(language):
        for name, page in {FRONT: None, **there}.items():
            elsewhere = [(code, f"../{code}/{name}.html") for code in others]
            context = {"page": page, "contents": grouped(there), "others": elsewhere}
            keep(folder / f"{name}.html", render_to_string("help/site.html", context))
    # A script and no JSON: a browser fetches none for a page that is a file.
    told = {
        "searching": {"least": LEAST, "before": BEFORE, "after": AFTER},
        "sections": searched(there),
    }
    lines = [
        f"globalThis.{name} = {json.dumps(told[name], ensure_ascii=False)};\n" for name in told
    ]
    keep(folder / "sections.js", "".join(lines))
    return len(there) + 1


def beside(file: str) -> str:
    """The address of a file that pages name, as seen from one of the site's."""
    stem, _dot, suffix = file.rpartition(".")
    match suffix:
        case "md":
            return f"{stem}.html"
        case "json":
            return f"../{file}"
        case _:
            return f"../img/{file}"


def searched(there: dict[str, Page]) -> list[dict[str, str]]:
    """What search.js looks through."""
    return [
        {
            "address": f"{page.name}.html#{section.anchor}",
            "title": page.title,
            "heading": section.heading,
            "text": section.text,
        }
        for page in there.values()
        for section in page.sections
    ]


def keep(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
