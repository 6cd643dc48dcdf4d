"""The history as a file: CSV for a spreadsheet, JSON for a program.

docs/history.md tells what each key means.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.utils import timezone

from studio.documents.facts import addresses
from studio.mixes.clouds.redaction import without_secrets
from studio.mixes.history.rows import Entry
from studio.mixes.words.operations import reason
from studio.rules import codec
from studio.rules.document import Json
from studio.rules.redaction import without_addresses

# Excel takes a file for UTF-8 only by this.
BYTE_ORDER_MARK = "\ufeff"
# A spreadsheet may take what begins with one of these for a formula; the last four are the
# full-width ones of Japanese and Chinese keyboards.
FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")
COLUMNS = (
    "at",
    "kind",
    "number",
    "outcome",
    "person",
    "task",
    "name",
    "task_id",
    "cloud",
    "sent_at",
    "settled_at",
    "request_id",
    "code",
    "message",
    "in_trouble",
    "changes",
    "addresses",
    "id",
)


def as_csv(parts: Iterable[list[Entry]]) -> Iterator[str]:
    """RFC 4180, a heading and a row for each entry; lists are joined by `; `."""
    writer = csv.writer(Line())
    yield BYTE_ORDER_MARK + writer.writerow(COLUMNS)
    for entries in parts:
        for entry in entries:
            values = record(entry)
            yield writer.writerow([cell(values[name]) for name in COLUMNS])


def as_json(parts: Iterable[list[Entry]]) -> Iterator[str]:
    """An array of objects, one in a line."""
    begin = "["
    for entries in parts:
        for entry in entries:
            values = record(entry) | {"document": shown_document(entry)}
            yield f"{begin}\n{json.dumps(values, ensure_ascii=False)}"
            begin = ","
    yield "\n]\n" if begin == "," else "[]\n"


class Line:
    """A file for csv.writer that hands back what is written."""

    def write(self, text: str) -> str:
        return text


def record(entry: Entry) -> dict[str, Any]:
    """The values of COLUMNS, without any secret."""
    item = entry.operation
    document = item.document
    why = reason(item)
    return {
        "at": moment(item.created_at),
        "kind": item.kind,
        "number": entry.number,
        "outcome": item.outcome,
        "person": item.person.username if item.person else "",
        "task": item.task.title,
        "name": item.task.name,
        "task_id": item.task.task_id,
        "cloud": item.cloud.label,
        "sent_at": moment(item.sent_at),
        "settled_at": moment(item.settled_at),
        "request_id": item.request_id,
        "code": item.error_code,
        "message": why.message if why else item.error_message,
        "in_trouble": item.in_trouble,
        "changes": entry.changes,
        "addresses": addresses(document) if document else [],
        "id": str(item.pk),
    }


def shown_document(entry: Entry) -> Json:
    """What was to go on air: MixedRules without callback, every address cut short.

    Keys that the API's page does not name may hold addresses, too.
    """
    document = entry.operation.document
    return without_secrets(codec.write(without_addresses(document)), ()) if document else None


def moment(at: datetime | None) -> str | None:
    """In STUDIO_TIME_ZONE, with its offset."""
    return timezone.localtime(at).isoformat(timespec="seconds") if at else None


def cell(value: str | int | list[str] | None) -> str:
    """A value as text that no spreadsheet takes for a formula."""
    text = "; ".join(value) if isinstance(value, list) else "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
