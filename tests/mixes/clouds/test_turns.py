"""Whose turn it is to ask the cloud: never two at once, the urgent first, nobody for ever."""

from __future__ import annotations

import threading
import time
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from studio.mixes.clouds import configured
from studio.mixes.models import Account, Operation, Rank
from studio.volcengine.errors import Unreachable
from studio.volcengine.sandbox.server import SandboxServer
from tests.mixes.conftest import CloudThat, RecordPush, carry_out, names_at
from tests.volcengine.stand_in import drop, reply, success

CLOUD = "sandbox"


@pytest.fixture(autouse=True)
def _pace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("studio.mixes.clouds.turns.GAP", timedelta(milliseconds=200))
    monkeypatch.setattr("studio.mixes.clouds.turns.STEP", timedelta(milliseconds=50))


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wait longer than half a gap is too long."""
    patience = timedelta(milliseconds=100)
    monkeypatch.setattr(type(Account.objects.all()), "PATIENCE", patience)


def took(rank: Rank = Rank.STOP, account: str = CLOUD) -> float:
    """Seconds that a turn was waited for."""
    began = time.monotonic()
    Account.objects.take_turn(account, rank)
    return time.monotonic() - began


@pytest.mark.django_db
class TestATurn:
    def test_comes_at_once_where_nobody_has_asked(self) -> None:
        Account.objects.take_turn(CLOUD, Rank.STOP)
        assert Account.objects.get().next_at > timezone.now()

    def test_comes_a_gap_after_the_one_before(self) -> None:
        took()
        assert 0.15 < took() < 2

    def test_is_its_own_at_each_cloud(self, impatient: None) -> None:
        took()
        took(account="another")
        assert Account.objects.count() == 2

    def test_that_does_not_come_soon_enough_is_said_and_not_waited_for(
        self, impatient: None
    ) -> None:
        took()
        left = Account.objects.get().next_at
        with pytest.raises(Unreachable, match="busy"):
            took()
        assert Account.objects.get().next_at == left

    def test_of_a_lower_rank_is_left_to_a_higher_one_for_a_while(self, impatient: None) -> None:
        took()
        Account.objects.update(next_at=timezone.now())
        with pytest.raises(Unreachable):
            took(Rank.READ)
        took(Rank.STOP)

    def test_comes_although_the_clock_was_set_back(self, impatient: None) -> None:
        took()
        Account.objects.update(next_at=timezone.now() + timedelta(hours=1))
        took(Rank.READ)
        assert Account.objects.get().next_at < timezone.now() + timedelta(seconds=1)


@pytest.mark.django_db(transaction=True)
def test_no_turn_is_waited_for_within_a_transaction() -> None:
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        Account.objects.take_turn(CLOUD, Rank.STOP)


@pytest.mark.django_db(transaction=True)
def test_a_stop_overtakes_all_who_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    # Wide enough for threads that a busy computer starts late.
    monkeypatch.setattr("studio.mixes.clouds.turns.GAP", timedelta(seconds=1))
    monkeypatch.setattr("studio.mixes.clouds.turns.STEP", timedelta(seconds=0.2))
    order: list[Rank] = []

    def wait(rank: Rank) -> None:
        Account.objects.take_turn(CLOUD, rank)
        order.append(rank)
        connection.close()

    Account.objects.take_turn(CLOUD, Rank.STOP)
    waiting = [Rank.READ, Rank.PUSH, Rank.TAKE, Rank.STOP]
    threads = [threading.Thread(target=wait, args=(rank,)) for rank in waiting]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert order == sorted(waiting)


class TestOperations:
    @pytest.fixture
    def taken(self, db: None, impatient: None) -> None:
        """Others have taken the turn, and no further one comes in time."""
        Account.objects.create(cloud=CLOUD, next_at=timezone.now() + timedelta(seconds=0.35))

    def test_are_put_off_unsent(
        self, sandbox: SandboxServer, record_push: RecordPush, taken: None
    ) -> None:
        operation = carry_out(record_push())
        assert (operation.state, operation.error_code) == ("queued", "busy")
        assert operation.sent_at is None
        assert operation.not_before > timezone.now()

    def test_of_a_command_fail_unsent(
        self, sandbox: SandboxServer, record_push: RecordPush, taken: None
    ) -> None:
        operation = carry_out(record_push(), final=True)
        assert (operation.state, operation.error_code) == ("failed", "busy")

    def test_are_claimed_not_sending_while_they_wait(
        self, sandbox: SandboxServer, record_push: RecordPush, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Who is killed there has sent nothing, and the row is queued again."""
        seen = []
        push = record_push()
        monkeypatch.setattr(
            configured, "take_turn", lambda *_: seen.append(Operation.objects.get(pk=push.pk).state)
        )
        assert carry_out(push).state == "accepted"
        assert seen == ["claimed"]

    def test_looks_take_a_turn_for_each_page(
        self, cloud_that: CloudThat, record_push: RecordPush
    ) -> None:
        cloud_that(drop)
        operation = carry_out(record_push())
        rows = [{"Name": name, "Status": "runing", "TaskID": name} for name in "ab"]
        pages = [reply(200, success({"Count": 2, "Result": [row]})) for row in rows]

        cloud_that(lambda _request: pages.pop(0))
        Operation.objects.update(cloud=configured.identity())
        began = time.monotonic()
        Operation.objects.inquire(str(operation.pk))
        assert time.monotonic() - began > 0.15
        assert Operation.objects.get().inquiries == 1

    def test_a_look_whose_turn_does_not_come_is_made_later(
        self, sandbox: SandboxServer, record_push: RecordPush, taken: None
    ) -> None:
        operation = record_push()
        Operation.objects.update(state="unknown")
        Operation.objects.inquire(str(operation.pk))
        operation = Operation.objects.get()
        assert (operation.state, operation.inquiries) == ("unknown", 0)
        assert operation.inquire_at


def test_sandbox_and_turns_share_a_name(sandbox: SandboxServer, db: None) -> None:
    assert names_at() == []
    assert Account.objects.get().cloud == configured.SANDBOX
