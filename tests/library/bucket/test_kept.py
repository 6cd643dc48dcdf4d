"""Pictures in a storage that hosts share: whole, private, believed only as they were written, and
never taken for nobody's by another studio.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import urllib.error
import uuid
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from studio.environment import engines
from studio.library import tidying
from studio.library.bucket import client_of, made
from studio.library.models import Frame, Mark, Upload
from studio.library.pictures import open_frame, open_upload
from studio.library.stores import Folder, frames, uploads
from studio.outage import StorageAway, StorageTaken
from tests import builders
from tests.builders import Cast, client_for, png
from tests.driving.processes import ROOT
from tests.driving.several.storage import answer_of
from tests.library.bucket.conftest import Storage

pytestmark = pytest.mark.usefixtures("storage")


@pytest.fixture
def committed(transactional_db: None, plain_static: None) -> Cast:
    """Of whom there are rows for all threads, and after whose writes comes what follows them."""
    return builders.cast()


def given(cast: Cast, colour: str = "teal") -> Upload:
    return Upload.objects.take(cast.workspace, cast.editor, png(64, 36, colour))


def test_what_one_host_keeps_another_gives(cast: Cast, storage: Storage) -> None:
    upload, frame = given(cast), builders.frame(cast.workspace)
    assert {f"uploads/{upload.picture}", f"frames/{frame.stage}"} <= storage.pictures()
    storage.begin()
    client = client_for(cast.viewer)
    path = upload.public_path("logo.png")
    assert client.get(path).content == storage.objects()[f"uploads/{upload.picture}"]
    answer = client.get(reverse("frame", args=[frame.pk, "png"]))
    assert answer["Content-Type"] == "image/png"
    assert answer.content == storage.objects()[f"frames/{frame.stage}"]
    assert open_upload(upload)
    assert open_frame(frame)


def test_nothing_of_it_lies_on_the_disk(cast: Cast, data: Path) -> None:
    given(cast)
    assert not [*data.rglob("*.png")]


def test_an_object_says_what_it_is_and_is_nobody_s_to_fetch(cast: Cast, storage: Storage) -> None:
    key = f"uploads/{given(cast).picture}"
    server = storage.server
    head = server.client.head_object(Bucket=storage.bucket, Key=key)
    assert head["ContentType"] == "image/png"
    with pytest.raises(urllib.error.HTTPError, match="403"):
        answer_of(f"http://127.0.0.1:{server.port}/{storage.bucket}/{key}")


def test_what_the_studio_did_not_write_is_refused(
    cast: Cast, storage: Storage, caplog: pytest.LogCaptureFixture
) -> None:
    upload = given(cast)
    storage.put(f"uploads/{upload.picture}", png(64, 36, "red"))
    storage.begin()
    assert client_for(cast.viewer).get(upload.public_path()).status_code == 404
    assert open_upload(upload, full=True) is None
    assert f"something else by the name of {upload.picture}" in caplog.text


def test_what_is_too_large_to_be_ours_is_not_read_to_its_end(
    cast: Cast, storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = given(cast)
    monkeypatch.setattr("studio.library.bucket.MAX_OUTPUT_BYTES", 10)
    assert client_for(cast.viewer).get(upload.public_path()).status_code == 404


def test_threads_share_one_client(cast: Cast, storage: Storage) -> None:
    upload = given(cast)
    storage.begin()
    with ThreadPoolExecutor(8) as threads:
        read = set(threads.map(uploads().read, [upload.picture] * 40))
    assert len(read) == 1


def test_what_nobody_needs_any_more_is_removed(
    committed: Cast, storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload, frame = given(committed), builders.frame(committed.workspace)
    old = builders.frame(committed.workspace, "https://pictures.example.com/old.png", png(80, 80))
    Frame.objects.filter(pk=old.pk).update(seen_at=timezone.now() - timedelta(days=31))
    tidying.tidy()
    assert f"frames/{old.stage}" in storage.pictures(), "it is too young to be judged"
    monkeypatch.setattr(tidying, "YOUNG_SECONDS", -60.0)
    tidying.tidy()
    kept = {f"uploads/{upload.picture}", f"uploads/{upload.stage}", f"frames/{frame.stage}"}
    assert storage.pictures() == kept


def test_of_too_much_some_is_forgotten(
    committed: Cast, storage: Storage, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tidying, "YOUNG_SECONDS", -60.0)
    frame = builders.frame(committed.workspace)
    Frame.objects.filter(pk=frame.pk).update(seen_at=timezone.now() - timedelta(hours=1))
    settings.FRAMES_BYTES = 10
    tidying.tidy()
    assert not Frame.objects.exists()
    assert not storage.pictures()


def test_a_room_may_have_more_files_than_one_answer_lists(storage: Storage) -> None:
    names = [f"uploads/00/{number:064x}.png" for number in range(1005)]
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(storage.put, names, [b"x"] * len(names)))
    assert len([*uploads().kept()]) == 1005
    assert not [*frames().kept()]


def test_another_studio_s_bucket_is_left_as_it_is(
    committed: Cast, storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a host has it that was started with another database, a new one by mistake."""
    upload = given(committed)
    Upload.objects.all().delete()
    Mark.objects.update(key=uuid.uuid4())
    storage.begin()
    before = storage.pictures()
    monkeypatch.setattr(tidying, "YOUNG_SECONDS", -60.0)
    with pytest.raises(StorageTaken):
        tidying.tidy()
    row = builders.template(committed.workspace)
    client = client_for(committed.editor, raise_request_exception=False)
    address = reverse("template-upload", args=[row.pk])
    answer = client.post(
        address, png(), content_type="image/png", headers={"accept": "application/json"}
    )
    assert answer.status_code == 503
    assert "is another studio’s" in answer.json()["message"]
    assert storage.pictures() == before
    assert uploads().read(upload.picture)


@pytest.mark.parametrize("key", ["frames/logo.png", f"uploads/aa/{'a' * 64}.png", "backup.tar"])
def test_a_bucket_that_others_use_is_not_taken_for_ours(
    committed: Cast, storage: Storage, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    """Nor is our own one by a database that was made anew, once its mark was removed."""
    storage.put(key, b"somebody's")
    monkeypatch.setattr(tidying, "YOUNG_SECONDS", -60.0)
    for come in (tidying.tidy, lambda: given(committed), uploads().claim):
        with pytest.raises(StorageTaken):
            come()
    with pytest.raises(CommandError, match="holds something else"):
        call_command("copy_pictures", "to-storage")
    assert storage.objects() == {key: b"somebody's"}


def test_what_is_not_named_as_pictures_are_is_nobody_s_to_remove(
    committed: Cast, storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    uploads().claim()
    others = {"frames/logo.png", "uploads/2026/plan.pdf"}
    for key in (*others, f"frames/aa/{'a' * 64}.png"):
        storage.put(key, b"x")
    monkeypatch.setattr(tidying, "YOUNG_SECONDS", -60.0)
    tidying.tidy()
    assert storage.pictures() == others


def test_a_process_that_ends_removes_nothing_more(
    committed: Cast, storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    uploads().claim()
    for number in range(3):
        storage.put(f"uploads/00/{number:064x}.png", b"x")
    monkeypatch.setattr(tidying, "YOUNG_SECONDS", -60.0)
    said = iter([False, True, True])
    tidying.tidy(lambda: next(said))
    assert len(storage.pictures()) == 2


def test_a_bucket_is_not_marked_by_what_is_taken_back(committed: Cast, storage: Storage) -> None:
    with transaction.atomic():
        with pytest.raises(StorageAway):
            given(committed)
        transaction.set_rollback(True)
    assert not storage.objects()
    given(committed)
    assert storage.objects()["mix-studio"].decode() == str(Mark.objects.get().key)


def test_what_stands_in_the_environment_for_others_is_passed_over(
    cast: Cast, storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_PROFILE", "AWS_ACCESS_KEY_ID", "AWS_SESSION_TOKEN", "AWS_REGION"):
        monkeypatch.setenv(name, "nobody-s")
    client_of.cache_clear()
    assert open_upload(given(cast))


def test_a_bucket_may_stand_before_its_host(storage: Storage) -> None:
    keys = storage.server.url("pictures").partition("@")[0]
    options = engines.storage(f"{keys}@storage.example.com/pictures?style=virtual")
    bucket = options.pop("bucket_name")
    url = made(**options).generate_presigned_url("get_object", {"Bucket": bucket, "Key": "k"})
    assert url.startswith(f"https://{bucket}.storage.example.com/k?")


def test_a_workspace_s_export_has_its_pictures(committed: Cast, storage: Storage) -> None:
    upload = given(committed)
    storage.begin()
    address = reverse("workspace-export", args=[committed.workspace.pk])
    answer: Any = client_for(committed.owner).post(address)
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as file:
        assert (
            file.read(f"uploads/{upload.pk}.png") == storage.objects()[f"uploads/{upload.picture}"]
        )


def test_pictures_are_copied_there_and_back(
    committed: Cast,
    storage: Storage,
    data: Path,
    settings: Settings,
    capsys: pytest.CaptureFixture[str],
) -> None:
    there, rooms = settings.STORAGES, {}
    for room, folder in (("frames", settings.FRAMES), ("uploads", settings.UPLOADS)):
        rooms[room] = {"BACKEND": "studio.library.stores.Folder", "OPTIONS": {"location": folder}}
    settings.STORAGES = there | rooms
    upload, frame = given(committed), builders.frame(committed.workspace)
    settings.STORAGES = there
    call_command("copy_pictures", "to-storage")
    call_command("copy_pictures", "to-storage")
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("2 files of pictures were copied, and 0 were there")
    assert second.startswith("0 files of pictures were copied, and 2 were there")
    assert uploads().read(upload.picture) == Folder(settings.UPLOADS).read(upload.picture)
    for file in (settings.UPLOADS / upload.picture, settings.FRAMES / frame.picture):
        file.unlink()
    (settings.FRAMES / frame.picture).write_bytes(b"half of i")
    call_command("copy_pictures", "to-folder")
    assert Folder(settings.UPLOADS).read(upload.picture) == uploads().read(upload.picture)
    assert Folder(settings.FRAMES).read(frame.picture) == frames().read(frame.picture)


def test_what_is_lost_is_told_by_who_copies(
    committed: Cast, storage: Storage, capsys: pytest.CaptureFixture[str]
) -> None:
    upload = given(committed)
    storage.put(f"uploads/{upload.picture}", b"something else")
    with pytest.raises(CommandError, match=f"1 uploaded files .*{upload.picture}"):
        call_command("copy_pictures", "to-folder")
    assert capsys.readouterr().out.startswith("0 files of pictures were copied")


def test_without_a_storage_there_is_nothing_to_copy(db: None, settings: Settings) -> None:
    settings.STORAGE = {}
    with pytest.raises(CommandError, match="STORAGE_URL is not set"):
        call_command("copy_pictures", "to-storage")


LOADED = """
import json, sys, django
django.setup()
from django.urls import get_resolver
from studio.library.stores import frames
assert get_resolver().url_patterns
frames()
print(json.dumps(sorted(sys.modules)))
"""


def test_a_studio_without_one_does_not_load_what_asks_it(tmp_path: Path) -> None:
    environment = {"DJANGO_SETTINGS_MODULE": "studio.settings", "STUDIO_DATA": str(tmp_path)}
    said = subprocess.check_output([sys.executable, "-c", LOADED], env=environment, cwd=ROOT)
    assert not [name for name in json.loads(said) if name.split(".")[0] in ("botocore", "boto3")]
