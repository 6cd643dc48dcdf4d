"""What is wrong with a document that was read."""

from __future__ import annotations

from collections.abc import Sequence

from studio.documents.checking import check, validate
from studio.imports.mixed_rules import FORMAT as OWN
from studio.imports.report import Imported, ImportedScene
from studio.rules.problems import Problem


def problems_of(imported: Imported, scene: ImportedScene, data: bytes) -> Sequence[Problem]:
    """Of MixedRules with the very file, as `mix validate` says."""
    return validate(data).problems if imported.format == OWN else check(scene.rules)
