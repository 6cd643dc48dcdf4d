"""The pages of a workspace's clouds, at a stand-in over loopback."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from studio.audit.models import Entry
from studio.mixes.models import Account, Connection, MixTask, Operation, Push
from studio.volcengine.sandbox.faults import Fault
from studio.volcengine.sandbox.gateway import Gateway
from studio.volcengine.sandbox.keys import Note
from studio.volcengine.sandbox.tasks import Tasks
from tests import builders
from tests.builders import Cast, client_for
from tests.volcengine import stand_in
from tests.volcengine.stand_in import StandIn, reply

FIRST = ("AKLTFIRSTFIRSTab12", "the first CANARY key")
SECOND = ("AKLTSECONDSECONDcd34", "the second CANARY key")
HTMX = {"HX-Request": "true"}


def note(keys: tuple[str, str]) -> Note:
    return Note(url="", access_key=keys[0], secret_key=keys[1])


@pytest.fixture
def gateway(tmp_path: Any) -> Gateway:
    gateway = Gateway(Tasks(tmp_path, 100), note(FIRST))
    gateway.admit(note(SECOND))
    return gateway


@pytest.fixture
def service(gateway: Gateway, settings: Settings) -> Iterator[StandIn]:
    """A cloud at a private address, which the settings allow."""
    with stand_in.running(Fault(), gateway) as started:
        settings.CLOUD_ALLOW = [started.url.partition("://")[2]]
        yield started


@pytest.fixture
def client(cast: Cast) -> Client:
    return client_for(cast.owner)


def typed(service: StandIn, **other: str) -> dict[str, str]:
    access_key, secret_key = FIRST
    return {
        "name": "Studio A",
        "kind": "volcengine",
        "url": service.url,
        "region": "",
        "colour": "teal",
        "open_to": "operators",
        "access_key": access_key,
        "secret_key": secret_key,
    } | other


def added(client: Client, service: StandIn, **other: str) -> Connection:
    assert client.post(reverse("connection-new"), typed(service, **other)).status_code == 302
    return Connection.objects.get(name=other.get("name", "Studio A"))


def keys(connection: Connection, pair: tuple[str, str]) -> dict[str, Any]:
    return {"version": connection.version, "access_key": pair[0], "secret_key": pair[1]}


def said() -> str:
    """All that is on record."""
    return " ".join(f"{row.act} {row.name} {row.difference}" for row in Entry.objects.all())


class TestAdding:
    def test_is_done_once_the_cloud_lets_the_keys_in(
        self, client: Client, service: StandIn
    ) -> None:
        row = added(client, service)
        assert (row.keys, row.region, row.tested) == (FIRST, "cn-north-1", "")
        page = client.get(reverse("connections")).content.decode()
        assert all(word in page for word in ("Studio A", "Volcengine", "…ab12", "It answered."))
        assert "connection-added Studio A" in said()

    def test_keeps_no_key_that_can_be_read(self, client: Client, service: StandIn) -> None:
        row = added(client, service)
        pages = [
            client.get(reverse(name, args=args)).content.decode()
            for name, args in (
                ("connections", []),
                ("connection", [row.pk]),
                ("connection-keys", [row.pk]),
            )
        ]
        stored = str(Connection.objects.filter(pk=row.pk).values())
        for text in (*pages, stored, said(), repr(row)):
            assert not any(key in text for key in FIRST)

    @pytest.mark.parametrize(
        ("other", "sentence"),
        [
            ({"secret_key": "not this"}, "the secret key does not fit"),
            ({"access_key": "AKLTSOMEBODYELSES"}, "does not know this access key"),
            ({"access_key": "AK LT"}, "This is no access key"),
            ({"access_key": "short"}, "This is no access key"),
            ({"name": ""}, "This field is required"),
            ({"name": "sandbox"}, "has this name"),
            ({"colour": "red"}, "Select a valid choice"),
            ({"open_to": "all"}, "Select a valid choice"),
            ({"kind": "sandbox"}, "Select a valid choice"),
            ({"region": "a b"}, "Enter a valid value"),
            ({"url": "http://live.volcengineapi.com"}, "An API address is https://"),
            ({"url": "https://127.0.0.1"}, "An API address is https://"),
            ({"url": "https://10.0.0.1:8443"}, "An API address is https://"),
            ({"url": "https://[::1]"}, "An API address is https://"),
            ({"url": "https://localhost"}, "An API address is https://"),
            ({"url": "https://live.internal"}, "An API address is https://"),
            ({"url": "https://2130706433"}, "An API address is https://"),
            ({"url": "https://a:b@live.example.com"}, "An API address is https://"),
            ({"url": "https://live.example.com/path"}, "An API address is https://"),
            ({"url": "https://live.example.com/?a=b"}, "An API address is https://"),
            ({"url": "rtmp://live.example.com"}, "An API address is https://"),
        ],
    )
    def test_says_what_is_wrong_and_keeps_what_was_typed(
        self, client: Client, service: StandIn, other: dict[str, str], sentence: str
    ) -> None:
        typed_so = typed(service, **other)
        answer = client.post(reverse("connection-new"), typed_so)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert sentence in page
        assert typed_so["secret_key"] not in page
        assert f'value="{typed_so["name"]}"' in page
        assert Connection.objects.count() == 2
        assert Account.objects.count() == 1

    def test_never_follows_a_cloud_to_another_address(
        self, client: Client, gateway: Gateway, settings: Settings
    ) -> None:
        with stand_in.running(Fault(), gateway) as other:
            away = reply(307, "", Location=other.url)
            with stand_in.running(away) as service:
                settings.CLOUD_ALLOW = [service.url.partition("://")[2]]
                answer = client.post(reverse("connection-new"), typed(service))
        assert (answer.status_code, other.requests) == (422, [])

    def test_a_name_that_means_a_neighbour_is_not_asked(
        self, client: Client, service: StandIn, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        private = [(2, 1, 6, "", ("10.0.0.1", 443))]
        monkeypatch.setattr("socket.getaddrinfo", lambda *_args, **_more: private)
        answer = client.post(
            reverse("connection-new"), typed(service, url="https://live.example.com")
        )
        assert "not a public one" in answer.content.decode()


class TestReplacingKeys:
    def test_is_done_once_the_cloud_lets_them_in(self, client: Client, service: StandIn) -> None:
        row = added(client, service)
        address = reverse("connection-keys", args=[row.pk])
        assert client.post(address, keys(row, SECOND)).status_code == 302
        now = Connection.objects.get(pk=row.pk)
        assert (now.keys, now.version) == (SECOND, row.version + 1)
        assert "keys-replaced Studio A …ab12 → …cd34" in said()

    def test_changes_nothing_where_they_are_not(self, client: Client, service: StandIn) -> None:
        row = added(client, service)
        wrong = keys(row, ("AKLTSOMEBODYELSES", "x"))
        answer = client.post(reverse("connection-keys", args=[row.pk]), wrong)
        assert answer.status_code == 422
        assert "does not know this access key" in answer.content.decode()
        assert Connection.objects.get(pk=row.pk).keys == FIRST

    def test_a_page_of_before_a_change_is_a_conflict(
        self, client: Client, service: StandIn
    ) -> None:
        row = added(client, service)
        stale = keys(row, SECOND) | {"version": row.version - 1}
        answer = client.post(reverse("connection-keys", args=[row.pk]), stale)
        assert (answer.status_code, Connection.objects.get(pk=row.pk).keys) == (409, FIRST)


class TestChanging:
    def look(self, row: Connection, **other: Any) -> dict[str, Any]:
        now = {"name": "Hall 2", "colour": "rose", "open_to": "admins", "version": row.version}
        return now | other

    def test_is_told_in_words(self, client: Client, service: StandIn) -> None:
        row = added(client, service)
        answer = client.post(reverse("connection", args=[row.pk]), self.look(row))
        assert answer.status_code == 302
        assert "Studio A → Hall 2; Teal → Rose; everybody who may push → admins only" in said()

    def test_of_a_page_of_before_a_change_is_a_conflict_and_loses_nothing(
        self, client: Client, service: StandIn
    ) -> None:
        row = added(client, service)
        answer = client.post(reverse("connection", args=[row.pk]), self.look(row, version=0))
        assert answer.status_code == 409
        assert 'value="Hall 2"' in answer.content.decode()
        assert Connection.objects.get(pk=row.pk).name == "Studio A"

    def test_what_is_set_up_where_the_studio_is_started_is_not_changed_here(
        self, client: Client, cast: Cast, settings: Settings
    ) -> None:
        settings.VOLC_ACCESSKEY, settings.VOLC_SECRETKEY = FIRST
        page = client.get(reverse("connections")).content.decode()
        assert "from the environment" in page
        for row in Connection.objects.of(cast.workspace):
            for name in ("connection", "connection-keys", "connection-delete"):
                answer = client.get(reverse(name, args=[row.pk]))
                assert answer.status_code == 409
                assert "where the studio is started" in answer.content.decode()


class TestTesting:
    def test_says_what_came_of_it(self, client: Client, service: StandIn, gateway: Gateway) -> None:
        row = added(client, service)
        gateway.disable(FIRST[0])
        answer = client.post(reverse("connection-test", args=[row.pk]), follow=True)
        page = answer.content.decode()
        assert page.count("does not know this access key") == 2
        assert "connection-tested" in said()
        assert [entry.outcome for entry in Entry.objects.all()] == ["failed", "done"]

    def test_asks_in_the_account_s_turn(self, client: Client, service: StandIn) -> None:
        row = added(client, service)
        before = Account.objects.get(pk=row.account_id).next_at
        client.post(reverse("connection-test", args=[row.pk]))
        assert Account.objects.get(pk=row.account_id).next_at > before

    def test_of_one_without_keys_is_refused(self, client: Client, cast: Cast) -> None:
        row = builders.paid_cloud(cast.workspace)
        answer = client.post(reverse("connection-test", args=[row.pk]))
        assert answer.status_code == 409
        assert "There are no keys for “Studio A” here." in answer.content.decode()


class TestDeleting:
    @pytest.fixture
    def row(self, client: Client, service: StandIn) -> Connection:
        return added(client, service)

    @pytest.fixture
    def push(self, row: Connection, cast: Cast) -> Operation:
        return Push.record(
            workspace=cast.workspace,
            person=cast.owner,
            rules=builders.document(),
            name="show",
            cloud=row,
        )

    def delete(self, client: Client, row: Connection) -> int:
        address = reverse("connection-delete", args=[row.pk])
        status: int = client.post(address, {"version": row.version}).status_code
        return status

    @pytest.mark.parametrize("state", ["queued", "sending", "unknown"])
    def test_is_refused_while_something_is_open(
        self, client: Client, row: Connection, push: Operation, state: str
    ) -> None:
        Operation.objects.update(state=state)
        assert self.delete(client, row) == 409
        assert Connection.objects.get(pk=row.pk).keys == FIRST

    def test_is_refused_while_a_task_lives(
        self, client: Client, row: Connection, push: Operation
    ) -> None:
        Operation.objects.update(state="accepted")
        MixTask.objects.update(task_id="t-1", status="runing")
        assert self.delete(client, row) == 409

    def test_leaves_its_name_to_what_has_ended_and_its_keys_to_nobody(
        self, client: Client, row: Connection, push: Operation
    ) -> None:
        Operation.objects.update(state="accepted")
        MixTask.objects.update(task_id="t-1", status="done")
        assert self.delete(client, row) == 302
        gone = Connection.objects.get(pk=row.pk)
        assert (gone.access_key, gone.secret_key, gone.can_be_asked) == ("", "", False)
        assert "Studio A" in client.get(reverse("task", args=[push.task.pk])).content.decode()
        assert client.get(reverse("connection", args=[row.pk])).status_code == 404
        assert "connection-deleted Studio A" in said()

    def test_frees_its_name(self, client: Client, row: Connection, service: StandIn) -> None:
        assert self.delete(client, row) == 302
        answer = client.post(reverse("connection-new"), typed(service))
        assert answer.status_code == 302


class TestPushing:
    """Who may push where, and what the dialog was opened with."""

    def push(self, client: Client, cast: Cast, cloud: str = "") -> Any:
        row = builders.template(cast.workspace)
        click = {"key": str(uuid4()), "version": "1", "name": "a"}
        click |= {"cloud": cloud} if cloud else {}
        return client.post(reverse("push", args=[row.pk]), click, headers=HTMX)

    @pytest.mark.parametrize(
        ("open_to", "who", "status"),
        [
            ("operators", "operator", 204),
            ("admins", "operator", 422),
            ("admins", "owner", 204),
            ("nobody", "operator", 422),
            ("nobody", "owner", 422),
        ],
    )
    def test_is_for_whom_the_cloud_is_open_to(
        self, cast: Cast, open_to: str, who: str, status: int
    ) -> None:
        row = builders.paid_cloud(cast.workspace, keys=FIRST, open_to=open_to)
        answer = self.push(client_for(getattr(cast, who)), cast, f"{row.pk}:{row.version}")
        is_pushed = answer.status_code in (200, 204)
        assert is_pushed == (status == 204)
        assert Operation.objects.exists() == is_pushed
        if not is_pushed:
            assert answer.status_code == 422
            assert "“Studio A”" in answer.content.decode()

    def test_from_a_page_of_before_a_change_is_a_conflict(self, cast: Cast) -> None:
        row = builders.paid_cloud(cast.workspace, keys=FIRST, version=2)
        answer = self.push(client_for(cast.operator), cast, f"{row.pk}:1")
        assert answer.status_code == 409
        assert "The cloud was changed" in answer.content.decode()
        assert not Operation.objects.exists()

    def test_at_the_cloud_of_another_workspace_is_refused(self, cast: Cast) -> None:
        theirs = builders.paid_cloud(cast.stranger.memberships.get().workspace, keys=FIRST)
        answer = self.push(client_for(cast.owner), cast, f"{theirs.pk}:{theirs.version}")
        assert answer.status_code == 422
        assert not Operation.objects.exists()

    def test_one_that_nobody_may_push_to_is_not_where_a_push_goes_by_itself(
        self, cast: Cast
    ) -> None:
        builders.paid_cloud(cast.workspace, keys=FIRST, open_to="nobody")
        self.push(client_for(cast.operator), cast)
        assert Operation.objects.get().cloud.is_sandbox


def test_members_see_the_list_and_no_way_to_change_it(cast: Cast) -> None:
    builders.paid_cloud(cast.workspace, keys=FIRST)
    page = client_for(cast.viewer).get(reverse("connections")).content.decode()
    assert "Studio A" in page
    assert reverse("connection-new") not in page
    assert "Replace keys" not in page
