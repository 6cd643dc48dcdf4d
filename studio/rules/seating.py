"""A look on a running task: its picture, the task's own sources and Output.

A task's inputs belong to the broadcast: two templates that both name `host` mean the same
camera. So a look's source that the task has by the same ID takes the task's address and type,
and only its place from the look.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from studio.rules.document import MixedRules, Output, Source


@dataclass(frozen=True, kw_only=True, slots=True)
class Seating:
    """The document to take, and the IDs of its sources by what became of them.

    `reseated` have the task's address instead of the look's, `joining` are not on the task yet
    and come with the look's own address, `leaving` are on the task and not in the look.
    """

    document: MixedRules
    reseated: tuple[str, ...]
    joining: tuple[str, ...]
    leaving: tuple[str, ...]


def seat(look: MixedRules, running: MixedRules, output: Output | None = None) -> Seating:
    """`look` as the task that shows `running` would take it, with `output` (the running one's)."""
    ours = {source.id: source for source in running.sources}
    sources = tuple(_seated(source, ours.get(source.id)) for source in look.sources)
    return Seating(
        document=replace(look, sources=sources, output=output or running.output),
        reseated=tuple(
            before.id
            for before, after in zip(look.sources, sources, strict=True)
            if (before.type, before.url) != (after.type, after.url)
        ),
        joining=tuple(source.id for source in look.sources if source.id not in ours),
        leaving=tuple(name for name in ours if name not in {row.id for row in look.sources}),
    )


def _seated(source: Source, ours: Source | None) -> Source:
    return replace(source, type=ours.type, url=ours.url, extra=ours.extra) if ours else source
