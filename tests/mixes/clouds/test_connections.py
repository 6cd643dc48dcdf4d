"""What a connection is: whose turns it shares, what it can be asked with, whose tasks it shows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from pytest_django import Settings

from studio.accounts.models import User, Workspace
from studio.mixes.models import Connection, MixTask, Operation, Push
from studio.sealing import rotating
from studio.volcengine.sandbox.faults import Fault
from studio.volcengine.sandbox.gateway import Gateway
from studio.volcengine.sandbox.keys import Note
from studio.volcengine.sandbox.tasks import Tasks
from tests import builders
from tests.builders import Cast, paid_cloud
from tests.mixes.conftest import CloudThat, carry_out, usual_cloud
from tests.volcengine.bodies import ACCESS_KEY, SECRET_KEY, document
from tests.volcengine.stand_in import StandIn, after, drop, gateway_error, reply

KEYS = (ACCESS_KEY, SECRET_KEY)
NEXT = ("AKLTTHENEXTKEY", "the next CANARY key")


@pytest.fixture
def gateway(tmp_path: Path) -> Gateway:
    """One account with two keys."""
    first, second = (Note(url="", access_key=key, secret_key=word) for key, word in (KEYS, NEXT))
    gateway = Gateway(Tasks(tmp_path, 100), first)
    gateway.admit(second)
    return gateway


@pytest.fixture
def service(cloud_that: CloudThat, gateway: Gateway, settings: Settings) -> StandIn:
    """A cloud that the environment has no keys for."""
    started = cloud_that(Fault(), gateway)
    settings.VOLC_ACCESSKEY = settings.VOLC_SECRETKEY = ""
    return started


PushTo = Callable[[Connection], Operation]


@pytest.fixture
def push_to(workspace: Workspace, owner: User) -> PushTo:
    def push(cloud: Connection) -> Operation:
        return Push.record(
            workspace=cloud.workspace, person=owner, rules=document(), name="show", cloud=cloud
        )

    return push


class TestAnAccount:
    def test_is_shared_by_whoever_has_the_same_key_there(self, cast: Cast) -> None:
        other = cast.stranger.memberships.get().workspace
        one = paid_cloud(cast.workspace, keys=KEYS)
        account = Connection.objects.account_of(one.url, ACCESS_KEY)
        two = paid_cloud(other, keys=KEYS, account=account)
        assert account == one.account
        assert Connection.objects.account_of(one.url, "AKANOTHERONE") != one.account
        assert Connection.objects.account_of("https://open.example.com", ACCESS_KEY) != two.account

    def test_is_one_for_all_sandboxes(self, cast: Cast) -> None:
        accounts = Connection.objects.filter(kind="sandbox").values_list("account")
        assert (len(accounts), len(set(accounts))) == (2, 1)

    def test_is_joined_with_that_of_a_new_key_by_all_who_shared_it(self, cast: Cast) -> None:
        rotated, shares = (paid_cloud(cast.workspace, name=name, keys=KEYS) for name in "ab")
        Connection.objects.filter(pk=shares.pk).update(account=rotated.account)
        known = paid_cloud(cast.workspace, name="c", keys=NEXT)
        rotated.join_account(NEXT[0])
        accounts = Connection.objects.filter(name__in="abc").values_list("account", flat=True)
        assert set(accounts) == {known.account_id}


class TestKeys:
    def test_are_read_anew_by_each_process(self, workspace: Workspace) -> None:
        row = paid_cloud(workspace, keys=KEYS)
        before = Connection.objects.get(pk=row.pk).credentials()
        row.put_keys(*NEXT)
        row.save()
        assert not row.signs_as(before)
        assert Connection.objects.get(pk=row.pk).keys == NEXT

    def test_of_another_row_do_not_open(self, workspace: Workspace) -> None:
        one, two = (paid_cloud(workspace, name=name, keys=KEYS) for name in "ab")
        Connection.objects.filter(pk=two.pk).update(access_key=one.access_key)
        assert Connection.objects.get(pk=two.pk).is_locked

    def test_are_sealed_anew_with_all_secrets_of_the_studio(
        self, workspace: Workspace, settings: Settings
    ) -> None:
        row = paid_cloud(workspace, keys=KEYS)
        fresh = Fernet.generate_key().decode()
        settings.SEALING_KEYS = [fresh, *settings.SEALING_KEYS]
        rotating.rotate()
        settings.SEALING_KEYS = [fresh]
        assert Connection.objects.get(pk=row.pk).keys == KEYS

    def test_that_nobody_can_open_lock_it_and_nothing_else(
        self, service: StandIn, workspace: Workspace, push_to: PushTo, settings: Settings
    ) -> None:
        row = paid_cloud(workspace, keys=KEYS, url=service.url)
        push = push_to(row)
        settings.SEALING_KEYS = [Fernet.generate_key().decode()]
        assert usual_cloud().is_sandbox
        push = carry_out(Operation.objects.get(pk=push.pk))
        assert (push.state, push.error_code) == ("refused", "no_keys")
        assert service.requests == []

    def test_of_the_environment_may_be_others_after_a_restart(
        self, workspace: Workspace, settings: Settings
    ) -> None:
        settings.VOLC_ACCESSKEY, settings.VOLC_SECRETKEY = KEYS
        row = usual_cloud()
        settings.VOLC_ACCESSKEY, settings.VOLC_SECRETKEY = NEXT
        assert usual_cloud() == row
        settings.VOLC_ACCESSKEY = settings.VOLC_SECRETKEY = ""
        assert not Connection.objects.get(pk=row.pk).can_be_asked
        assert usual_cloud().is_sandbox


class TestReplacedKeys:
    """The old key is disabled as soon as the new one is in."""

    @pytest.fixture
    def row(self, service: StandIn, workspace: Workspace) -> Connection:
        return paid_cloud(workspace, keys=KEYS, url=service.url)

    def rotate(self, row: Connection, gateway: Gateway) -> None:
        now = Connection.objects.get(pk=row.pk)
        now.put_keys(*NEXT)
        now.save()
        gateway.disable(KEYS[0])

    def amid_a_call(self, push: Operation, row: Connection, gateway: Gateway) -> Operation:
        """Claimed, with a client made of the keys of before, when they are replaced."""
        claimed = Operation.objects.claim(push.pk)
        assert claimed
        client = claimed.cloud.client()
        self.rotate(row, gateway)
        assert claimed.begin_sending()
        claimed.call(client, final=False)
        return Operation.objects.get(pk=push.pk)

    def test_send_what_was_turned_away_with_the_old_ones_once_more(
        self, row: Connection, push_to: PushTo, gateway: Gateway, service: StandIn
    ) -> None:
        push = self.amid_a_call(push_to(row), row, gateway)
        assert (push.state, push.error_code) == ("queued", "InvalidAccessKey")
        claimed = Operation.objects.claim(push.pk, early=True)
        assert claimed
        claimed.carry_out()
        push = Operation.objects.get(pk=push.pk)
        assert (push.state, len(service.requests)) == ("accepted", 2)

    def test_are_themselves_refused_for_good(
        self, row: Connection, push_to: PushTo, gateway: Gateway, service: StandIn
    ) -> None:
        gateway.disable(KEYS[0])
        push = carry_out(push_to(row))
        assert (push.state, push.error_code) == ("refused", "InvalidAccessKey")
        assert len(service.requests) == 1

    def test_are_no_reason_to_send_again_what_was_refused_for_another(
        self, row: Connection, push_to: PushTo, gateway: Gateway, service: StandIn
    ) -> None:
        service.script = reply(400, gateway_error("InvalidParameter"))
        push = self.amid_a_call(push_to(row), row, gateway)
        assert (push.state, push.error_code) == ("refused", "InvalidParameter")

    def test_ask_what_became_of_what_was_sent_with_the_old_ones(
        self, row: Connection, push_to: PushTo, gateway: Gateway, service: StandIn
    ) -> None:
        service.script = after(drop)
        push = self.amid_an_answer(push_to(row), row, gateway)
        assert push.state == "unknown"
        service.script = Fault()
        Operation.objects.inquire(str(push.pk))
        push = Operation.objects.get(pk=push.pk)
        assert (push.state, len(Connection.objects.get(pk=row.pk).client().scan().tasks)) == (
            "accepted",
            1,
        )

    def amid_an_answer(self, push: Operation, row: Connection, gateway: Gateway) -> Operation:
        """Carried out by the cloud, which never says so; then the keys are replaced."""
        push = carry_out(push)
        self.rotate(row, gateway)
        return push


class TestRehearsalOnly:
    def test_keeps_back_what_was_asked_for_before(
        self, service: StandIn, workspace: Workspace, push_to: PushTo
    ) -> None:
        row = paid_cloud(workspace, keys=KEYS, url=service.url)
        push = push_to(row)
        Connection.objects.filter(pk=row.pk).update(open_to="nobody")
        push = carry_out(push)
        assert (push.state, push.error_code) == ("refused", "rehearsal_only")
        assert service.requests == []


class TestAListOfAnAccountThatTwoWorkspacesShare:
    @pytest.fixture
    def clouds(self, service: StandIn, cast: Cast) -> tuple[Connection, Connection]:
        first = paid_cloud(cast.workspace, keys=KEYS, url=service.url)
        other = cast.stranger.memberships.get().workspace
        return first, paid_cloud(other, keys=KEYS, url=service.url, account=first.account)

    def test_shows_neither_what_the_other_made(
        self, clouds: tuple[Connection, Connection], push_to: PushTo
    ) -> None:
        _first, other = clouds
        task = carry_out(push_to(other)).task
        for cloud in clouds:
            MixTask.objects.refresh(cloud, [])
        assert list(MixTask.objects.values_list("pk", "cloud")) == [(task.pk, other.pk)]

    def test_shows_what_was_made_elsewhere_to_the_one_that_had_it_first(
        self, clouds: tuple[Connection, Connection]
    ) -> None:
        first, other = clouds
        made = other.client().create("by hand", builders.document())
        for cloud in (other, first):
            MixTask.objects.refresh(cloud, [])
        (task,) = MixTask.objects.all()
        assert (task.task_id, task.cloud, task.workspace) == (made.task_id, first, first.workspace)
