"""Who may do what with templates. Checking, previewing and looking at stills only reads."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from studio.accounts.models import Role, Scope
from studio.editor import twins
from studio.editor.models import ShareLink, TemplateVersion
from studio.editor.models.imported import ImportedFile, Origin, packed
from studio.rules import codec
from tests import builders
from tests.access import Row
from tests.builders import Cast


def template(cast: Cast) -> tuple[UUID]:
    return (builders.template(cast.workspace).pk,)


def twin(cast: Cast) -> tuple[UUID]:
    return (twins.make(builders.template(cast.workspace), cast.owner).pk,)


def workspace(cast: Cast) -> tuple[int]:
    return (cast.workspace.pk,)


def picture(cast: Cast) -> tuple[UUID, str]:
    return (*template(cast), "png")


def version(cast: Cast) -> tuple[UUID, int]:
    row = builders.template(cast.workspace)
    return row.pk, row.keep_version(TemplateVersion.Reason.PUSH, cast.owner).pk


def rules(cast: Cast) -> Mapping[str, Any]:
    body = {"rules": codec.write(builders.document())}
    return {"data": body, "content_type": "application/json"}


def copy(cast: Cast) -> Mapping[str, Any]:
    body = {
        "of": str(builders.template(cast.workspace).pk),
        "name": "Mine",
        "rules": codec.write(builders.document()),
        "editor_state": {},
        "without_secrets": False,
    }
    return {"data": body, "content_type": "application/json"}


def save(cast: Cast) -> Mapping[str, Any]:
    return builders.save_request(codec.write(builders.document()), version=1)


def strap(cast: Cast) -> Mapping[str, Any]:
    body = {"name": "Anna Li", "line": "Reporter", "width": 1920, "height": 1080, "size": 0}
    return {"data": body, "content_type": "application/json"}


def urls(cast: Cast) -> Mapping[str, Any]:
    return {"data": {"urls": []}, "content_type": "application/json"}


def reads(name: str, args: Any = template, scope: Scope | None = None) -> Row:
    return Row(name=name, method="GET", role=Role.VIEWER, status=200, args=args, scope=scope)


def posts(
    name: str, role: Role, status: int, body: Any, scope: Scope | None = None, args: Any = template
) -> Row:
    row = {"name": name, "role": role, "status": status, "body": body, "scope": scope}
    return Row(method="POST", args=args, **row)


def name(cast: Cast) -> Mapping[str, Any]:
    return {"data": {"name": "Friday talk show"}}


def version_and_name(cast: Cast) -> Mapping[str, Any]:
    return {"data": {"version": "1", "name": "Final"}}


def tags(cast: Cast) -> Mapping[str, Any]:
    return {"data": {"tags": "late news"}}


def favourite(cast: Cast) -> Mapping[str, Any]:
    return {"data": {"on": "1"}}


def file(cast: Cast) -> Mapping[str, Any]:
    return {"data": builders.png(), "content_type": "image/png"}


def pasted(cast: Cast) -> Mapping[str, Any]:
    return {"data": {"text": json.dumps(codec.write(builders.document()))}}


def brought(cast: Cast) -> Mapping[str, Any]:
    text = json.dumps(codec.write(builders.document()))
    return {"data": {"kept_name": "", "kept": packed(text.encode()), "take": "0-0"}}


def obs(cast: Cast) -> tuple[UUID, str]:
    return (*template(cast), "obs")


def link(cast: Cast) -> str:
    return ShareLink.objects.issue(builders.template(cast.workspace), cast.owner, 1)


def shared(cast: Cast) -> tuple[str]:
    return (link(cast),)


def open_link(cast: Cast) -> tuple[int]:
    link(cast)
    return (ShareLink.objects.latest("pk").pk,)


def days(cast: Cast) -> Mapping[str, Any]:
    return {"data": {"days": "7"}}


def in_the_body(cast: Cast) -> tuple[()]:
    """What is named there is a stranger's no more than what an address names."""
    return ()


def show(cast: Cast) -> Mapping[str, Any]:
    row = builders.template(cast.workspace)
    return {"data": {"template": str(row.pk), "version": "1", "name": "Friday"}}


def seats(cast: Cast) -> Mapping[str, Any]:
    row = builders.template(cast.workspace)
    return {"data": {"from": str(row.pk), "told": "1-1"}}


def imported(cast: Cast) -> tuple[UUID]:
    row = builders.template(cast.workspace)
    file = ImportedFile.objects.keep(cast.workspace, cast.owner, "a.json", "obs", b"{}")
    Origin.objects.create(template=row, file=file)
    return (row.pk,)


ROWS = [
    Row(name="templates", method="GET", role=Role.VIEWER, status=200),
    Row(name="template-new", method="POST", role=Role.EDITOR, status=302, scope=Scope.EDIT),
    Row(name="template-import", method="GET", role=Role.EDITOR, status=200),
    Row(name="template-import", method="POST", role=Role.EDITOR, status=200, body=pasted),
    Row(name="template-import-keep", method="POST", role=Role.EDITOR, status=302, body=brought),
    reads("template-origin", imported),
    Row(
        name="template-original",
        method="POST",
        role=Role.OPERATOR,
        status=200,
        args=imported,
    ),
    Row(name="template-share", method="GET", role=Role.EDITOR, status=200, args=template),
    posts("template-share", Role.EDITOR, 201, days),
    Row(
        name="template-share-revoke",
        method="POST",
        role=Role.EDITOR,
        status=302,
        args=open_link,
    ),
    # Whoever has the link.
    Row(name="shared", method="GET", role=None, status=200, args=shared),
    Row(name="shared-picture", method="GET", role=None, status=200, args=shared),
    Row(name="template-export", method="GET", role=Role.EDITOR, status=200, args=template),
    Row(
        name="template-export-file",
        method="GET",
        role=Role.EDITOR,
        status=200,
        args=obs,
        scope=Scope.EDIT,
    ),
    Row(name="template-export-whole", method="POST", role=Role.OPERATOR, status=200, args=obs),
    Row(name="tour", method="GET", role=Role.VIEWER, status=200),
    Row(name="tour", method="POST", role=Role.VIEWER, status=204),
    reads("template-edit"),
    reads("template-opening", scope=Scope.READ),
    reads("template-picture", picture, Scope.READ),
    reads("template-thumbnail", scope=Scope.READ),
    Row(name="template-thumbnails", method="GET", role=Role.VIEWER, status=200),
    Row(
        name="template-mixedrules",
        method="GET",
        role=Role.EDITOR,
        status=200,
        args=template,
        scope=Scope.EDIT,
    ),
    Row(
        name="template-addresses",
        method="GET",
        role=Role.OPERATOR,
        status=200,
        args=template,
    ),
    posts("template-addresses", Role.OPERATOR, 200, name),
    posts("template-mixedrules-whole", Role.OPERATOR, 200, name),
    posts("template-check", Role.VIEWER, 200, rules, Scope.READ),
    posts("template-preview", Role.VIEWER, 200, rules, Scope.READ),
    posts("template-frames", Role.VIEWER, 200, urls),
    Row(name="new-show", method="GET", role=Role.EDITOR, status=200, scope=Scope.EDIT),
    posts("new-show", Role.EDITOR, 302, show, Scope.EDIT, args=in_the_body),
    Row(
        name="template-reseat",
        method="GET",
        role=Role.EDITOR,
        status=200,
        scope=Scope.EDIT,
        args=template,
    ),
    posts("template-reseat", Role.EDITOR, 302, seats, Scope.EDIT),
    Row(name="template-saved", method="GET", role=Role.EDITOR, status=200, args=template),
    posts("template-upload", Role.EDITOR, 201, file),
    Row(name="template-strap", method="GET", role=Role.EDITOR, status=200, args=template),
    posts("template-strap", Role.EDITOR, 201, strap),
    posts("template-strap-draft", Role.EDITOR, 200, strap),
    Row(
        name="template-copy",
        method="POST",
        role=Role.EDITOR,
        status=201,
        body=copy,
        scope=Scope.EDIT,
    ),
    posts("template-rename", Role.EDITOR, 302, name, Scope.EDIT),
    posts("template-tags", Role.EDITOR, 302, tags, Scope.EDIT),
    posts("template-archive", Role.EDITOR, 302, name, Scope.EDIT),
    posts("template-unarchive", Role.EDITOR, 302, name, Scope.EDIT),
    posts("template-favourite", Role.VIEWER, 200, favourite),
    posts("template-twin", Role.EDITOR, 302, name, Scope.EDIT),
    posts("template-twin-addresses", Role.EDITOR, 302, name, Scope.EDIT, twin),
    posts("template-begin-like", Role.ADMIN, 302, name),
    posts("templates-begin-as-usual", Role.ADMIN, 302, name, None, workspace),
    posts("template-duplicate", Role.EDITOR, 302, name, Scope.EDIT),
    posts("template-delete", Role.EDITOR, 302, name, Scope.EDIT),
    posts("template-restore", Role.EDITOR, 302, name, Scope.EDIT),
    reads("template-versions", scope=Scope.READ),
    reads("template-version", version, Scope.READ),
    reads("template-version-picture", version, Scope.READ),
    posts("template-version-keep", Role.EDITOR, 302, version_and_name, Scope.EDIT),
    posts("template-version-name", Role.EDITOR, 302, name, Scope.EDIT, version),
    posts("template-version-restore", Role.EDITOR, 302, version_and_name, Scope.EDIT, version),
    Row(
        name="template-document",
        method="PUT",
        role=Role.EDITOR,
        status=200,
        args=template,
        body=save,
        scope=Scope.EDIT,
    ),
]
