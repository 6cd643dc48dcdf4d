"""Many rows rewritten while the studio runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db import IntegrityError, models, transaction

AT_ONCE = 500

# What is to be written into a row, by column; nothing where it is as it should be.
Change = Callable[[Any], dict[str, Any]]
Rows = models.QuerySet[Any]


def rewrite(rows: Rows, change: Change) -> int:
    """Writes what `change` says of each row, a batch in one transaction; how many those were.

    What somebody else is writing at that moment is passed over: nobody waits for one another.
    """
    return sum(rewrite_batch(rows, batch, change) for batch in locked_batches(rows))


def locked_batches(rows: Rows) -> Iterator[list[Any]]:
    """Each is locked until the next is asked for."""
    last = None
    while True:
        with transaction.atomic():
            batch = list(after(rows, last).select_for_update(skip_locked=True)[:AT_ONCE])
            yield batch
        if len(batch) < AT_ONCE:
            return
        last = batch[-1].pk


def after(rows: Rows, pk: Any) -> Rows:
    ordered = rows.order_by("pk")
    return ordered if pk is None else ordered.filter(pk__gt=pk)


def rewrite_batch(rows: Rows, batch: list[Any], change: Change) -> int:
    changes = {row.pk: values for row in batch if (values := change(row))}
    for pk, values in changes.items():
        write(rows.filter(pk=pk), values)
    return len(changes)


def write(row: Rows, values: dict[str, Any]) -> None:
    """What would be the twin of another row, of the same secret, goes: no other column of these
    can be one too many.
    """
    try:
        with transaction.atomic():
            row.update(**values)
    except IntegrityError:
        row.delete()
