"""A storage that is away: what needs no picture goes on, what does is told, and nothing is lost."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from studio.editor import thumbnails
from studio.library.bucket import ATTEMPTS, Pause
from studio.library.models import Frame, Kind, State, Upload, Wanted
from studio.library.pictures import open_frame
from studio.library.stores import uploads
from studio.library.wording import frame_json
from studio.outage import StorageAway
from studio.processes import clock, health, noting
from studio.processes import storage as asking
from studio.processes.parts import storage_rounds
from studio.processes.storage import noted
from studio.processes.workers import Rounds
from studio.rules import codec
from tests import builders, picture_server
from tests.builders import Cast, client_for, png, template
from tests.driving.processes import free_ports, wait_for
from tests.library.bucket.conftest import Storage

pytestmark = pytest.mark.usefixtures("storage")


@pytest.fixture
def committed(transactional_db: None, plain_static: None) -> Cast:
    return builders.cast()


def leave(storage: Storage) -> None:
    """Nobody listens where it was."""
    storage.lead(storage.server.url(storage.bucket, free_ports(1)))


def give(cast: Cast) -> Any:
    client = client_for(cast.editor, raise_request_exception=False)
    row = template(cast.workspace)
    return client.post(
        reverse("template-upload", args=[row.pk]),
        png(),
        content_type="image/png",
        headers={"accept": "application/json"},
    )


def test_an_upload_is_turned_away_with_a_sentence_and_taken_once_it_is_back(
    committed: Cast, storage: Storage
) -> None:
    leave(storage)
    answer = give(committed)
    assert (answer.status_code, answer["Retry-After"]) == (503, "2")
    assert "The storage of pictures does not answer" in answer.json()["message"]
    assert not Upload.objects.exists()
    storage.begin()
    assert give(committed).status_code == 201


def test_a_picture_is_asked_for_again_later(committed: Cast, storage: Storage) -> None:
    """503, not 404: a cloud or a browser that was told there is none would not come back."""
    upload = Upload.objects.take(committed.workspace, committed.editor, png())
    client = Client(raise_request_exception=False)
    leave(storage)
    assert client.get(upload.public_path()).status_code == 503
    storage.begin()
    assert client.get(upload.public_path()).status_code == 200


def test_a_scene_is_drawn_without_them_and_no_such_picture_is_kept(
    committed: Cast, storage: Storage
) -> None:
    row = template(committed.workspace)
    for source in row.rules.sources:
        builders.frame(committed.workspace, source.url, png(64, 36, "red"))
    leave(storage)
    thumbnail = thumbnails.thumbnail_of(row)
    lacking = thumbnails.drawn(row, thumbnail)
    assert not thumbnail.is_kept
    storage.begin()
    assert thumbnails.drawn(row, thumbnail) != lacking
    assert thumbnail.is_kept


def test_what_was_fetched_and_can_t_be_kept_is_told_and_fetched_again(
    committed: Cast, storage: Storage, settings: Any
) -> None:
    leave(storage)
    with picture_server.running() as server:
        settings.FETCH_ALLOW = [server.pair]
        server.files["host.png"] = png(320, 180, "red")
        wanted = Wanted(server.url("host.png"), Kind.PICTURE)
        row = Frame.objects.ask(committed.workspace, [wanted])[wanted]
        row.fetch()
        assert row.state == State.FAILED
        assert "could not be kept" in str(frame_json(row)["message"])
        storage.begin()
        row.renew()
        Frame.objects.fetch(row.pk)
        row.refresh_from_db()
        assert open_frame(row)


def asked(rounds: Rounds) -> bool:
    """Whether it answered who asks it all the time."""
    rounds.once()
    return noted() is None


def test_the_studio_is_ready_and_says_what_is_away(committed: Cast, storage: Storage) -> None:
    (rounds,) = storage_rounds()

    def storage_in(answer: Any) -> dict[str, Any]:
        return next(
            each for each in json.loads(answer.content)["checks"] if each["name"] == "storage"
        )

    assert storage_in(Client().get("/readyz"))["says"] == "Nobody asks whether it answers."
    assert asked(rounds)
    assert storage_in(Client().get("/readyz"))["well"]
    leave(storage)
    assert storage_in(Client().get("/readyz"))["well"], "whoever asks has it asked"
    assert not asked(rounds)
    answer = Client().get("/readyz")
    # Who balances loads is not to take every host out for want of pictures.
    assert storage_in(answer) == {
        "name": "storage",
        "well": False,
        "says": "The storage of pictures does not answer.",
    }
    found = health.check_storage()
    assert not found.is_grave
    assert "STORAGE_URL" in found.mend
    noting.note()
    assert "Storage" in noting.noted()


def test_a_backup_without_the_pictures_is_none(
    committed: Cast, storage: Storage, data: Any
) -> None:
    Upload.objects.take(committed.workspace, committed.editor, png())
    leave(storage)
    with pytest.raises(CommandError, match="No backup was made: the storage does not answer"):
        call_command("backup")
    assert not [*data.rglob("*.zip*")]


def test_what_is_copied_half_is_told(committed: Cast, storage: Storage) -> None:
    Upload.objects.take(committed.workspace, committed.editor, png())
    leave(storage)
    with pytest.raises(
        CommandError, match=r"The storage of pictures does not answer\. Run this once"
    ):
        call_command("copy_pictures", "to-folder")


def test_a_key_that_is_refused_is_told_as_the_others(committed: Cast, storage: Storage) -> None:
    url = storage.server.url(storage.bucket).replace("studio:", "nobody:")
    storage.lead(url)
    with pytest.raises(StorageAway):
        uploads().put("aa/" + "a" * 64 + ".png", b"")


def test_a_bucket_that_is_not_there_is_no_missing_picture(
    committed: Cast, storage: Storage
) -> None:
    storage.lead(storage.server.url("never-made"))
    with pytest.raises(StorageAway):
        uploads().read("aa/" + "a" * 64 + ".png")


@pytest.fixture
def silent() -> Iterator[socket.socket]:
    """What takes every connection and never says anything."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        yield listener


def test_one_that_hangs_is_asked_twice_and_then_left_alone(
    db: None, storage: Storage, silent: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("studio.library.bucket.ANSWER_SECONDS", 0.2)
    silent.setblocking(False)
    storage.lead(storage.server.url(storage.bucket, silent.getsockname()[1]))
    for _try in range(5):
        with pytest.raises(StorageAway):
            uploads().read("aa/" + "a" * 64 + ".png")
    assert connections(silent) == ATTEMPTS
    Pause.until = 0.0
    with pytest.raises(StorageAway):
        uploads().read("aa/" + "a" * 64 + ".png")
    assert connections(silent) == ATTEMPTS


def test_one_that_hangs_is_told_while_it_is_waited_for(
    committed: Cast, storage: Storage, silent: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert asking.ASK_EVERY + asking.LATE < 10, "it is to be red within ten seconds"
    monkeypatch.setattr("studio.library.bucket.ANSWER_SECONDS", 2.0)
    monkeypatch.setattr(asking, "LATE", 0.3)
    assert asking.keep() is None
    storage.lead(storage.server.url(storage.bucket, silent.getsockname()[1]))

    def ask() -> bool:
        found = asking.keep()
        connection.close()
        return found is not None

    with ThreadPoolExecutor(1) as thread:
        asks = thread.submit(ask)
        wait_for(lambda: noted() is not None, "it is told", 1.5)
        assert not asks.done()
        assert asks.result()
    assert noted() is not None


def test_a_database_that_hangs_is_not_told_as_the_storage(
    committed: Cast, storage: Storage
) -> None:
    """No question to it stands between that of the storage and its answer."""
    waited_for: list[float | None] = []

    def note(execute: Any, *asked: Any) -> Any:
        waited_for.append(asking.said()[1])
        return execute(*asked)

    with connection.execute_wrapper(note):
        assert asking.keep() is None
    assert waited_for
    assert {*waited_for} == {None}


@pytest.mark.parametrize("ahead", [-3600.0, 3600.0])
def test_who_was_ended_while_they_waited_is_not_waited_for(
    committed: Cast, storage: Storage, ahead: float
) -> None:
    asking.write("", time.time() + ahead)
    assert noted() is None
    assert asking.keep() is None
    assert asking.said() == ("", None)


def test_the_clock_does_not_wait_for_one_that_hangs(
    committed: Cast, storage: Storage, silent: socket.socket
) -> None:
    silent.setblocking(False)
    storage.lead(storage.server.url(storage.bucket, silent.getsockname()[1]))
    clock.note_health()
    assert Client().get("/readyz").json()["checks"]
    assert connections(silent) == 0


def test_once_it_was_left_alone_one_thread_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Pause, "until", time.monotonic() - 1)
    with ThreadPoolExecutor(8) as threads:
        asks = [*threads.map(lambda _: Pause.is_over(), range(8))]
    assert asks.count(True) == 1


ODD = {
    "page": (203, b"<html>"),
    "mute": (403, b"<Error></Error>"),
    "broken": (500, b"<html>"),
    "drops": (200, b""),
}


class Odd(BaseHTTPRequestHandler):
    """Answers as no storage does, by the bucket that is asked for."""

    def do_GET(self) -> None:
        status, body = ODD[self.path.split("/")[1].partition("?")[0]]
        self.send_response(status)
        self.send_header("Content-Length", str(len(body) or 100_000))
        self.end_headers()
        self.wfile.write(body)
        if body:
            return
        with suppress(OSError):
            for _drop in range(20):
                self.wfile.write(b"x" * 5000)
                time.sleep(0.1)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def odd() -> Iterator[int]:
    """Its port."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Odd) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


@pytest.mark.parametrize("bucket", ["page", "mute"])
def test_what_is_no_answer_of_a_storage_is_told_as_one_that_is_away(
    storage: Storage, odd: int, bucket: str
) -> None:
    storage.lead(storage.server.url(bucket, odd))
    with pytest.raises(StorageAway):
        [*uploads().kept()]
    assert uploads().is_away, "what is drawn lacks pictures"
    assert Pause.until == 0.0, "and yet the next may be answered"


def test_one_that_fails_by_itself_is_left_alone(storage: Storage, odd: int) -> None:
    storage.lead(storage.server.url("broken", odd))
    with pytest.raises(StorageAway):
        uploads().read("aa/" + "a" * 64 + ".png")
    assert Pause.until > time.monotonic()


def test_an_object_that_comes_in_drops_is_given_up(
    storage: Storage, odd: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("studio.library.bucket.READ_SECONDS", 0.3)
    storage.lead(storage.server.url("drops", odd))
    with pytest.raises(StorageAway):
        uploads().read("aa/" + "a" * 64 + ".png")


def connections(listener: socket.socket) -> int:
    """How many were made since the last time."""
    count = 0
    while True:
        try:
            listener.accept()[0].close()
        except BlockingIOError:
            return count
        count += 1


def test_a_template_is_shown_and_saved_without_it(committed: Cast, storage: Storage) -> None:
    row = template(committed.workspace)
    builders.frame(committed.workspace, row.rules.sources[0].url)
    leave(storage)
    client = client_for(committed.editor)
    assert client.get(reverse("template-edit", args=[row.pk])).status_code == 200
    sent = builders.save_request(codec.write(row.rules), version=row.version)
    assert client.put(reverse("template-document", args=[row.pk]), **sent).status_code == 200
