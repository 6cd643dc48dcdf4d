"""What is seen of a document, as tools have it that stack named items: bottom first, names once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from studio.rules.document import MixedRules
from studio.rules.geometry import Box

PICTURE = "pic"


class Item(NamedTuple):
    """One picture. `type` is that of a source; a logo is a `pic`."""

    name: str
    box: Box
    type: str
    url: str


def stacked(rules: MixedRules, taken: Iterable[str] = ()) -> list[Item]:
    """Boxes that show a source by their layers, then the logos; no name is one of `taken`, or
    another's.
    """
    boxes = sorted(rules.scene.layouts, key=lambda row: row.layer)
    shown = [(rules.source_on(row.layer), row.box) for row in boxes]
    found = [Item(source.id, box, source.type, source.url) for source, box in shown if source]
    found += [
        Item(f"logo {number}", logo.box, PICTURE, logo.url)
        for number, logo in enumerate(rules.logos or (), 1)
    ]
    return _named(found, set(taken))


def _named(items: Iterable[Item], taken: set[str]) -> list[Item]:
    named = []
    for item in items:
        name, count = item.name, 1
        while name in taken:
            count += 1
            name = f"{item.name} {count}"
        taken.add(name)
        named.append(item._replace(name=name))
    return named
