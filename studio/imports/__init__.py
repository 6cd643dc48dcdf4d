"""Other tools' files, as documents: `read` gives scenes and says what became of every item.

One importer a file, recognised by content: a new one is a module with `FORMAT`, `recognises` and
`scenes`, its line in `reading.py`, its row in `docs/imports.md`, its files in `tests/imports/`. It
makes a `Draft` (`drafts.py`), which becomes the document that comes nearest. No database here.
"""

from studio.imports.reading import read, recognised
from studio.imports.report import Imported, ImportedScene, Line, NotReadable
from studio.imports.verdicts import problems_of

__all__ = [
    "Imported",
    "ImportedScene",
    "Line",
    "NotReadable",
    "problems_of",
    "read",
    "recognised",
]
