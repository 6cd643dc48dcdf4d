"""The history as a file: CSV for a spreadsheet, JSON for a program.

docs/history.md tells what each key means.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain
from typing import Any

from django.utils import timezone

from studio import tables
from studio.documents.facts import addresses
from studio.mixes.clouds.redaction import without_keys
from studio.mixes.history.rows import Entry
from studio.mixes.words.operations import reason
from studio.rules.document import Json

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
    return tables.as_csv(COLUMNS, map(record, chain.from_iterable(parts)))


def as_json(parts: Iterable[list[Entry]]) -> Iterator[str]:
    """With the document that was to go on air, beside COLUMNS."""
    return tables.as_json(
        record(entry) | {"document": shown_document(entry)} for entry in chain.from_iterable(parts)
    )


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
    """What was to go on air."""
    return without_keys(entry.operation.document)


def moment(at: datetime | None) -> str | None:
    """In STUDIO_TIME_ZONE, with its offset."""
    return timezone.localtime(at).isoformat(timespec="seconds") if at else None
