"""`mix diff`: what one document changes of another, or of what a task runs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.db import Error

from studio.documents.changes import Said, sentences
from studio.documents.wording import as_json, sentence
from studio.mixes.cli.air import say_failure, say_no_cloud, say_no_database
from studio.mixes.cli.answers import Exit, Printer, problem_lines, read_report
from studio.mixes.cli.clouds import NoSuchCloud, cloud_of
from studio.mixes.cli.database import prepare
from studio.mixes.models.versions import read_rule
from studio.rules.checks import clamped
from studio.rules.document import MixedRules
from studio.rules.problems import InvalidDocument, Problem
from studio.sqlite.emptied import Emptied
from studio.volcengine.errors import CloudError

TASK_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Unreadable(Exception):
    """No document there: a file, or a task's Rule."""

    def __init__(self, name: str, problems: Sequence[Problem]) -> None:
        super().__init__(name)
        self.name = name
        self.problems = problems


def is_task(name: str) -> bool:
    """Whether the first of the two is meant as a task's id: a file of that name goes before."""
    return bool(TASK_ID.fullmatch(name)) and not Path(name).exists()


def diff(printer: Printer, before: str, after: Path, cloud: str | None) -> Exit:
    """Exit code 6 when they differ. Two files need neither database nor cloud."""
    try:
        new = document(after)
        old = running(before, cloud) if is_task(before) else document(Path(before))
    except Unreadable as error:
        return say_unreadable(printer, error)
    except NoSuchCloud as error:
        return say_no_cloud(printer, error, "diff")
    except CloudError as error:
        return say_failure(printer, error, listing=False)
    except (Error, Emptied) as error:
        return say_no_database(printer, error, "diff")
    said = sentences(old, taken(new)) if is_task(before) else sentences(old, new)
    return say(printer, said)


def document(file: Path) -> MixedRules:
    """What can be read can be compared, with whatever the cloud would refuse in it."""
    report = read_report(file)
    if report.body is None:
        raise Unreadable(str(file), report.problems)
    return report.body.rules


def running(task_id: str, cloud: str | None) -> MixedRules:
    """The document a task runs now, as the cloud has it."""
    prepare()
    try:
        return read_rule(cloud_of(cloud).client().detail(task_id).rule)
    except InvalidDocument as error:
        raise Unreadable(task_id, error.problems) from None


def taken(rules: MixedRules) -> MixedRules:
    """As a take sends it."""
    return clamped(rules).without_callback()


def say(printer: Printer, said: Sequence[Said]) -> Exit:
    changes = [{"kind": row.kind, "path": row.path, "message": row.text} for row in said]
    lines = [f"{row.kind:8}{row.text}" for row in said]
    value = {"state": "differs" if said else "same", "changes": changes, "error": None}
    printer.answer(value, *(lines or ["No difference."]))
    return Exit.OTHERWISE if said else Exit.DONE


def say_unreadable(printer: Printer, error: Unreadable) -> Exit:
    wrong = next((row for row in error.problems if row.severity == "error"), error.problems[0])
    value: dict[str, Any] = {
        "state": "invalid",
        "changes": [],
        "error": {"code": wrong.code, "message": sentence(wrong)},
        "problems": as_json(error.problems),
    }
    printer.answer(value, f"No document: {error.name}", *problem_lines(error.problems))
    return Exit.BAD_INPUT
