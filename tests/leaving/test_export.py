"""The export holds all a workspace owns, nothing of others, and no secret."""

from __future__ import annotations

import json
import re
import tracemalloc
from dataclasses import replace
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from studio.accounts.models import Invitation, Role, SignInLink, Workspace
from studio.audit.models import Entry
from studio.documents.veiling import veiled_json
from studio.editor import beginning
from studio.editor.models import ImportedFile, LayoutTemplate, Origin, TemplateVersion
from studio.leaving.export.zipping import zipped
from studio.library.models import Sort, Upload
from studio.library.stores import uploads
from studio.mixes.models import Look, MixTask, Push
from studio.rules import codec
from studio.rules.document import Callback, Json, MixedRules
from studio.sealing.fields import sealed_for
from tests import builders
from tests.builders import Cast, client_for
from tests.canaries import CANARY
from tests.sealing.keys import LOST, NEW

pytestmark = pytest.mark.usefixtures("data")


@pytest.fixture
def client(cast: Cast) -> Client:
    return client_for(cast.owner)


def exported(client: Client, workspace: Workspace) -> dict[str, bytes]:
    answer = client.post(reverse("workspace-export", args=[workspace.pk]))
    assert answer.status_code == 200
    with ZipFile(BytesIO(b"".join(answer))) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def secret_document() -> MixedRules:
    rules = builders.document(urls=(f"https://pictures.example.com/1.jpg?sign={CANARY}0",))
    push = f"rtmp://push.example.com/live/{CANARY}1?txSecret={CANARY}2"
    callback = Callback(url=f"https://hooks.example.com/{CANARY}3?token={CANARY}4")
    output = replace(rules.output, urls=(push,), callback=callback)
    return replace(rules, output=output)


def filled(cast: Cast, workspace: Workspace) -> tuple[LayoutTemplate, MixTask, Upload]:
    """One of each thing, with secrets wherever one can lie."""
    rules = secret_document()
    parked: dict[str, Json] = {
        "parked": [{"url": f"https://pictures.example.com/2.jpg?key={CANARY}5"}]
    }
    template = builders.template(workspace, rules, name=f"of {workspace}", user=cast.editor)
    template.editor_state = parked
    template.save()
    template.keep_version(TemplateVersion.Reason.PUSH, cast.editor)
    beginning.choose(template)
    upload = Upload.objects.take(workspace, cast.editor, builders.png())
    builders.saved(workspace, url=f"https://pictures.example.com/1.jpg?sign={CANARY}0")
    builders.saved(workspace, Sort.DESTINATION, url=f"rtmp://push.example.com/live/{CANARY}1")
    builders.frame(workspace, f"https://pictures.example.com/1.jpg?sign={CANARY}0")
    task = Push.record(
        workspace=workspace, person=cast.operator, rules=rules, name=f"show-{workspace.pk}"
    ).task
    task.prepare(rules, "next", cast.operator)
    Look.objects.append(task, "look", rules, cast.operator)
    Invitation.objects.issue(workspace, cast.owner, Role.EDITOR, 7)
    keys = f"AK{CANARY}6", f"{CANARY}7"
    builders.paid_cloud(workspace, name=f"cloud of {workspace}", open_to="admins", keys=keys)
    return template, task, upload


def test_all_that_a_workspace_owns_is_in_it(client: Client, cast: Cast) -> None:
    template, task, upload = filled(cast, cast.workspace)
    files = exported(client, cast.workspace)
    names = [re.sub(r"[0-9a-f-]{36}", "#", name) for name in files]
    assert [re.sub(r"#/\d+", "#/1", name) for name in names] == [
        "manifest.json",
        "members.json",
        "connections.json",
        "saved.json",
        "new_templates.json",
        "templates/#.json",
        "templates/#/1.json",
        "tasks/#.json",
        "operations/#.json",
        "uploads/#.json",
        "uploads/#.png",
        "frames/#.json",
        "frames/#.png",
        "audit.jsonl",
    ]
    said = json.loads(files[f"templates/{template.pk}.json"])
    assert (said["name"], said["created_by"]) == ("of Talk shows", "editor")
    assert said["rules"] == veiled_json(codec.write(secret_document()))
    assert [look["title"] for look in json.loads(files[f"tasks/{task.pk}.json"])["looks"]] == [
        "look"
    ]
    assert files[f"uploads/{upload.pk}.png"][:4] == b"\x89PNG"
    roles = {one["user"]: one["role"] for one in json.loads(files["members.json"])}
    assert (roles["owner"], roles["viewer"], len(roles)) == ("admin", "viewer", 5)
    clouds = json.loads(files["connections.json"])
    assert [(one["name"], one["region"], one["open_to"]) for one in clouds] == [
        ("Sandbox", "", "operators"),
        ("cloud of Talk shows", "cn-north-1", "admins"),
    ]
    acts = [json.loads(line)["act"] for line in files["audit.jsonl"].splitlines()]
    assert {"beginning-chosen", "pushed", "invited", "workspace-exported"} <= set(acts)


def test_nothing_of_another_workspace_is_in_it(client: Client, cast: Cast) -> None:
    elsewhere = cast.stranger.memberships.get().workspace
    filled(cast, elsewhere)
    files = exported(client, cast.workspace)
    assert set(files) == {"manifest.json", "members.json", "connections.json", "audit.jsonl"}
    assert b"Somebody else" not in b"".join(files.values())
    assert b"stranger" not in b"".join(files.values())


def test_no_secret_is_in_it_and_it_says_so(client: Client, cast: Cast) -> None:
    filled(cast, cast.workspace)
    link = SignInLink.objects.issue(cast.owner)
    files = exported(client, cast.workspace)
    whole = b"".join(files.values()).decode(errors="replace")
    assert CANARY not in whole
    assert link not in whole
    assert "sealed:" not in whole
    assert "pbkdf2" not in whole + cast.owner.password
    assert "No secret is in this file" in json.loads(files["manifest.json"])["left_out"]
    # What is no secret is there: the path of a picture, the application of a push address.
    assert "https://pictures.example.com/1.jpg?…" in whole
    assert "rtmp://push.example.com/live/…" in whole


def test_what_a_template_was_imported_from_is_told_without_the_file(
    client: Client, cast: Cast
) -> None:
    template = builders.template(cast.workspace)
    data = f"rtmp://push.example.com/live/{CANARY}".encode()
    file = ImportedFile.objects.keep(cast.workspace, cast.owner, "show.json", "obs", data)
    line = {"path": f"rtmp://a.example.com/live/{CANARY}", "outcome": "exact", "px": 0, "notes": []}
    Origin.objects.create(template=template, file=file, scene="wide", report=[line])
    files = exported(client, cast.workspace)
    said = json.loads(files[f"templates/{template.pk}.json"])["imported"]
    assert (said["file"], said["format"], said["scene"]) == ("show.json", "obs", "wide")
    assert said["report"][0]["outcome"] == "exact"
    assert CANARY not in b"".join(files.values()).decode(errors="replace")


def test_a_template_that_cannot_be_read_is_in_it_without_its_secrets(
    client: Client, cast: Cast
) -> None:
    template = builders.template(cast.workspace)
    odd: Any = codec.write(secret_document()) | {"InputScene": "of a newer version"}
    LayoutTemplate.objects.filter(pk=template.pk).update(**sealed_for(template, {"rules": odd}))
    files = exported(client, cast.workspace)
    said = files[f"templates/{template.pk}.json"].decode()
    assert "of a newer version" in said
    assert CANARY not in said


def test_without_the_key_all_but_the_secrets_is_in_it(
    client: Client, cast: Cast, settings: Settings
) -> None:
    settings.SEALING_KEYS = [LOST]
    template, _task, _upload = filled(cast, cast.workspace)
    settings.SEALING_KEYS = [NEW]
    files = exported(client, cast.workspace)
    said = json.loads(files[f"templates/{template.pk}.json"])
    assert said["name"] == "of Talk shows"
    assert said["rules"].keys() == codec.write(secret_document()).keys()
    assert CANARY not in b"".join(files.values()).decode(errors="replace")


def test_an_upload_whose_file_is_gone_keeps_nothing_else_out(client: Client, cast: Cast) -> None:
    _template, _task, upload = filled(cast, cast.workspace)
    uploads().delete(upload.picture)
    files = exported(client, cast.workspace)
    assert f"uploads/{upload.pk}.json" in files
    assert f"uploads/{upload.pk}.png" not in files


def test_it_is_on_record_and_a_file_of_its_own(client: Client, cast: Cast) -> None:
    answer = client.post(reverse("workspace-export", args=[cast.workspace.pk]))
    assert re.fullmatch(
        r'attachment; filename="talk-shows-\d{4}-\d\d-\d\d\.zip"',
        answer.headers["Content-Disposition"],
    )
    assert answer.headers["Cache-Control"] == "no-store"
    entry = Entry.objects.get()
    assert (entry.act, entry.name, entry.person_name) == (
        "workspace-exported",
        "Talk shows",
        "owner",
    )


def test_it_is_written_while_it_is_sent() -> None:
    """A hundred times the memory that it takes: 64 MiB are sent in pieces of 64 KiB."""
    piece = bytes(2**16)
    tracemalloc.start()
    sent = sum(map(len, zipped([("uploads/1.png", (piece for _piece in range(1024)))])))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert sent > 2**26
    assert peak < 2**20
