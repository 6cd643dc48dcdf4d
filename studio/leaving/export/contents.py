"""What lies in an export, and under which names."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from functools import partial
from pathlib import PurePosixPath
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from studio.accounts.models import Workspace
from studio.audit.models import Entry
from studio.editor.models import Beginning
from studio.leaving.export import records
from studio.leaving.export.records import Record
from studio.leaving.export.zipping import Member
from studio.library import stores
from studio.library.models import Frame, Upload
from studio.library.stores import Store
from studio.mixes.models import MixTask, Operation
from studio.outage import StorageAway
from studio.straps.models import StrapStyle

Row = TypeVar("Row", bound=Model)

FORMAT = 1
PIECE_BYTES = 2**16


def members(workspace: Workspace) -> Iterator[Member]:
    people = workspace.memberships.select_related("user")
    yield "manifest.json", [as_json(manifest(workspace))]
    yield "members.json", [as_json([records.of_member(row) for row in people])]
    clouds = workspace.connections.order_by("created_at", "pk")
    yield "connections.json", [as_json([records.of_connection(row) for row in clouds])]
    yield from saved(workspace)
    yield from beginning(workspace)
    yield from templates(workspace)
    yield from tasks(workspace)
    yield from straps(workspace)
    yield from uploads(workspace)
    yield from frames(workspace)
    yield "audit.jsonl", entries(workspace)


def manifest(workspace: Workspace) -> Record:
    return {
        "format": FORMAT,
        "workspace": workspace.name,
        "created_at": records.moment(workspace.created_at),
        "exported_at": records.moment(timezone.now()),
        "left_out": _(
            "No secret is in this file: push addresses end in “…” where the stream key was, "
            "addresses of pictures in “?…” where they were signed, and callbacks are cut short. "
            "Passwords, sign-in links, invitations, tokens, the keys of clouds, links to templates "
            "and the files that templates were imported from are not in it. Of what somebody did "
            "whose account is deleted the name is in audit.jsonl alone."
        ),
    }


def saved(workspace: Workspace) -> Iterator[Member]:
    rows = workspace.saved.select_related("created_by").order_by("sort", "folded")
    if rows:
        yield "saved.json", [as_json([records.of_saved(row) for row in rows])]


def beginning(workspace: Workspace) -> Iterator[Member]:
    for row in each(Beginning.objects.filter(workspace=workspace)):
        yield "new_templates.json", [as_json(records.of_beginning(row))]


def templates(workspace: Workspace) -> Iterator[Member]:
    for row in each(workspace.templates.select_related("created_by", "updated_by")):
        yield f"templates/{row.pk}.json", [as_json(records.of_template(row))]
        for version in each(row.versions.select_related("user")):
            name = f"templates/{row.pk}/{version.pk}.json"
            yield name, [as_json(records.of_version(version))]


def tasks(workspace: Workspace) -> Iterator[Member]:
    for task in each(MixTask.objects.filter(workspace=workspace)):
        yield f"tasks/{task.pk}.json", [as_json(records.of_task(task))]
    for row in each(Operation.objects.filter(workspace=workspace).select_related("person")):
        yield f"operations/{row.pk}.json", [as_json(records.of_operation(row))]


def straps(workspace: Workspace) -> Iterator[Member]:
    for row in each(StrapStyle.objects.filter(workspace=workspace)):
        yield "straps.json", [as_json(asdict(row.style))]


def uploads(workspace: Workspace) -> Iterator[Member]:
    for row in each(Upload.objects.filter(workspace=workspace).select_related("user", "strap")):
        yield f"uploads/{row.pk}.json", [as_json(records.of_upload(row))]
        yield from picture(stores.uploads(), f"uploads/{row.pk}", row.picture)


def frames(workspace: Workspace) -> Iterator[Member]:
    for row in each(Frame.objects.filter(workspace=workspace)):
        yield f"frames/{row.pk}.json", [as_json(records.of_frame(row))]
        yield from picture(stores.frames(), f"frames/{row.pk}", row.picture)


def picture(store: Store, name: str, file: str) -> Iterator[Member]:
    """Its file, if it has one that is there; what is tidied away meanwhile is read to its end.

    Raises StorageAway: an export that breaks off is not taken for a whole one.
    """
    if not file:
        return
    try:
        opened = store.open(file)
    except StorageAway:
        raise
    except OSError:
        return
    with opened:
        yield f"{name}{PurePosixPath(file).suffix}", iter(partial(opened.read, PIECE_BYTES), b"")


def entries(workspace: Workspace) -> Iterator[bytes]:
    for row in each(Entry.objects.filter(workspace_id=workspace.pk).order_by("pk")):
        yield json.dumps(records.of_entry(row), ensure_ascii=False).encode() + b"\n"


def each(rows: QuerySet[Row]) -> Iterator[Row]:
    """One after the other, each looked up when its turn has come: none is held while a slow
    browser reads. What was deleted meanwhile is left out.
    """
    for pk in list(rows.values_list("pk", flat=True)):
        yield from rows.filter(pk=pk)


def as_json(value: Record | list[Record]) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode()
