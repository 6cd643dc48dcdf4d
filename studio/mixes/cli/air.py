"""`mix push`, `tasks`, `take` and `stop`: the command line on air.

Each act that changes the cloud is recorded first, then claimed and carried out here, never
queued, and waited for until it is accepted or unknown; an unknown outcome is looked up once.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec

from django.db import Error

from studio.accounts.models import Workspace
from studio.causes import reason_of
from studio.documents.wording import as_json, sentence
from studio.mixes.cli.answers import Exit, Printer, problem_lines, read_report
from studio.mixes.cli.clouds import NoSuchCloud, cloud_of, known_task
from studio.mixes.cli.database import prepare
from studio.mixes.models import Operation, Push, State, Stop, Take
from studio.mixes.models.take import UnderWay
from studio.rules.checks import check_name
from studio.rules.codec import Body
from studio.rules.problems import InvalidDocument, Problem, verdict
from studio.sqlite.emptied import Emptied
from studio.volcengine.errors import CloudError, Refused, Unreachable
from studio.volcengine.records import Listed

Params = ParamSpec("Params")
Act = Callable[Concatenate[Printer, Params], Exit]

OUTCOMES = {
    State.ACCEPTED: (Exit.DONE, "accepted"),
    State.REFUSED: (Exit.REFUSED, "refused"),
    State.UNKNOWN: (Exit.UNKNOWN, "unknown"),
    State.FAILED: (Exit.UNREACHABLE, "unreachable"),
}
INQUIRE_SECONDS = 5.0
WAIT_SECONDS = 0.2
# Of an operation that is so, no call was made.
UNSENT = (State.QUEUED, State.CLAIMED, State.FAILED)


class NotWritten(Exception):
    """It was sent, and what became of it could not be written down; `fault` says why."""

    def __init__(self, operation: Operation, fault: Error) -> None:
        super().__init__(str(operation.pk))
        self.operation = operation
        self.fault = fault


def answering(act: Act[Params]) -> Act[Params]:
    """Turns what went wrong before anything was sent into an answer and its exit code."""

    @wraps(act)
    def answer(printer: Printer, /, *args: Params.args, **kwargs: Params.kwargs) -> Exit:
        try:
            prepare()
            return act(printer, *args, **kwargs)
        except InvalidDocument as error:
            return say_invalid(printer, error.problems)
        except CloudError as error:
            return say_failure(printer, error, listing=act.__name__ == "tasks")
        except NoSuchCloud as error:
            return say_no_cloud(printer, error, act.__name__)
        except NotWritten as error:
            return say_not_written(printer, error)
        except (Error, Emptied) as error:
            return say_no_database(printer, error, act.__name__)

    return answer


@answering
def push(printer: Printer, file: Path, cloud: str | None) -> Exit:
    body = sendable(file)
    if problems := [p for p in check_name(body.name or "") if p.severity == "error"]:
        raise InvalidDocument(problems)
    workspace = Workspace.objects.embedded()
    operation = Push.record(
        workspace=workspace,
        person=workspace.owner(),
        rules=body.rules,
        name=body.name or "",
        cloud=cloud_of(cloud),
        by_hand=True,
    )
    return carry_out(printer, operation)


@answering
def take(printer: Printer, task_id: str, file: Path, cloud: str | None) -> Exit:
    body = sendable(file)
    task = known_task(cloud_of(cloud), task_id)
    owner = task.workspace.owner()
    try:
        operation = Take.by_command(task=task, person=owner, rules=body.rules)
    except UnderWay:
        return say_under_way(printer)
    return carry_out(printer, operation)


@answering
def stop(printer: Printer, task_id: str, cloud: str | None) -> Exit:
    task = known_task(cloud_of(cloud), task_id)
    operation = Stop.record(task=task, person=task.workspace.owner(), by_hand=True)
    return carry_out(printer, operation)


@answering
def tasks(printer: Printer, cloud: str | None) -> Exit:
    scan = cloud_of(cloud).client().scan()
    lines = [f"{row.status:10}  {row.task_id}  {row.name}" for row in scan.tasks]
    if unread := len(scan.unread):
        lines.append(f"Entries of the list that could not be read: {unread}.")
    printer.answer(
        {"tasks": [listed_json(row) for row in scan.tasks], "unread": unread, "error": None},
        *(lines or ["No tasks."]),
    )
    return Exit.DONE


# --- Input --------------------------------------------------------------------------------


def sendable(file: Path) -> Body:
    """The document in a file. Raises InvalidDocument with what the cloud would refuse."""
    report = read_report(file)
    # Whether a task of this name or id is meant is the act's question, not the document's.
    rules = [row for row in report.problems if row.path not in ("Name", "TaskID")]
    if report.body is None or verdict(rules) == "error":
        raise InvalidDocument(report.problems)
    return report.body


# --- Carrying out -------------------------------------------------------------------------


def carry_out(printer: Printer, operation: Operation) -> Exit:
    """Send it from here, inquire once where the outcome is unknown, and say what came of it."""
    operation = settled(operation)
    if operation.state == State.UNKNOWN:
        inquire(operation)
    return say(printer, operation)


def settled(operation: Operation) -> Operation:
    """The row once it moves no more.

    A stop may be under way already, asked for on a page: then its holder is waited for, whose
    lease ends within a minute if it is gone. Raises NotWritten where it was sent and its row is out
    of reach since, the database's error where it was not.
    """
    held = operation
    try:
        while operation.is_moving:
            if claimed := Operation.objects.claim(operation.pk, early=True):
                held = claimed
                claimed.carry_out(final=True)
            else:
                time.sleep(WAIT_SECONDS)
                Operation.objects.lapse()
            held = operation = Operation.objects.select_related("task").get(pk=operation.pk)
    except Error as error:
        if held.state in UNSENT:
            raise
        raise NotWritten(held, error) from None
    return operation


def inquire(operation: Operation) -> None:
    try:
        operation.inquire(operation.cloud.client(INQUIRE_SECONDS))
    except (CloudError, Error):
        # Then it stays unknown, which is what will be said.
        return


# --- Answers ------------------------------------------------------------------------------


def say(printer: Printer, operation: Operation) -> Exit:
    code, word = OUTCOMES[State(operation.state)]
    value = {
        "task_id": operation.task.task_id,
        "name": operation.task.name,
        "state": word,
        "request_id": operation.request_id,
        "error": error_json(operation.error_code, operation.error_message),
    }
    said = f"{operation.get_kind_display()} {word}: {value['name']}  {value['task_id']}"
    reason = f"  {operation.error_code} {operation.error_message}".rstrip()
    printer.answer(value, said, *([reason] if operation.error_code else []))
    return code


def say_invalid(printer: Printer, problems: Sequence[Problem]) -> Exit:
    wrong = next((row for row in problems if row.severity == "error"), problems[0])
    value = {
        **nothing_known(),
        "state": "invalid",
        "error": {"code": wrong.code, "message": sentence(wrong)},
        "problems": as_json(problems),
    }
    printer.answer(value, "Not sent:", *problem_lines(problems))
    return Exit.BAD_INPUT


def say_no_cloud(printer: Printer, error: NoSuchCloud, act: str) -> Exit:
    value: dict[str, Any] = {"tasks": [], "unread": 0}
    if act != "tasks":
        value = {**nothing_known(), "state": "invalid"}
    printer.answer({**value, "error": error_json("no_cloud", str(error))}, str(error))
    return Exit.BAD_INPUT


def say_under_way(printer: Printer) -> Exit:
    message = "An earlier take of this task is not settled yet."
    value = {**nothing_known(), "state": "invalid", "error": error_json("under_way", message)}
    printer.answer(value, f"Not sent: {message}")
    return Exit.BAD_INPUT


def say_failure(printer: Printer, error: CloudError, *, listing: bool) -> Exit:
    """A read that failed: nothing was changed, and which way it failed is the exit code."""
    if isinstance(error, Refused):
        code, word, why = Exit.REFUSED, "refused", error_json(error.code, error.message)
    elif isinstance(error, Unreachable):
        code, word, why = Exit.UNREACHABLE, "unreachable", error_json("unreachable", error.reason)
    else:
        code, word, why = Exit.UNKNOWN, "unknown", error_json("unknown_outcome", str(error))
    value: dict[str, Any] = {"tasks": []} if listing else {**nothing_known(), "state": word}
    printer.answer({**value, "error": why}, f"The cloud gave no list or detail: {error}")
    return code


def say_not_written(printer: Printer, error: NotWritten) -> Exit:
    task = error.operation.task
    reason = reason_of(error.fault)
    value = {
        "task_id": task.task_id,
        "name": task.name,
        "state": "unknown",
        "request_id": "",
        "error": error_json("no_database", reason),
    }
    kind = error.operation.get_kind_display()
    printer.answer(value, f"{kind} unknown: {task.name}  {task.task_id}", f"  {reason}")
    return Exit.UNKNOWN


def say_no_database(printer: Printer, error: Error | Emptied, act: str) -> Exit:
    """Before anything was sent: a sentence on standard error, also beside the JSON."""
    reason = str(error) if isinstance(error, Emptied) else reason_of(error)
    if act == "tasks":
        value: dict[str, Any] = {"tasks": [], "unread": 0}
    else:
        value = {**nothing_known(), "state": "no_database"}
    printer.answer({**value, "error": error_json("no_database", reason)})
    printer.remark(f"{reason} Nothing was sent." if act in ("push", "take", "stop") else reason)
    return Exit.NO_DATABASE


def nothing_known() -> dict[str, Any]:
    return {"task_id": "", "name": "", "request_id": ""}


def error_json(code: str, message: str) -> dict[str, str] | None:
    return {"code": code, "message": message} if code else None


def listed_json(row: Listed) -> dict[str, str | None]:
    return {
        "task_id": row.task_id,
        "name": row.name,
        "status": row.status,
        "created_at": iso(row.created_at),
        "updated_at": iso(row.updated_at),
        "stopped_at": iso(row.stopped_at),
    }


def iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
