"""Other tools' files, read with what this workspace's pictures of their addresses measure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from studio.accounts.models import Workspace
from studio.imports import Imported, ImportedScene, read
from studio.imports.measures import Measures, Size
from studio.library.chosen import wanted_of
from studio.library.models import Frame
from studio.library.models.frame import MOST_ASKED


def read_measured(
    workspace: Workspace, data: bytes, *, given: Mapping[str, Size], **wish: Any
) -> Imported:
    """What `read` gives; `given` by the name of an item. Raises NotReadable."""
    imported = read(data, measures=Measures(given=given), **wish)
    known = _known(workspace, imported)
    if not known:
        return imported
    return read(data, measures=Measures(given=given, known=known), **wish)


def _known(workspace: Workspace, imported: Imported) -> dict[str, Size]:
    """By address, where a size had to be assumed."""
    sources = (
        source for scene in imported.scenes if _assumes(scene) for source in scene.rules.sources
    )
    wanted = dict.fromkeys(one for source in sources if (one := wanted_of(source)))
    frames = Frame.objects.of(workspace, [*wanted][:MOST_ASKED])
    return {
        one.url: (frame.width, frame.height)
        for one, frame in frames.items()
        if frame.width and frame.height
    }


def _assumes(scene: ImportedScene) -> bool:
    return any(note.code == "assumed" for line in scene.report for note in line.notes)
