"""`mix validate`: verdict and problems, file by file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from studio.documents.wording import as_json
from studio.mixes.cli.answers import Exit, Printer, problem_lines, read_report
from studio.rules.problems import verdict


def validate(printer: Printer, files: Sequence[Path]) -> Exit:
    """Exit code 1 when a file has an error, else 0."""
    rows = []
    lines: list[str] = []
    for file in files:
        problems = read_report(file).problems
        row = {
            "file": str(file),
            "verdict": verdict(problems),
            "problems": as_json(problems),
        }
        rows.append(row)
        lines += [f"{row['verdict']}  {file}", *problem_lines(problems)]
    printer.answer(rows, *lines)
    return Exit.BAD_INPUT if any(row["verdict"] == "error" for row in rows) else Exit.DONE
