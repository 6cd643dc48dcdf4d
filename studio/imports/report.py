"""What an import gives: scenes, and of each what became of every item of the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from studio.imports.measures import NOTHING, Measures
from studio.imports.wording import ADAPTING, LEAVING_OUT, SENTENCES, sentence
from studio.lists import in_sentences
from studio.rules.document import Json, MixedRules
from studio.rules.problems import Param, Problem

Outcome = Literal["exact", "adapted", "left_out"]


@dataclass(frozen=True, slots=True)
class Note:
    """One thing to say of an item; `code` has its sentence in `wording.py`."""

    code: str
    params: Mapping[str, Param] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one thing of the file.

    `path` is its place there. `px` is how far an edge of the picture lies from where the other
    tool draws it, in pixels of the scene; None where nothing is drawn.
    """

    path: str
    outcome: Outcome
    px: float | None
    notes: tuple[Note, ...]

    @property
    def message(self) -> str:
        return in_sentences(sentence(note.code, note.params) for note in self.notes)

    def as_json(self) -> dict[str, Json]:
        return {
            "path": self.path,
            "outcome": self.outcome,
            "px": self.px,
            "message": self.message,
        }

    def kept(self) -> Json:
        """As it is stored: its sentence is made in the language of whoever reads it."""
        notes: list[Json] = [[note.code, dict(note.params)] for note in self.notes]
        return {"path": self.path, "outcome": self.outcome, "px": self.px, "notes": notes}

    @classmethod
    def of_kept(cls, value: Any) -> Line:
        """What `kept` gave, of this version or of another that knew other notes."""
        notes = tuple(Note(code, params) for code, params in value["notes"] if code in SENTENCES)
        return cls(value["path"], value["outcome"], value["px"], notes)


def line(path: str, notes: Sequence[Note], px: float | None = None) -> Line:
    """The outcome follows from what is said, and from a picture that lies elsewhere."""
    codes = {note.code for note in notes}
    if codes & LEAVING_OUT:
        return Line(path, "left_out", None, tuple(notes))
    if codes & ADAPTING:
        return Line(path, "adapted", px, tuple(notes))
    if px:
        return Line(path, "adapted", px, (*notes, Note("rounded")))
    return Line(path, "exact", px, (Note("exact"), *notes))


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportedScene:
    name: str
    rules: MixedRules
    report: tuple[Line, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Imported:
    """What a file held. `format` is one of `FORMATS`."""

    format: str
    scenes: tuple[ImportedScene, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    """What is asked for: one scene by its name; and the size of the scene, and of what its items
    show, where the file has none.
    """

    scene: str | None = None
    size: tuple[int, int] | None = None
    measures: Measures = NOTHING


class NotReadable(Exception):
    """Nothing can be taken from the file; `message` says why, for a person.

    `problems` are all that keep a document of ours from being read.
    """

    def __init__(self, code: str, message: str, problems: Sequence[Problem] = ()) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.problems = tuple(problems)


def refusal(code: str, **params: Param) -> NotReadable:
    return NotReadable(code, sentence(code, params))
