"""`mix import`: other tools' files as documents, with what became of every item."""

from __future__ import annotations

from argparse import ArgumentTypeError
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from studio.documents.wording import as_json, sentence
from studio.imports import ImportedScene, Line, NotReadable, problems_of, read
from studio.imports.sizes import PICTURE_SIDE, measure_of, size_of
from studio.mixes.cli.answers import Exit, Printer, data_of, problem_lines, unreadable
from studio.rules import codec
from studio.rules.limits import SCENE_SIDE
from studio.rules.problems import Problem, verdict

Judged = tuple[ImportedScene, Sequence[Problem]]


def size(text: str) -> tuple[int, int]:
    """A scene's width and height in pixels, as in 1920x1080."""
    try:
        return size_of(text)
    except ValueError:
        low, high = SCENE_SIDE.min, SCENE_SIDE.max
        raise ArgumentTypeError(f"{text!r} is no WIDTHxHEIGHT of {low} to {high} px") from None


def measure(text: str) -> tuple[str, tuple[int, int]]:
    """The name of an item and its size, as in camera=1280x720."""
    try:
        return measure_of(text)
    except ValueError:
        low, high = PICTURE_SIDE.min, PICTURE_SIDE.max
        raise ArgumentTypeError(f"{text!r} is no NAME=WIDTHxHEIGHT of {low} to {high} px") from None


def import_files(printer: Printer, files: Sequence[str], **wish: Any) -> Exit:
    """Exit code 1 when nothing could be read of a file, else 0; `wish` as for `read`."""
    rows: list[dict[str, Any]] = []
    lines: list[str] = []
    for file in files:
        try:
            data = _data(file)
            imported = read(data, **wish)
        except NotReadable as error:
            rows.append(_refused(file, error))
            # The message is the first one's.
            lines += [f"unreadable  {file}  {error.message}", *problem_lines(error.problems[1:])]
        else:
            judged = [(scene, problems_of(imported, scene, data)) for scene in imported.scenes]
            scenes = [_scene(scene, problems) for scene, problems in judged]
            rows.append({"file": file, "format": imported.format, "scenes": scenes})
            lines += [f"{imported.format}  {file}", *_told(judged)]
    printer.answer(rows, *lines)
    return Exit.BAD_INPUT if any(row["format"] is None for row in rows) else Exit.DONE


def _data(file: str) -> bytes:
    """Raises NotReadable."""
    try:
        return data_of(file)
    except OSError as error:
        problem = unreadable(error)
        raise NotReadable(problem.code, sentence(problem)) from None


def _refused(file: str, error: NotReadable) -> dict[str, Any]:
    said = {"code": error.code, "message": error.message, "problems": as_json(error.problems)}
    return {"file": file, "format": None, "scenes": [], "error": said}


def _scene(scene: ImportedScene, problems: Sequence[Problem]) -> dict[str, Any]:
    return {
        "name": scene.name,
        "rules": codec.write(scene.rules),
        "report": [line.as_json() for line in scene.report],
        "verdict": verdict(problems),
        "problems": as_json(problems),
    }


def _told(judged: Iterable[Judged]) -> Iterator[str]:
    for scene, problems in judged:
        sides = scene.rules.scene
        yield f"  {sides.width}×{sides.height}  {scene.name}"
        yield from (f"    {_line(line)}" for line in scene.report)
        yield from (f"  {line}" for line in problem_lines(problems))


def _line(line: Line) -> str:
    away = "" if line.px is None else f"{line.px:g} px  "
    return f"{line.outcome:8}  {line.path}  {away}{line.message}"
