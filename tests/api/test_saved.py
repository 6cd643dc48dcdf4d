"""What is kept by name over the API: the same rows, rules and masks as on its pages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from studio.accounts.models import Scope
from studio.documents.veiling import veiled
from studio.library.models import Frame, Saved, Sort
from tests import builders
from tests.api.calling import Caller, paths
from tests.builders import Cast

pytestmark = pytest.mark.usefixtures("data")

SIGNED = "https://pictures.example.com/1.jpg?sign=keyCANARY"
PUSH = "rtmp://push.example.com/live/keyCANARY"


def made(api: Caller, **more: Any) -> Any:
    return api.ask("POST", "saved", {"sort": "source", "name": "Host", "url": SIGNED} | more)


def test_one_is_made_read_changed_and_deleted(api: Caller, cast: Cast) -> None:
    answer = made(api)
    assert answer.status_code == 201
    path, one = answer.headers["Location"], answer.json()
    assert (one["name"], one["type"], one["width"]) == ("Host", "pic", None)
    assert one["url"] == veiled(SIGNED)
    builders.frame(cast.workspace, SIGNED, builders.png(320, 180))
    there = api.get(path)
    assert (there.json()["width"], there.json()["height"]) == (320, 180)
    assert [row["id"] for row in api.get("saved?sort=source").json()["items"]] == [one["id"]]
    assert api.get("saved?sort=logo").json()["items"] == []
    assert api.ask("PATCH", path, {"name": "Guest"}).status_code == 428
    assert api.ask("PATCH", path, {"name": "Guest"}, tag='"other"').status_code == 412
    changed = api.ask("PATCH", path, {"name": "Guest"}, tag=there.headers["ETag"])
    assert changed.json()["name"] == "Guest"
    kept = api.ask("PATCH", path, {"url": one["url"]}, tag="*")
    assert (kept.json()["url"], Saved.objects.get().url) == (one["url"], SIGNED)
    changed = api.get(path)
    assert api.ask("DELETE", path, tag=changed.headers["ETag"]).status_code == 204
    assert not Saved.objects.exists()


def test_a_size_measured_since_is_told_and_stands_in_no_change_s_way(
    api: Caller, cast: Cast
) -> None:
    path = made(api).headers["Location"]
    before = api.get(path).headers["ETag"]
    assert api.get(path, headers={"If-None-Match": before}).status_code == 304
    builders.frame(cast.workspace, SIGNED, builders.png(320, 180))
    Frame.objects.update(seen_at=timezone.now() - timedelta(days=1))
    after = api.get(path, headers={"If-None-Match": before})
    assert (after.status_code, after.json()["width"]) == (200, 320)
    assert api.ask("PATCH", path, {"name": "Guest"}, tag=before).status_code == 200
    assert api.ask("PATCH", path, {"name": "Other"}, tag=before).status_code == 412
    # A script has no eyes for which stills would be kept fresh.
    api.get("saved")
    assert timezone.now() - Frame.objects.get().seen_at > timedelta(hours=1)


def test_an_address_of_another_kind_brings_its_type(api: Caller) -> None:
    path = made(api).headers["Location"]
    changed = api.ask("PATCH", path, {"url": "rtmp://pull.example.com/live/a"}, tag="*")
    assert (changed.status_code, changed.json()["type"]) == (200, "live")


def test_what_is_wrong_is_told_by_field(api: Caller) -> None:
    made(api)
    assert paths(made(api, name="host")) == ["name"]
    assert paths(made(api, name="Other", url="ftp://a/b.mp4")) == ["url"]
    assert paths(made(api, name="Other", url=veiled(f"{SIGNED}-of-nobody"))) == ["url"]
    assert paths(made(api, name="Other", sort="film")) == ["sort"]
    assert Saved.objects.count() == 1


def test_a_destination_is_an_operator_s_and_its_address_nobody_s(cast: Cast, api: Caller) -> None:
    answer = made(api, sort="destination", name="Main", url=PUSH)
    assert answer.status_code == 201
    assert answer.json()["url"] == "rtmp://push.example.com/live/…"
    path = answer.headers["Location"]
    renamed = api.ask("PATCH", path, {"name": "Main stage"}, tag="*")
    assert renamed.status_code == 200
    assert Saved.objects.get().url == PUSH
    builders.saved(cast.workspace, Sort.SOURCE, url=SIGNED)
    reader = Caller(cast, Scope.READ, person=cast.viewer)
    assert "CANARY" not in reader.get("saved").content.decode()
    editor = Caller(cast, Scope.EDIT, person=cast.operator)
    assert made(editor, sort="destination", name="B", url=PUSH).status_code == 403
    assert editor.ask("DELETE", path, tag="*").status_code == 403
