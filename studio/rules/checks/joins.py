"""How many sources and logos, their identity, and the layers that join them to layouts."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence

from studio.rules import paths
from studio.rules.checks.finding import Findings, error, not_listed, outside, too_few, too_many
from studio.rules.checks.names import is_blank
from studio.rules.document import MixedRules
from studio.rules.limits import LAYER, MAX_LOGOS, MAX_SOURCES, MIN_SOURCES, SOURCE_TYPES


def source_count(rules: MixedRules) -> Findings:
    yield from too_few(paths.SOURCES, len(rules.sources), MIN_SOURCES)
    yield from too_many(paths.SOURCES, len(rules.sources), MAX_SOURCES)


def logo_count(rules: MixedRules) -> Findings:
    yield from too_many(paths.LOGOS, len(rules.logos or ()), MAX_LOGOS)


def source_types(rules: MixedRules) -> Findings:
    for index, source in enumerate(rules.sources):
        yield from not_listed(f"{paths.source(index)}.Type", source.type, SOURCE_TYPES)


def source_layers(rules: MixedRules) -> Findings:
    for index, source in enumerate(rules.sources):
        yield from outside(f"{paths.source(index)}.Layer", source.layer, LAYER)


def blank_ids(rules: MixedRules) -> Findings:
    for index, source in enumerate(rules.sources):
        if is_blank(source.id):
            yield error(f"{paths.source(index)}.ID", "blank")


def duplicate_ids(rules: MixedRules) -> Findings:
    for index, first in repeats([source.id for source in rules.sources]):
        if not is_blank(rules.sources[index].id):
            yield error(
                f"{paths.source(index)}.ID",
                "duplicate_id",
                reads=(f"{paths.source(first)}.ID",),
                first=first + 1,
            )


def duplicate_source_layers(rules: MixedRules) -> Findings:
    owners = [source.id.strip() for source in rules.sources]
    yield from _duplicate_layers(paths.SOURCES, [source.layer for source in rules.sources], owners)


def duplicate_layout_layers(rules: MixedRules) -> Findings:
    ids = {source.layer: source.id.strip() for source in reversed(rules.sources)}
    layers = [layout.layer for layout in rules.scene.layouts]
    yield from _duplicate_layers(paths.LAYOUTS, layers, [ids.get(layer, "") for layer in layers])


def _duplicate_layers(items: str, layers: Sequence[int], owners: Sequence[str]) -> Findings:
    """The first on a layer owns it: by its source's ID or, where that has none, its number."""
    for index, first in repeats(layers):
        yield error(
            f"{items}[{index}].Layer",
            "duplicate_layer",
            reads=(f"{items}[{first}].Layer",),
            layer=layers[index],
            owner=owners[first] or first + 1,
        )


def repeats(values: Sequence[Hashable]) -> Iterator[tuple[int, int]]:
    """The place of each value seen before, with the place it was first seen."""
    first: dict[Hashable, int] = {}
    for index, value in enumerate(values):
        if first.setdefault(value, index) != index:
            yield index, first[value]


def layouts_without_source(rules: MixedRules) -> Findings:
    layers = {source.layer for source in rules.sources}
    for index, layout in enumerate(rules.scene.layouts):
        if layout.layer not in layers:
            yield error(
                f"{paths.layout(index)}.Layer",
                "layout_without_source",
                reads=(f"{paths.SOURCES}[].Layer",),
                layer=layout.layer,
            )


def sources_without_layout(rules: MixedRules) -> Findings:
    layers = {layout.layer for layout in rules.scene.layouts}
    for index, source in enumerate(rules.sources):
        if source.layer not in layers and LAYER.holds(source.layer):
            yield error(
                f"{paths.source(index)}.Layer",
                "source_without_layout",
                reads=(f"{paths.LAYOUTS}[].Layer",),
                layer=source.layer,
            )
