"""What a task is doing, as the cloud says it, asked no more often than need be."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from studio.mixes.models import MixTask, Operation, Phase, Take
from studio.mixes.models.rounds import MixTaskQuerySet
from studio.processes.watcher import ask
from studio.volcengine.records import Listed
from tests.mixes.conftest import CloudThat, RecordPush, aged, ago, carry_out, usual_cloud
from tests.volcengine.bodies import document
from tests.volcengine.stand_in import drop, reply, success


def refresh() -> int:
    MixTask.objects.update(checked_at=None)
    return MixTask.objects.refresh_due(usual_cloud())


def test_a_task_comes_on_air_and_says_since_when(running: Operation) -> None:
    refresh()
    task = MixTask.objects.get()
    assert task.phase is Phase.ON_AIR
    assert task.on_air_at is not None


@pytest.mark.parametrize(
    ("status", "phase"),
    [
        ("pending", Phase.PREPARING),
        ("prepare", Phase.PREPARING),
        ("runing", Phase.ON_AIR),
        ("Running", Phase.ON_AIR),
        ("prestop", Phase.STOPPING),
        ("Done", Phase.ENDED),
        ("frozen", Phase.OTHER),
    ],
)
def test_each_status_word_has_its_phase(on_air: Operation, status: str, phase: Phase) -> None:
    on_air.task.note_status(status)
    task = MixTask.objects.get()
    assert task.phase is phase
    assert task.status == status


def test_the_cloud_s_own_times_count(on_air: Operation) -> None:
    """A studio that was off meanwhile still knows since when a task runs and when it ended."""
    ended = timezone.now() - timedelta(hours=2)
    began = ended - timedelta(hours=3)
    listed = Listed(
        task_id="1", name="a", status="done", created_at=began, updated_at=None, stopped_at=ended
    )
    on_air.task.note_listed(listed)
    task = MixTask.objects.get()
    assert (task.ended_at, task.run.lasts) == (ended, timedelta(hours=3))


def test_one_list_serves_every_task(cloud_that: CloudThat, record_push: RecordPush) -> None:
    stand_in = cloud_that(reply(200, success({"TaskID": "3b1a7bb73ab6b06c"})))
    carry_out(record_push())
    cloud_that(drop)
    rows = [
        {"Name": "a", "Status": "runing", "TaskID": "3b1a7bb73ab6b06c"},
        {"Name": "b", "Status": "runing", "TaskID": "4b1a7bb73ab6b06c"},
    ]
    stand_in = cloud_that(reply(200, success({"Count": 2, "Result": rows})))
    MixTask.objects.update(cloud=usual_cloud())
    first = MixTask.objects.get()
    MixTask.objects.create(
        workspace=first.workspace,
        name="b",
        title="b",
        cloud=first.cloud,
        task_id="4b1a7bb73ab6b06c",
    )
    assert refresh() == 2
    asked = [request.query for request in stand_in.requests]
    assert sum("ListCloudMixTask" in query for query in asked) == 1
    assert {task.phase for task in MixTask.objects.all()} == {Phase.ON_AIR}


def test_a_task_the_cloud_has_forgotten_keeps_no_other_waiting(on_air: Operation) -> None:
    MixTask.objects.create(
        workspace=on_air.workspace,
        name="gone",
        title="gone",
        cloud=on_air.cloud,
        task_id="0000000000000000",
    )
    assert refresh() == 2
    assert MixTask.objects.get(pk=on_air.task.pk).status


@pytest.mark.parametrize(("seconds", "details"), [(20, 1), (0, 0)])
def test_what_another_clock_asks_about_at_this_moment_is_not_asked_again(
    cloud_that: CloudThat, on_air: Operation, seconds: int, details: int
) -> None:
    """Its versions' Detail tells the status of one that no list holds, too."""
    stand_in = cloud_that(reply(200, success({"Count": 0, "Result": []})))
    MixTask.objects.update(cloud=usual_cloud(), checked_at=None, detailed_at=ago(seconds=seconds))
    assert MixTask.objects.refresh_due(usual_cloud()) == 1
    queries = [request.query for request in stand_in.requests]
    assert sum("GetCloudMixTaskDetail" in query for query in queries) == details


class TestHowOften:
    @pytest.fixture
    def on_screen(self, on_air: Operation) -> MixTask:
        on_air.task.note_status("runing")
        return on_air.task

    def is_due(self, task: MixTask, *, seconds_ago: int) -> bool:
        then = timezone.now() - timedelta(seconds=seconds_ago)
        MixTask.objects.filter(pk=task.pk).update(checked_at=then)
        return MixTask.objects.due(task.cloud).exists()

    @pytest.mark.parametrize("word", ["runing", "running", "Runing"])
    def test_seldom_while_it_runs_and_nobody_looks(self, on_screen: MixTask, word: str) -> None:
        on_screen.note_status(word)
        assert not self.is_due(on_screen, seconds_ago=20)
        assert self.is_due(on_screen, seconds_ago=31)

    def test_every_few_seconds_while_somebody_looks(self, on_screen: MixTask) -> None:
        MixTask.objects.watch([on_screen])
        assert not self.is_due(on_screen, seconds_ago=1)
        assert self.is_due(on_screen, seconds_ago=4)

    def test_every_few_seconds_while_something_moves(self, on_screen: MixTask) -> None:
        on_screen.note_status("prestop")
        assert self.is_due(on_screen, seconds_ago=4)

    def test_never_once_it_has_ended(self, on_screen: MixTask) -> None:
        on_screen.note_status("done")
        assert not self.is_due(on_screen, seconds_ago=3600)

    def test_a_take_that_may_be_applied_any_moment_first(
        self, on_screen: MixTask, record_push: RecordPush
    ) -> None:
        """However many others run, and have not been asked for longer."""
        for number in range(MixTaskQuerySet.DETAILS + 1):
            other = record_push().task
            MixTask.objects.filter(pk=other.pk).update(task_id=f"other-{number}", status="runing")
        aged(
            Take.record(task=on_screen, person=None, rules=document()),
            state="accepted",
            version=2,
            settled_at=ago(seconds=2),
        )
        MixTask.objects.update(detailed_at=ago(minutes=9))
        MixTask.objects.filter(pk=on_screen.pk).update(detailed_at=ago(seconds=4))
        first, *others = MixTask.objects.due_for_detail(on_screen.cloud)
        assert first == on_screen
        assert len(others) == MixTaskQuerySet.DETAILS - 1

    def test_by_one_clock_of_several(self, on_screen: MixTask) -> None:
        MixTask.objects.update(checked_at=None)
        assert MixTask.objects.refresh_due(on_screen.cloud) == 1
        assert MixTask.objects.refresh_due(on_screen.cloud) == 0


@pytest.mark.django_db(transaction=True)
def test_who_watches_survives_a_cloud_that_does_not_answer(
    cloud_that: CloudThat, on_air: Operation
) -> None:
    stand_in = cloud_that(drop)
    MixTask.objects.update(cloud=usual_cloud(), checked_at=None)
    ask(usual_cloud())
    assert len(stand_in.requests) == 1
    assert MixTask.objects.get().status == ""
