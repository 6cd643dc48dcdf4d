"""Whose turn it is to ask the cloud: never two at once, the urgent first, nobody for ever."""

from __future__ import annotations

import threading
import time
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from studio.mixes.models import Account, Connection, Operation, Rank
from studio.volcengine.errors import Unreachable
from studio.volcengine.sandbox.server import SandboxServer
from tests.mixes.conftest import (
    CloudThat,
    RecordPush,
    carry_out,
    sandbox_cloud,
    usual_cloud,
)
from tests.volcengine.stand_in import drop, reply, success


@pytest.fixture
def account(db: None) -> int:
    return Account.objects.create().pk


@pytest.fixture(autouse=True)
def _pace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("studio.mixes.clouds.turns.GAP", timedelta(milliseconds=200))
    monkeypatch.setattr("studio.mixes.clouds.turns.STEP", timedelta(milliseconds=50))


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wait longer than half a gap is too long."""
    patience = timedelta(milliseconds=100)
    monkeypatch.setattr(type(Account.objects.all()), "PATIENCE", patience)


def took(account: int, rank: Rank = Rank.STOP) -> float:
    """Seconds that a turn was waited for."""
    began = time.monotonic()
    Account.objects.take_turn(account, rank)
    return time.monotonic() - began


@pytest.mark.django_db
class TestATurn:
    def test_comes_at_once_where_nobody_has_asked(self, account: int) -> None:
        Account.objects.take_turn(account, Rank.STOP)
        assert Account.objects.get().next_at > timezone.now()

    def test_comes_a_gap_after_the_one_before(self, account: int) -> None:
        took(account)
        assert 0.15 < took(account) < 2

    def test_is_its_own_of_each_account(self, account: int, impatient: None) -> None:
        took(account)
        took(Account.objects.create().pk)

    def test_that_does_not_come_soon_enough_is_said_and_not_waited_for(
        self, account: int, impatient: None
    ) -> None:
        took(account)
        left = Account.objects.get().next_at
        with pytest.raises(Unreachable, match="busy"):
            took(account)
        assert Account.objects.get().next_at == left

    def test_of_a_lower_rank_is_left_to_a_higher_one_for_a_while(
        self, account: int, impatient: None
    ) -> None:
        took(account)
        Account.objects.update(next_at=timezone.now())
        with pytest.raises(Unreachable):
            took(account, Rank.READ)
        took(account, Rank.STOP)

    def test_comes_although_the_clock_was_set_back(self, account: int, impatient: None) -> None:
        took(account)
        Account.objects.update(next_at=timezone.now() + timedelta(hours=1))
        took(account, Rank.READ)
        assert Account.objects.get().next_at < timezone.now() + timedelta(seconds=1)


@pytest.mark.django_db(transaction=True)
def test_no_turn_is_waited_for_within_a_transaction(account: int) -> None:
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        Account.objects.take_turn(account, Rank.STOP)


@pytest.mark.django_db(transaction=True)
def test_a_stop_overtakes_all_who_wait(account: int, monkeypatch: pytest.MonkeyPatch) -> None:
    # Wide enough for threads that a busy computer starts late.
    monkeypatch.setattr("studio.mixes.clouds.turns.GAP", timedelta(seconds=1))
    monkeypatch.setattr("studio.mixes.clouds.turns.STEP", timedelta(seconds=0.2))
    order: list[Rank] = []

    def wait(rank: Rank) -> None:
        Account.objects.take_turn(account, rank)
        order.append(rank)
        connection.close()

    Account.objects.take_turn(account, Rank.STOP)
    waiting = [Rank.READ, Rank.PUSH, Rank.TAKE, Rank.STOP]
    threads = [threading.Thread(target=wait, args=(rank,)) for rank in waiting]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert order == sorted(waiting)


class TestOperations:
    @pytest.fixture
    def taken(self, db: None, impatient: None, monkeypatch: pytest.MonkeyPatch) -> None:
        """Others have taken the turn, and no further one comes in time."""
        gap = timedelta(seconds=30)
        monkeypatch.setattr("studio.mixes.clouds.turns.GAP", gap)
        later = timezone.now() + gap
        Account.objects.filter(connections=sandbox_cloud()).update(next_at=later)

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
            Connection, "take_turn", lambda *_: seen.append(Operation.objects.get(pk=push.pk).state)
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
        Operation.objects.update(cloud=usual_cloud())
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
