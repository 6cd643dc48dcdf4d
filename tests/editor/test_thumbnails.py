"""The gallery's pictures: drawn by jobs, each asked for once, shown whatever becomes of them."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from PIL import Image
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from studio.editor import thumbnails
from studio.editor.finding import PAGE
from studio.editor.models import LayoutTemplate
from studio.library.models import Frame, Kind, Wanted
from studio.processes.workers import OneThread
from tests.builders import Cast, client_for, document, frame, png, rewrite, template
from tests.driving.processes import ROOT

GALLERY, COMING = reverse("templates"), reverse("template-thumbnails")
FOR_GOOD = "private, max-age=86400, immutable"


@pytest.fixture
def client(cast: Cast, data: Path) -> Client:
    return client_for(cast.viewer)


def jobs() -> list[DBTaskResult[Any, Any]]:
    path = thumbnails.draw_kept.module_path
    return list(DBTaskResult.objects.filter(task_path=path).order_by("enqueued_at"))


def work() -> None:
    """What the worker does until nothing is left, within the test's transaction."""
    worker = OneThread(Event(), "media")
    while job := DBTaskResult.objects.ready().first():
        job.claim(worker.worker_id)
        worker.run_task(job)


def blanks(client: Client) -> dict[str, str]:
    """The names of the pictures that a gallery waits for, with the address of each."""
    found = re.findall(
        r'data-later="([^"]+)"\s+data-src="([^"]+)"', client.get(GALLERY).content.decode()
    )
    return {name: html.unescape(address) for name, address in found}


def pictures(client: Client) -> list[str]:
    """The addresses of those it shows whoever has scripts."""
    without, shown = divided(client.get(GALLERY).content.decode())
    assert {*without} <= {*blanks(client).values()}
    return shown


def divided(page: str) -> tuple[list[str], list[str]]:
    """The addresses of pictures for who has no scripts, and of those for everybody."""
    parts = re.split(r"<noscript>(.*?)</noscript>", page, flags=re.DOTALL)
    without, shown = (
        re.findall(r'<img src="([^"]+)"', "".join(part)) for part in (parts[1::2], parts[::2])
    )
    return [*map(html.unescape, without)], [*map(html.unescape, shown)]


def told(client: Client, *names: str) -> list[str]:
    """Which of them are there, as a page is told."""
    there: list[str] = client.get(COMING, {"of": names}).json()["there"]
    return there


def test_a_gallery_draws_nothing_and_shows_what_a_worker_drew(client: Client, cast: Cast) -> None:
    template(cast.workspace)
    ((name, address),) = blanks(client).items()
    assert divided(client.get(GALLERY).content.decode()) == ([address], [])
    assert told(client, name) == []
    work()
    assert told(client, name) == [name]
    assert (blanks(client), pictures(client)) == ({}, [address])
    answer = client.get(address)
    assert Image.open(BytesIO(answer.content)).size == (480, 270)
    assert answer["Cache-Control"] == FOR_GOOD


def test_what_is_not_there_yet_is_blank_in_its_own_shape(client: Client, cast: Cast) -> None:
    template(cast.workspace, document(width=1080, height=1920))
    assert 'viewBox="0 0 1080 1920"' in client.get(GALLERY).content.decode()


def test_however_many_look_it_is_asked_for_once(client: Client, cast: Cast) -> None:
    for number in range(3):
        template(cast.workspace, name=f"Show {number}")
    for person in (cast.viewer, cast.teammate, cast.owner):
        assert len(blanks(client_for(person))) == 3
    assert len(jobs()) == 3
    assert len({job.args_kwargs["args"][0] for job in jobs()}) == 3
    work()
    blanks(client)
    assert len(jobs()) == 3


def test_two_who_look_at_the_same_moment_ask_for_it_once(client: Client, cast: Cast) -> None:
    template(cast.workspace)
    others: list[int] = []

    def late(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith("INSERT") and not others:
            others.append(1)
            others.append(len(blanks(client_for(cast.teammate))))
        return execute(sql, *rest)

    with connection.execute_wrapper(late):
        assert len(blanks(client)) == 1
    assert others[1] == len(jobs()) == 1


def test_they_are_drawn_in_the_order_of_the_page(client: Client, cast: Cast) -> None:
    for number in range(4):
        template(cast.workspace, name=f"Show {number}")
    page = [name[:36] for name in blanks(client)]
    queue = DBTaskResult.objects.ready().values_list("args_kwargs", flat=True)
    assert [args["args"][0] for args in queue] == page


def test_what_an_editor_waits_for_goes_before_a_page_of_them(
    client: Client,
    cast: Cast,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    for number in range(PAGE):
        template(cast.workspace, name=f"Show {number}")
    assert len(blanks(client)) == PAGE
    wanted = Wanted("https://pictures.example.com/1.jpg", Kind.PICTURE)
    with django_capture_on_commit_callbacks(execute=True):
        Frame.objects.ask(cast.workspace, [wanted])
    first, *others = DBTaskResult.objects.ready()
    assert "fetch_frame" in first.task_path
    assert {job.queue_name for job in others} == {"media"}


@pytest.mark.parametrize("change", ["saved", "another picture"])
def test_what_changed_is_drawn_anew(client: Client, cast: Cast, data: Path, change: str) -> None:
    row = template(cast.workspace)
    (before,) = blanks(client)
    work()
    if change == "saved":
        rewrite(LayoutTemplate.objects.filter(pk=row.pk), rules=document(width=1280))
    else:
        frame(cast.workspace, data=png(colour="red"))
    (after,) = blanks(client)
    work()
    assert before != after
    assert len(jobs()) == 2
    assert [path.stem for path in data.glob("thumbnails/*")] == [after]


def test_what_no_picture_shows_has_none_drawn(client: Client, cast: Cast) -> None:
    """Where a template goes and what it is called, and that it was saved and is older by now."""
    row = template(cast.workspace)
    blanks(client)
    work()
    before = pictures(client)
    output = replace(row.rules.output, urls=("rtmp://push.example.com/live/another",))
    rewrite(LayoutTemplate.objects.all(), rules=replace(row.rules, output=output))
    LayoutTemplate.objects.update(version=9, name="Another", updated_at=timezone.now())
    assert (pictures(client), blanks(client)) == (before, {})


@pytest.mark.parametrize(
    "change",
    [
        {"sources": ("url", "https://pictures.example.com/2.jpg")},
        {"sources": ("id", "another")},
        {"sources": ("extra", {"Fit": "cover"})},
        {"state": {"assumed": {"host": "4:3"}}},
    ],
    ids=["an address", "a name on a card", "what is not named here", "a shape"],
)
def test_whatever_its_picture_shows_is_in_its_key(cast: Cast, change: dict[str, Any]) -> None:
    row = template(cast.workspace)
    before = thumbnails.thumbnail_of(row)
    if "sources" in change:
        name, value = change["sources"]
        first, *others = row.rules.sources
        row.rules = replace(row.rules, sources=(replace(first, **{name: value}), *others))
    else:
        row.editor_state = change["state"]
    assert thumbnails.thumbnail_of(row) != before


def test_nobody_can_try_addresses_against_the_key_it_is_known_by(
    cast: Cast, settings: Settings
) -> None:
    row = template(cast.workspace)
    before = thumbnails.thumbnail_of(row)
    settings.SECRET_KEY = "another"
    assert thumbnails.thumbnail_of(row) != before


def test_a_job_draws_what_the_template_is_by_then(client: Client, cast: Cast) -> None:
    row = template(cast.workspace)
    (before,) = blanks(client)
    rewrite(LayoutTemplate.objects.filter(pk=row.pk), rules=document(width=1280))
    work()
    (address,) = pictures(client)
    assert before[37:] not in address
    # Whoever waits for the former one is shown this.
    assert told(client, before) == [before]
    answer = client.get(address.replace(address[-32:], before[37:]))
    assert answer.content == client.get(address).content
    assert answer["Cache-Control"] == "private, no-cache"


def test_where_nobody_draws_it_in_time_the_request_does(client: Client, cast: Cast) -> None:
    template(cast.workspace)
    ((name, address),) = blanks(client).items()
    DBTaskResult.objects.update(enqueued_at=timezone.now() - thumbnails.PATIENCE)
    assert told(client, name) == [name]
    assert pictures(client) == [address]
    assert client.get(address).status_code == 200
    assert len(jobs()) == 1
    kept = thumbnails.Thumbnail.read(name)
    assert kept
    before = kept.path.stat().st_mtime_ns
    work()
    assert kept.path.stat().st_mtime_ns == before


def test_a_page_asks_for_longer_than_a_worker_is_waited_for() -> None:
    script = (ROOT / "static/pages/later.js").read_text(encoding="utf-8")
    (pauses,) = re.findall(r"PAUSES = (\[.*\]);", script)
    assert sum(json.loads(pauses)) > thumbnails.PATIENCE.total_seconds() * 1000


def test_a_clock_that_was_set_back_keeps_nobody_waiting(client: Client, cast: Cast) -> None:
    template(cast.workspace)
    (name,) = blanks(client)
    DBTaskResult.objects.update(enqueued_at=timezone.now() + timedelta(hours=1))
    assert told(client, name) == [name]


@pytest.mark.django_db(transaction=True)
def test_where_no_job_can_be_written_down_the_request_draws(client: Client, cast: Cast) -> None:
    template(cast.workspace)

    def refuse(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith("INSERT"):
            raise OperationalError("database is locked")
        return execute(sql, *rest)

    with connection.execute_wrapper(refuse):
        (address,) = pictures(client)
    assert jobs() == []
    assert client.get(address).status_code == 200


def test_what_was_drawn_and_is_not_kept_is_drawn_by_the_request(client: Client, cast: Cast) -> None:
    """As on a disk that is full: tests/pages/test_disks.py."""
    template(cast.workspace)
    ((name, address),) = blanks(client).items()
    work()
    kept = thumbnails.Thumbnail.read(name)
    assert kept
    kept.path.unlink()
    assert told(client, name) == [name]
    assert pictures(client) == [address]
    assert client.get(address).status_code == 200
    assert len(jobs()) == 1


def test_of_what_cannot_be_drawn_there_is_one_job_and_its_blank_stays(
    client: Client, cast: Cast
) -> None:
    template(cast.workspace)
    rewrite(LayoutTemplate.objects.all(), rules=document(width=100_000))
    ((name, address),) = blanks(client).items()
    work()
    (job,) = jobs()
    assert job.status == TaskResultStatus.SUCCESSFUL
    assert told(client, name) == [name]
    for _look in range(2):
        assert pictures(client) == [address]
        assert client.get(address).status_code == 422
    work()
    assert len(jobs()) == 1
    assert 'viewBox="0 0 100000 1080"' in client.get(GALLERY).content.decode()


def test_one_is_told_of_those_alone_that_one_may_see(client: Client, cast: Cast) -> None:
    row = template(cast.workspace)
    (name,) = blanks(client)
    work()
    assert told(client_for(cast.teammate), name) == [name]
    assert told(client_for(cast.stranger), name) == []
    assert told(client, "../../studio.sqlite3", f"{row.pk}", f"{row.pk}-{'x' * 32}") == []
    row.delete_softly()
    assert told(client, name) == []


def test_what_is_coming_is_looked_up_and_never_asked_for(client: Client, cast: Cast) -> None:
    """Or whoever makes up keys would fill the queue."""
    row = template(cast.workspace)
    made_up = f"{row.pk}-{'a' * 32}"
    assert told(client, made_up) == [made_up]
    assert jobs() == []
    answer = client.get(COMING, {"of": [made_up] * (PAGE + 1)})
    assert len(answer.json()["there"]) == PAGE
    assert answer["Cache-Control"] == "private, no-store"


def test_a_picture_is_kept_for_good_by_its_own_key_alone(client: Client, cast: Cast) -> None:
    row = template(cast.workspace)
    address = reverse("template-thumbnail", args=[row.pk])
    for query in ({}, {"v": "1"}, {"v": "0" * 32}):
        answer = client.get(address, query)
        assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-cache")


def test_a_job_of_a_template_that_is_gone_does_nothing(
    client: Client, cast: Cast, data: Path
) -> None:
    row = template(cast.workspace)
    blanks(client)
    row.delete_softly()
    work()
    assert jobs()[0].status == TaskResultStatus.SUCCESSFUL
    assert not list(data.glob("thumbnails/*"))
