"""What an export says of each thing: no stream key, no signed address, no password, no token."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Model

from studio.accounts.models import Membership, User
from studio.audit.models import Entry
from studio.documents.field import CodedField
from studio.documents.veiling import veiled, veiled_json
from studio.editor.models import Beginning, LayoutTemplate, TemplateVersion
from studio.editor.models.imported import Origin, origin_of
from studio.library.models import Frame, Saved, Upload
from studio.mixes.models import Connection, Look, MixTask, Operation
from studio.rules.document import Json
from studio.saved.rows import shown_url
from studio.straps.models import Strap

Record = dict[str, Any]


def moment(at: datetime | None) -> str | None:
    """ISO 8601 in UTC."""
    return at.isoformat(timespec="seconds") if at else None


def person(user: User | None) -> str | None:
    """By user name; None of who has left."""
    return user.username if user else None


def document(row: Model, name: str) -> Json:
    """A column's document as it is stored, also one that this version can't read."""
    field = row._meta.get_field(name)
    assert isinstance(field, CodedField)
    return veiled_json(field.json(row))


def of_member(row: Membership) -> Record:
    return {"user": row.user.username, "name": row.user.called(), "role": row.role}


def of_connection(row: Connection) -> Record:
    """Nothing of its keys, not even what pages show of them."""
    return {
        "id": str(row.pk),
        "name": row.name,
        "kind": row.kind,
        "region": row.region,
        "url": row.url,
        "colour": row.colour,
        "open_to": row.open_to,
        "from_environment": row.from_environment,
        "created_at": moment(row.created_at),
        "deleted_at": moment(row.deleted_at),
    }


def of_template(row: LayoutTemplate) -> Record:
    return {
        "id": str(row.pk),
        "name": row.name,
        "version": row.version,
        "twin_of": str(row.twin_of_id) if row.twin_of_id else None,
        "rules": document(row, "rules"),
        "editor_state": veiled_json(row.editor_state),
        "created_by": person(row.created_by),
        "created_at": moment(row.created_at),
        "updated_by": person(row.updated_by),
        "updated_at": moment(row.updated_at),
        "deleted_at": moment(row.deleted_at),
        "imported": of_origin(origin_of(row)),
    }


def of_origin(row: Origin | None) -> Record | None:
    """What it was imported from, without the file."""
    if row is None:
        return None
    return {
        "file": row.file.name,
        "format": row.file.format,
        "scene": row.scene,
        "by": person(row.file.created_by),
        "at": moment(row.file.created_at),
        "report": veiled_json([line.as_json() for line in row.lines]),
    }


def of_beginning(row: Beginning) -> Record:
    return {"like": row.name, "rules": document(row, "rules")}


def of_version(row: TemplateVersion) -> Record:
    return {
        "version": row.version,
        "name": row.name,
        "reason": row.reason,
        "rules": document(row, "rules"),
        "editor_state": veiled_json(row.editor_state),
        "by": person(row.user),
        "at": moment(row.created_at),
    }


def of_task(row: MixTask) -> Record:
    return {
        "id": str(row.pk),
        "title": row.title,
        "name": row.name,
        "cloud": row.cloud.label,
        "task_id": row.task_id,
        "template": str(row.template_id) if row.template_id else None,
        "status": row.status,
        "created_at": moment(row.created_at),
        "on_air_at": moment(row.on_air_at),
        "ended_at": moment(row.ended_at),
        "rules": document(row, "rules"),
        "program": document(row, "program"),
        "program_title": row.program_title,
        "next_rules": document(row, "next_rules"),
        "trouble": row.trouble,
        "looks": [of_look(look) for look in row.looks.select_related("added_by")],
        "callbacks": [
            {"at": moment(said.received_at), "body": said.body} for said in row.callbacks.all()
        ],
    }


def of_look(row: Look) -> Record:
    return {
        "title": row.title,
        "rules": document(row, "rules"),
        "template": str(row.template_id) if row.template_id else None,
        "added_by": person(row.added_by),
        "added_at": moment(row.added_at),
    }


def of_operation(row: Operation) -> Record:
    return {
        "id": str(row.pk),
        "task": str(row.task_id),
        "kind": row.kind,
        "state": row.state,
        "title": row.title,
        "body": veiled_json(row.body),
        "person": person(row.person),
        "cloud": row.cloud.label,
        "created_at": moment(row.created_at),
        "sent_at": moment(row.sent_at),
        "settled_at": moment(row.settled_at),
        "request_id": row.request_id,
        "error_code": row.error_code,
        "error_message": row.error_message,
    }


def of_strap(row: Strap | None) -> Record | None:
    """What a picture says that is a strap."""
    return {"name": row.name, "line": row.line} if row else None


def of_upload(row: Upload) -> Record:
    return {
        "id": str(row.pk),
        "width": row.width,
        "height": row.height,
        "strap": of_strap(getattr(row, "strap", None)),
        "by": person(row.user),
        "at": moment(row.created_at),
    }


def of_frame(row: Frame) -> Record:
    return {
        "id": str(row.pk),
        "url": veiled(row.url),
        "kind": row.kind,
        "second": row.second,
        "width": row.width,
        "height": row.height,
        "fetched_at": moment(row.fetched_at),
    }


def of_saved(row: Saved) -> Record:
    return {
        "id": str(row.pk),
        "sort": row.sort,
        "name": row.name,
        "type": row.type,
        "url": shown_url(row),
        "by": person(row.created_by),
        "at": moment(row.created_at),
    }


def of_entry(row: Entry) -> Record:
    return {
        "at": moment(row.at),
        "act": row.act,
        "person": row.person_name,
        "role": row.role,
        "token": row.token,
        "address": row.address,
        "kind": row.kind,
        "key": row.key,
        "name": row.name,
        "difference": row.difference,
        "outcome": row.outcome,
    }
