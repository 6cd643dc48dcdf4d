"""`mix import`: other tools' files as documents, with what became of every item."""

from __future__ import annotations

from argparse import ArgumentTypeError
from collections.abc import Iterator, Sequence
from typing import Any

from studio.documents.wording import sentence
from studio.imports import Imported, ImportedScene, Line, NotReadable, read
from studio.imports.sizes import size_of
from studio.mixes.cli.answers import Exit, Printer, data_of, unreadable
from studio.rules import codec
from studio.rules.limits import SCENE_SIDE


def size(text: str) -> tuple[int, int]:
    """A scene's width and height in pixels, as in 1920x1080."""
    try:
        return size_of(text)
    except ValueError:
        low, high = SCENE_SIDE.min, SCENE_SIDE.max
        raise ArgumentTypeError(f"{text!r} is no WIDTHxHEIGHT of {low} to {high} px") from None


def import_files(
    printer: Printer, files: Sequence[str], scene: str | None, wished: tuple[int, int] | None
) -> Exit:
    """Exit code 1 when nothing could be read of a file, else 0."""
    rows: list[dict[str, Any]] = []
    lines: list[str] = []
    for file in files:
        try:
            imported = read(_data(file), scene=scene, size=wished)
        except NotReadable as error:
            rows.append(_refused(file, error))
            lines.append(f"unreadable  {file}  {error.message}")
        else:
            rows.append(_row(file, imported))
            lines += _told(file, imported)
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
    said = {"code": error.code, "message": error.message}
    return {"file": file, "format": None, "scenes": [], "error": said}


def _row(file: str, imported: Imported) -> dict[str, Any]:
    scenes = [_scene(scene) for scene in imported.scenes]
    return {"file": file, "format": imported.format, "scenes": scenes}


def _scene(scene: ImportedScene) -> dict[str, Any]:
    report = [line.as_json() for line in scene.report]
    return {"name": scene.name, "rules": codec.write(scene.rules), "report": report}


def _told(file: str, imported: Imported) -> Iterator[str]:
    yield f"{imported.format}  {file}"
    for scene in imported.scenes:
        sides = scene.rules.scene
        yield f"  {sides.width}×{sides.height}  {scene.name}"
        yield from (f"    {_line(line)}" for line in scene.report)


def _line(line: Line) -> str:
    away = "" if line.px is None else f"{line.px:g} px  "
    return f"{line.outcome:8}  {line.path}  {away}{line.message}"
