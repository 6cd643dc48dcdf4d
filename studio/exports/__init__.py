"""A document as other tools read it, the twin of `studio/imports/`.

One exporter a file: a new one is a module with `FORMAT`, `SUFFIX` and `write`, its line in
`writing.py`, its name in `studio/editor/views/exporting.py`, its row in `docs/exports.md` and its
way back in `tests/exports/`. Nothing of Django here.
"""

from studio.exports.writing import EXPORTERS, Exporter

__all__ = ["EXPORTERS", "Exporter"]
