"""What Prometheus is told, and whom else: nobody."""

from __future__ import annotations

import json
import math
import threading
import time
from base64 import b64encode
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, connection
from django.db.models.functions import Now
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from prometheus_client.parser import text_string_to_metric_families
from pytest_django import Settings

from studio import counting
from studio.library.models import Frame
from studio.mixes.clouds import calls
from studio.mixes.jobs import inquire
from studio.mixes.models import Account, MixTask, Operation, Rank, State
from studio.processes import hosts, metrics, notes, report
from studio.processes.models import HostProcess
from studio.processes.report import Process
from studio.volcengine.client import Call
from studio.volcengine.errors import Unreachable
from tests.builders import Cast, client_for
from tests.driving.processes import wait_for
from tests.mixes.history.past import pushed
from tests.processes import signs

pytestmark = pytest.mark.django_db

TOKEN = "a-CANARY-of-a-token-that-is-long-enough"


@pytest.fixture
def watched(data: Path, settings: Settings) -> Iterator[Path]:
    """The folder of a studio that tells; this process counts as one of its own."""
    settings.METRICS_TOKEN = TOKEN
    counting.begin("web-1")
    yield data
    counting.BOOK.file = None


def asked(name: str = "metrics", token: str = TOKEN, scheme: str = "Basic") -> dict[str, str]:
    pair = b64encode(f"{name}:{token}".encode()).decode()
    return {"Authorization": f"{scheme} {pair}"}


class Told:
    """What the page tells."""

    def __init__(self) -> None:
        answer = Client(raise_request_exception=False).get("/metrics", headers=asked())
        assert answer.status_code == 200
        assert answer["Content-Type"].startswith("text/plain; version=")
        self.values = {
            (sample.name.removeprefix("mixstudio_"), frozenset(sample.labels.items())): sample.value
            for family in text_string_to_metric_families(answer.text)
            for sample in family.samples
        }

    def __call__(self, name: str, **labels: str) -> float | None:
        return self.values.get((name, frozenset(labels.items())))


def test_nobody_is_told_without_the_token(watched: Path, cast: Cast) -> None:
    wrong: tuple[dict[str, str], ...] = (
        {},
        asked(token=TOKEN[:-1]),
        asked(token=""),
        asked(name="admin"),
        asked(scheme="Bearer"),
        {"Authorization": f"Basic {TOKEN}"},
    )
    for headers in wrong:
        answer = Client().get("/metrics", headers=headers)
        assert (answer.status_code, answer.content) in {(404, b""), (401, answer.content)}
        assert b"mixstudio" not in answer.content
    assert client_for(cast.owner).get("/metrics").status_code == 404
    assert Told()("database_up") == 1


def test_nobody_is_told_where_the_settings_have_no_token(data: Path, settings: Settings) -> None:
    settings.METRICS_TOKEN = ""
    for headers in (asked(token=""), asked()):
        assert Client().get("/metrics", headers=headers).status_code == 404
    counting.begin("web-1")
    counting.request("tasks", 200, 0.1)
    assert not counting.folder().exists()


def test_who_asks_by_plain_http_is_not_led_elsewhere(watched: Path, settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert Client().get("/metrics", headers=asked()).status_code == 200
    at_its_ip = Client(headers={"host": "127.0.0.1"})
    assert at_its_ip.get("/metrics", headers=asked()).status_code == 200


def test_what_processes_count_is_told_of_each(watched: Path) -> None:
    row = {"view": "tasks", "status": "200"}
    before = Told()("requests_total", **row, process="web-1") or 0
    for _time in range(3):
        counting.request("tasks", 200, 0.3)
    sample = ["mixstudio_requests_total", row, 5.0]
    other = json.dumps([["mixstudio_requests", "", "counter", [sample]]])
    (counting.folder() / "cloud.json").write_text(other)
    (counting.folder() / "media.json").write_text("half of")
    wait_for(
        lambda: Told()("requests_total", **row, process="web-1") == before + 3, "it is written", 5
    )
    found = Told()
    assert found("requests_total", **row, process="cloud") == 5
    fast, slow = (
        found("request_seconds_bucket", view="tasks", le=le, process="web-1")
        for le in ("0.25", "0.5")
    )
    assert fast is not None
    assert slow is not None
    assert slow - fast >= 3


def test_the_first_failure_of_a_call_has_a_zero_before_it(watched: Path) -> None:
    counting.cloud_call("ListCloudMixTask", "ok", 0.1)
    counting.BOOK.write()
    labels = {"action": "ListCloudMixTask", "process": "web-1"}
    assert Told()("cloud_call_seconds_count", **labels, outcome="unreachable") == 0


@pytest.mark.django_db(transaction=True)
def test_who_waits_for_a_turn_is_counted_while_they_do(
    watched: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def now() -> Told:
        counting.BOOK.write()
        return Told()

    monkeypatch.setattr("studio.mixes.clouds.turns.GAP", timedelta(minutes=1))
    account = Account.objects.create().pk
    with counting.turn("push"):
        assert now()("turns_waiting", rank="push", process="web-1") == 1
    took = {"rank": "push", "outcome": "taken", "process": "web-1"}
    before = now()("turn_seconds_count", **took) or 0
    Account.objects.take_turn(account, Rank.PUSH)
    assert now()("turns_waiting", rank="push", process="web-1") == 0
    assert now()("turn_seconds_count", **took) == before + 1
    monkeypatch.setattr(type(Account.objects.all()), "PATIENCE", timedelta(0))
    gave_up = took | {"outcome": "given_up"}
    before = now()("turn_seconds_count", **gave_up) or 0
    with pytest.raises(Unreachable):
        Account.objects.take_turn(account, Rank.PUSH)
    assert now()("turn_seconds_count", **gave_up) == before + 1


def test_tasks_operations_and_beats_are_told_with_their_ages(watched: Path, cast: Cast) -> None:
    push = pushed(cast)
    ago = timezone.now() - timedelta(hours=70)
    MixTask.objects.update(status="runing", began_at=ago, task_id="t1")
    Operation.objects.filter(pk=push.pk).update(
        state=State.UNKNOWN, sent_at=timezone.now() - timedelta(seconds=90)
    )
    inquire.enqueue(str(push.pk))
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(seconds=50))
    signs.give("clock", 70)
    found = Told()
    assert found("tasks", cloud="sandbox", phase="on_air") == 1
    assert found("tasks", cloud="volcengine", phase="on_air") == 0
    assert about(found("oldest_task_seconds", cloud="sandbox"), 70 * 3600)
    assert found("operations", kind="push", state="unknown") == 1
    assert about(found("oldest_operation_seconds", kind="push", state="unknown"), 90)
    assert found("oldest_operation_seconds", kind="take", state="unknown") == 0
    assert found("jobs", queue="cloud", state="ready") == 1
    assert about(found("oldest_job_seconds", queue="cloud"), 50)
    assert about(found("beat_age_seconds", worker="clock"), 70)
    assert found("beat_age_seconds", worker="media") == math.inf
    assert found("frames", state="ready") == Frame.objects.filter(state="ready").count()
    assert (found("disk_free_bytes") or 0) > 0
    # A task that the cloud has ended is nobody's concern.
    MixTask.objects.update(status="done")
    assert Told()("tasks", cloud="sandbox", phase="on_air") == 0
    # What is put off waits for nobody yet.
    DBTaskResult.objects.update(run_after=timezone.now() + timedelta(seconds=20))
    assert Told()("oldest_job_seconds", queue="cloud") == 0


def about(value: float | None, seconds: float) -> bool:
    """On a machine that is slow, too."""
    return value is not None and seconds <= value < seconds + 60


def test_what_the_supervisor_knows_is_told(watched: Path) -> None:
    row = Process(name="media", pid=7, ends=3, last_end="SIGKILL", ended_at=time.time())
    notes.write(report.NAME, [row._asdict()])
    assert Told()("process_ends_total", process="media") == 3


def test_what_is_told_takes_as_many_queries_however_much_there_is(
    watched: Path, cast: Cast
) -> None:
    counts = []
    for _round in range(2):
        for _time in range(3):
            pushed(cast)
        with CaptureQueriesContext(connection) as queries:
            metrics.text()
        counts.append(len(queries))
    assert counts == ([6, 6] if hosts.are_several() else [4, 4])


def test_no_name_and_no_key_is_told(watched: Path, cast: Cast) -> None:
    push = pushed(cast)
    text = metrics.text().decode()
    names = {str(push.pk), push.task.name, push.task.title, cast.owner.username}
    assert not [name for name in names if name in text]
    assert "CANARY" not in text


def test_what_another_host_sees_to_is_not_missed_here(
    watched: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hosts, "are_several", lambda: True)
    signs.give("clock", 30, host="another")
    signs.give("clock", 50, host="third")
    HostProcess.objects.filter(host="third").update(heard_at=Now() - timedelta(minutes=1))
    found = Told()
    assert about(found("beat_age_seconds", worker="clock"), 30)
    assert found("beat_age_seconds", worker="cloud") == math.inf
    assert found("missed_hosts") == 1


def test_without_its_database_the_rest_is_told(
    watched: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> None:
        raise DatabaseError

    monkeypatch.setattr(metrics, "tasks", away)
    found = Told()
    assert found("database_up") == 0
    assert found("beat_age_seconds", worker="clock") == math.inf
    assert found("jobs", queue="cloud", state="ready") is None


def test_a_full_disk_ends_nobody_who_counts(watched: Path) -> None:
    counting.BOOK.file = watched / "nowhere" / "web-1.json"
    counting.request("tasks", 200, 0.1)
    counting.BOOK.write()


def test_nobody_who_counts_needs_a_thread_of_their_own_for_it(
    watched: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There may be none to be had: what the cloud has answered must be told all the same."""

    def none(thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", none)
    for seconds in (0.1, 0.2):
        calls.tell(Call(action="CreateCloudMixTask", seconds=seconds, request_id="1"))
        counting.request("tasks", 200, seconds)


def test_a_new_studio_counts_from_nought(watched: Path) -> None:
    assert list(counting.folder().iterdir())
    counting.clear()
    assert not counting.folder().exists()
