"""What the cloud says unasked: kept without secrets, believed in nothing, answered at once."""

from __future__ import annotations

import json
import random
from hashlib import sha256
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import Settings

from studio.accounts.models import User
from studio.mixes.clouds import callbacks
from studio.mixes.models import Callback, MixTask, Operation, State
from studio.mixes.models.callback import MOST_KEPT
from studio.sealing.values import fingerprint
from studio.volcengine.sandbox.server import SandboxServer
from tests.builders import client_for, rewrite
from tests.mixes.conftest import CloudThat, RecordPush, carry_out, usual_cloud
from tests.volcengine.bodies import CANARIES, PUSH_URL, SOURCE_URL, STREAM_KEY, mixed_rules
from tests.volcengine.bodies import document as document_of
from tests.volcengine.stand_in import drop, reply, success

PUBLIC = "https://studio.example.com"
GARBAGE = (
    b"",
    b"{",
    b"null",
    b"NaN",
    b"\xff\xfe\x00",
    b"\x00" * 100,
    b'{"a":1,"a":2}',
    b'"\\ud800"',
    b"[" * 5000,
    b"[" * 33 + b"]" * 33,
    b"9" * 5000,
    "ﷺ\u202e".encode() * 3000,
)


@pytest.fixture
def client(plain_static: None) -> Client:
    """Nobody: no session, and checked for a page's token like anybody."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def task(record_push: RecordPush) -> MixTask:
    """On air, asked about just now."""
    task = record_push().task
    MixTask.objects.filter(pk=task.pk).update(
        task_id=uuid4().hex[:16], status="runing", checked_at=timezone.now()
    )
    return MixTask.objects.get(pk=task.pk)


def address(task: MixTask) -> str:
    return reverse("callback", args=[callbacks.token_of(task.pk)])


def say(client: Client, task: MixTask, body: bytes) -> int:
    answer = client.post(address(task), body, content_type="application/json")
    return answer.status_code


def state_of(task: MixTask) -> list[object]:
    """All that is known of a task and its operations."""
    return [
        MixTask.objects.filter(pk=task.pk).values().get(),
        *Operation.objects.filter(task=task).values(),
    ]


class TestTheAddress:
    def test_is_told_to_the_cloud_and_to_nobody_else(
        self, settings: Settings, cloud_that: CloudThat, record_push: RecordPush
    ) -> None:
        settings.PUBLIC_URL = PUBLIC
        stand_in = cloud_that(reply(200, success({"TaskID": "3b1a7bb73ab6b06c"})))
        rules = mixed_rules()
        del rules["Output"]["Callback"]
        operation = carry_out(record_push(document_of(rules)))
        assert operation.state == State.ACCEPTED
        token = callbacks.token_of(operation.task.pk)
        (request,) = stand_in.requests
        sent = json.loads(request.body)
        url = sent["MixedRules"]["Output"]["Callback"]["Url"]
        assert url == f"{PUBLIC}/hooks/mix/{token}/"
        assert token not in str(state_of(operation.task))

    def test_leaves_a_document_s_own_callback_alone(
        self, settings: Settings, cloud_that: CloudThat, record_push: RecordPush
    ) -> None:
        settings.PUBLIC_URL = PUBLIC
        stand_in = cloud_that(reply(200, success({"TaskID": "3b1a7bb73ab6b06c"})))
        carry_out(record_push())
        assert json.loads(stand_in.requests[0].body)["MixedRules"] == mixed_rules()

    def test_is_not_asked_for_without_a_public_address(
        self, cloud_that: CloudThat, record_push: RecordPush
    ) -> None:
        stand_in = cloud_that(reply(200, success({"TaskID": "3b1a7bb73ab6b06c"})))
        rules = mixed_rules()
        del rules["Output"]["Callback"]
        carry_out(record_push(document_of(rules)))
        assert json.loads(stand_in.requests[0].body)["MixedRules"] == rules

    def test_is_the_one_that_was_public_at_the_click(
        self, settings: Settings, cloud_that: CloudThat, record_push: RecordPush
    ) -> None:
        settings.PUBLIC_URL = PUBLIC
        stand_in = cloud_that(reply(200, success({"TaskID": "3b1a7bb73ab6b06c"})))
        rules = mixed_rules()
        del rules["Output"]["Callback"]
        operation = record_push(document_of(rules))
        settings.PUBLIC_URL = "https://elsewhere.example.com"
        carry_out(operation)
        assert f'"{PUBLIC}/hooks/mix/' in stand_in.requests[0].body.decode()

    def test_of_a_task_found_at_the_cloud_is_not_kept(
        self, settings: Settings, sandbox: SandboxServer, record_push: RecordPush
    ) -> None:
        """Whose push was unknown, or was made by another studio: its Rule says the address."""
        settings.PUBLIC_URL = PUBLIC
        rules = mixed_rules()
        del rules["Output"]["Callback"]
        operation = carry_out(record_push(document_of(rules)))
        detail = usual_cloud().client().detail(operation.task.task_id)
        token = callbacks.token_of(operation.task.pk)
        assert token in detail.rule
        MixTask.objects.all().delete()
        task = MixTask.objects.adopt(operation.workspace, usual_cloud(), detail)
        assert token not in str(MixTask.objects.filter(pk=task.pk).values().get())

    def test_stands_on_no_page_in_no_file_and_in_no_command_s_answer(
        self,
        settings: Settings,
        sandbox: SandboxServer,
        record_push: RecordPush,
        owner: User,
        plain_static: None,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        settings.PUBLIC_URL = PUBLIC
        rules = mixed_rules()
        del rules["Output"]["Callback"]
        operation = carry_out(record_push(document_of(rules)))
        task = MixTask.objects.get()
        token = callbacks.token_of(task.pk)
        Callback.objects.receive(task, f"called {PUBLIC}{address(task)}".encode())
        out = StringIO()
        call_command("mix", "show", task.task_id, "--json", stdout=out)
        said = [out.getvalue(), caplog.text, repr(operation), str(Callback.objects.values().get())]
        person = client_for(owner)
        pages = [reverse(name) for name in ("tasks", "history", "history-csv", "history-json")]
        pages += [reverse(name, args=[task.pk]) for name in ("task", "task-status", "task-stop")]
        said += [person.get(page).getvalue().decode() for page in pages]
        assert "push.example.com" in said[0]
        assert [text for text in said if token in text] == []

    def test_has_256_bits_that_nobody_can_guess(self, settings: Settings) -> None:
        task = uuid4()
        token = callbacks.token_of(task)
        assert callbacks.task_of(token) == task
        assert len(token.partition(".")[2]) == 43
        settings.SECRET_KEY = "another" * 10
        assert callbacks.task_of(token) is None


class TestTheAnswer:
    @pytest.mark.parametrize("body", [b'{"Event":"lost"}', *GARBAGE])
    def test_is_200_whatever_is_said(self, client: Client, task: MixTask, body: bytes) -> None:
        assert say(client, task, body) == 200
        assert Callback.objects.get().digest == fingerprint(sha256(body).hexdigest())

    def test_is_404_for_any_other_address(self, client: Client, task: MixTask) -> None:
        """Of a task there is as of one there is not: the database is not even asked."""
        mine = callbacks.token_of(task.pk)
        forged = f"{task.pk.hex}.{'A' * 43}"
        elsewhere = callbacks.token_of(uuid4())
        wrong = [forged, mine[:-1], f"{mine}A", mine.upper(), "x", "é", ".", "x" * 3000]
        with CaptureQueriesContext(connection) as queries:
            for token in wrong:
                assert client.post(reverse("callback", args=[token])).status_code == 404
        assert len(queries) == 0
        assert client.post(reverse("callback", args=[elsewhere])).status_code == 404
        assert not Callback.objects.exists()

    def test_to_a_wrong_address_says_nothing(self, client: Client, task: MixTask) -> None:
        answer = client.post(reverse("callback", args=["x"]))
        assert answer.content == b""

    def test_is_413_for_more_than_64_kib_unread(self, client: Client, task: MixTask) -> None:
        assert say(client, task, b"x" * callbacks.MAX_BODY_BYTES) == 200
        assert say(client, task, b"x" * (callbacks.MAX_BODY_BYTES + 1)) == 413
        assert Callback.objects.count() == 1

    @pytest.mark.parametrize("method", ["get", "head", "put", "delete"])
    def test_is_405_for_what_is_no_post(self, client: Client, task: MixTask, method: str) -> None:
        assert getattr(client, method)(address(task)).status_code == 405

    def test_costs_no_write_when_it_is_said_again(self, client: Client, task: MixTask) -> None:
        say(client, task, b"lost")
        with CaptureQueriesContext(connection) as queries:
            say(client, task, b"lost")
        assert [query["sql"].split()[0] for query in queries] == ["SELECT"] * 3


class TestWhatItDoes:
    def test_has_the_task_asked_about_at_once(self, client: Client, task: MixTask) -> None:
        assert not MixTask.objects.due(task.cloud).exists()
        say(client, task, b"whatever")
        assert MixTask.objects.due(task.cloud).exists()

    def test_one_that_came_while_the_cloud_was_asked_is_not_forgotten(self, task: MixTask) -> None:
        """What the list said may be older than what the callback hints at."""
        asking = MixTask.objects.get(pk=task.pk)
        Callback.objects.receive(task, b"whatever")
        asking.note_status("runing")
        assert MixTask.objects.due(task.cloud).exists()

    def test_has_an_unknown_push_looked_at_at_once(
        self, client: Client, cloud_that: CloudThat, record_push: RecordPush
    ) -> None:
        cloud_that(drop)
        operation = carry_out(record_push())
        Operation.objects.update(inquire_at=None)
        assert Operation.objects.to_inquire() == []
        say(client, operation.task, b"whatever")
        assert Operation.objects.to_inquire() == [operation.pk]
        assert Operation.objects.get().state == State.UNKNOWN

    def test_asks_no_more_about_a_task_that_is_over(self, client: Client, task: MixTask) -> None:
        MixTask.objects.update(status="done", ended_at=timezone.now())
        say(client, task, b"whatever")
        assert MixTask.objects.get().checked_at == task.checked_at

    @settings(
        max_examples=25,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(
        order=st.lists(
            st.sampled_from(["done", "lost", "garbage", "large", "wrong"]), min_size=5, max_size=40
        ),
        seed=st.integers(),
    )
    def test_any_order_any_number_of_times_leaves_the_same(
        self, client: Client, task: MixTask, order: list[str], seed: int
    ) -> None:
        """Nothing changes but that the task is to be asked about."""
        Callback.objects.all().delete()
        MixTask.objects.update(checked_at=timezone.now())
        expected = state_of(task)
        expected[0]["checked_at"] = None  # type: ignore[index]  # a row's values
        acts = [*order, "done", "lost", "garbage"]
        random.Random(seed).shuffle(acts)
        said = {
            "done": json.dumps({"TaskID": task.task_id, "Status": "done"}).encode(),
            "lost": b'{"Event": "lost", "ID": "1"}',
            "garbage": b"{\xff\x00",
            "large": b"x" * (callbacks.MAX_BODY_BYTES + 1),
        }
        for act in acts:
            if act == "wrong":
                assert client.post(reverse("callback", args=["wrong"])).status_code == 404
            else:
                assert say(client, task, said[act]) == (413 if act == "large" else 200)
        assert state_of(task) == expected
        assert {row.digest for row in Callback.objects.all()} == {
            fingerprint(sha256(said[act]).hexdigest()) for act in ("done", "lost", "garbage")
        }

    @settings(
        max_examples=60,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(body=st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
    def test_garbage_is_never_a_fault_of_ours(
        self, client: Client, task: MixTask, body: bytes
    ) -> None:
        assert say(client, task, body) == 200

    def test_of_many_the_last_ones_are_kept(self, task: MixTask) -> None:
        for number in range(MOST_KEPT + 20):
            Callback.objects.receive(task, b"%d" % number)
        kept = [row.body for row in Callback.objects.order_by("pk")]
        assert list(kept) == list(range(20, MOST_KEPT + 20))


class TestWhatIsKept:
    def body_of(self, task: MixTask, said: object) -> object:
        body = said if isinstance(said, bytes) else json.dumps(said).encode()
        Callback.objects.receive(task, body)
        return Callback.objects.latest("pk").body

    def test_is_the_json_with_the_sources_by_their_id(self, task: MixTask) -> None:
        said = {"TaskID": task.task_id, "Sources": [{"ID": "1", "Status": "lost"}], "Time": 1.5}
        assert self.body_of(task, said) == said

    def test_holds_no_secret_wherever_it_was_said(self, task: MixTask) -> None:
        said = {
            "Url": PUSH_URL,
            "Text": f"pushing to {PUSH_URL} failed; source '{SOURCE_URL}'",
            "Stream": STREAM_KEY,
            "Source": "SOURCECANARY",
            "Callback": f"{PUBLIC}{address(task)}",
            "Path": callbacks.token_of(task.pk),
            "sign": "d41d8cd98f00b204e9800998ecf8427e",
            "AuthKeyPrimary": "SKCANARY",
            PUSH_URL: [[{"deep": f"x{STREAM_KEY}x"}]],
        }
        kept = str(self.body_of(task, said))
        for secret in (*CANARIES, callbacks.token_of(task.pk), "d41d8cd9"):
            assert secret not in kept

    def test_holds_no_secret_of_documents_that_cannot_be_read(self, task: MixTask) -> None:
        foreign = {"Scenes": [{"Address": SOURCE_URL}], "Goes": [PUSH_URL]}
        rewrite(MixTask.objects.all(), rules=foreign)
        rewrite(Operation.objects.all(), body={"Name": "show", "MixedRules": foreign})
        said = {"Text": f"{PUSH_URL} {SOURCE_URL}", "Stream": STREAM_KEY, "ID": "1"}
        kept = self.body_of(MixTask.objects.get(), said)
        assert "'ID': '1'" in str(kept)
        assert [secret for secret in CANARIES if secret in str(kept)] == []

    def test_holds_no_secret_of_the_push_where_the_document_is_not_known(
        self, task: MixTask
    ) -> None:
        MixTask.objects.update(rules=None)
        assert self.body_of(MixTask.objects.get(), {"Stream": STREAM_KEY}) == {"Stream": "…"}

    @pytest.mark.parametrize("more", [b"", b"x" * callbacks.MAX_KEPT_BYTES])
    def test_of_garbage_is_a_line_without_secrets(self, task: MixTask, more: bytes) -> None:
        said = f"lost\n{PUSH_URL} {STREAM_KEY} {callbacks.token_of(task.pk)} ".encode() + more
        kept = self.body_of(task, said)
        assert isinstance(kept, str)
        assert kept.startswith("lost … … …")
        assert len(kept) <= 500
        assert [secret for secret in CANARIES if secret in kept] == []


@pytest.mark.parametrize("method", ["put", "post"])
def test_a_log_does_not_name_the_address(
    client: Client, task: MixTask, caplog: pytest.LogCaptureFixture, method: str
) -> None:
    body = b"x" * (callbacks.MAX_BODY_BYTES + 1)
    getattr(client, method)(address(task), body, content_type="text/plain")
    (record,) = caplog.records
    assert record.getMessage().endswith("/hooks/mix/…/")
