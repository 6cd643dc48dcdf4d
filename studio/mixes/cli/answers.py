"""How the command line answers: sentences for people, one JSON value for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from enum import IntEnum
from pathlib import Path
from typing import Any

from django.core.management.base import OutputWrapper

from studio import causes
from studio.documents.checking import validate
from studio.documents.wording import sentence
from studio.printing import escaped, has_reader, write_line
from studio.rules.limits import MAX_BODY_BYTES
from studio.rules.problems import Problem
from studio.rules.validation import Report

STANDARD_INPUT = "-"


class Exit(IntEnum):
    DONE = 0
    BAD_INPUT = 1
    REFUSED = 3
    UNKNOWN = 4
    UNREACHABLE = 5
    # It is otherwise than asked; not 2, with which a mistyped command line ends.
    OTHERWISE = 6
    NO_DATABASE = causes.NO_DATABASE


class Printer:
    """Writes answers to standard output and remarks to standard error.

    What becomes of a line changes nothing about what became of the task: where nothing can be
    written the exit code says it all.
    """

    def __init__(self, out: OutputWrapper, err: OutputWrapper, *, as_json: bool) -> None:
        self.out = out
        self.err = err
        self.as_json = as_json
        self.was_read = True

    @property
    def is_read(self) -> bool:
        """Whether there may be anybody for another answer."""
        return self.was_read and has_reader(self.out)

    def answer(self, value: Any, *sentences: str) -> None:
        """The answer: `value` as JSON, or the sentences that say the same."""
        if self.as_json:
            write_line(self.out, as_text(value, self.out, indent=2))
        else:
            for line in sentences:
                write_line(self.out, line)

    def report(self, value: Any, sentence: str) -> None:
        """One of several answers, at once: one line each, of JSON too."""
        line = as_text(value, self.out) if self.as_json else sentence
        self.was_read = write_line(self.out, line) and self.was_read

    def remark(self, line: str) -> None:
        write_line(self.err, line)


def as_text(value: Any, stream: OutputWrapper, indent: int | None = None) -> str:
    """JSON in the letters of the stream's encoding, others escaped as JSON has it."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    is_writable = text == escaped(text, stream)
    return text if is_writable else json.dumps(value, indent=indent)


def read_report(path: Path) -> Report:
    """What the file holds and what is wrong with it; an unreadable one is a problem too."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BODY_BYTES + 1)
    except OSError as error:
        return Report(body=None, problems=(unreadable(error),))
    return validate(data)


def data_of(file: str) -> bytes:
    """As much of a file, or of standard input, as is read, and a byte more to tell that it is
    larger. Raises OSError.
    """
    if file == STANDARD_INPUT:
        return sys.stdin.buffer.read(MAX_BODY_BYTES + 1)
    with Path(file).open("rb") as stream:
        return stream.read(MAX_BODY_BYTES + 1)


def unreadable(error: OSError) -> Problem:
    """Why a file can't be read, as a problem of the whole text."""
    reason = error.strerror or type(error).__name__
    return Problem(path="$", code="file_unreadable", params={"reason": reason})


def problem_lines(problems: Sequence[Problem]) -> list[str]:
    return [f"  {row.severity}  {row.path}  {sentence(row)}" for row in problems]
