from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings

from studio.accounts.models import User, Workspace
from studio.mixes.models import Connection, Operation, Push
from studio.rules.document import MixedRules
from studio.volcengine.sandbox.gateway import Gateway
from studio.volcengine.sandbox.server import SandboxServer
from tests.volcengine import stand_in
from tests.volcengine.bodies import ACCESS_KEY, SECRET_KEY, document
from tests.volcengine.stand_in import Script, StandIn


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Calls give up within a second, turns come a hundred a second, no proxy stands between."""
    monkeypatch.setattr("studio.mixes.clouds.turns.GAP", timedelta(milliseconds=10))
    monkeypatch.setattr("studio.mixes.clouds.turns.STEP", timedelta(0))
    seconds = {"connect": 1.0, "read": 0.5, "call": 1.0}
    monkeypatch.setattr("studio.volcengine.wire.Timing.__init__.__kwdefaults__", seconds)
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def sandbox(settings: Settings, tmp_path: Path) -> Iterator[SandboxServer]:
    """A running sandbox, a hundred times faster than the cloud, as the configured cloud."""
    settings.SANDBOX = tmp_path / "sandbox"
    server = SandboxServer(settings.SANDBOX, speed=100)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


CloudThat = Callable[..., StandIn]


@pytest.fixture
def cloud_that(settings: Settings) -> Iterator[CloudThat]:
    """Configures a paid cloud that answers by the script: `cloud_that(reply(500, ""))`."""
    with ExitStack() as stack:

        def configure(script: Script, gateway: Gateway | None = None) -> StandIn:
            started = stack.enter_context(stand_in.running(script, gateway))
            settings.VOLC_ACCESSKEY = ACCESS_KEY
            settings.VOLC_SECRETKEY = SECRET_KEY
            settings.VOLC_LIVE_URL = started.url
            return started

        yield configure


@pytest.fixture
def workspace(db: None) -> Workspace:
    return Workspace.objects.embedded()


@pytest.fixture
def owner(workspace: Workspace) -> User:
    return workspace.owner()


RecordPush = Callable[..., Operation]


@pytest.fixture
def record_push(workspace: Workspace, owner: User) -> RecordPush:
    def record(
        rules: MixedRules | None = None, *, name: str = "show", key: str | None = None
    ) -> Operation:
        return Push.record(
            workspace=workspace, person=owner, rules=rules or document(), name=name, key=key
        )

    return record


def carry_out(operation: Operation, *, final: bool = False) -> Operation:
    """What a worker does with a row; the row as it is afterwards."""
    claimed = Operation.objects.claim(operation.pk)
    if claimed:
        claimed.carry_out(final=final)
    return Operation.objects.get(pk=operation.pk)


@pytest.fixture
def on_air(sandbox: SandboxServer, record_push: RecordPush) -> Operation:
    """An accepted push."""
    operation = carry_out(record_push())
    assert operation.state == "accepted"
    return operation


@pytest.fixture
def running(on_air: Operation) -> Operation:
    """A push whose task the sandbox says is on air: its seven seconds a hundred times as fast."""
    for _ in range(50):
        if usual_cloud().client().detail(on_air.task.task_id).status == "runing":
            return on_air
        time.sleep(0.2)
    pytest.fail("the task never ran")


def usual_cloud() -> Connection:
    """Where a push of the embedded workspace goes unless told."""
    return Connection.objects.usual(Workspace.objects.embedded())


def sandbox_cloud() -> Connection:
    return Connection.objects.sandbox(Workspace.objects.embedded())


def names_at() -> list[str]:
    """The names of all tasks at the usual cloud."""
    return [entry.name for entry in usual_cloud().client().scan().tasks]


def ago(**span: float) -> object:
    return timezone.now() - timedelta(**span)


def aged(operation: Operation, **values: object) -> Operation:
    """The row as if time had passed."""
    Operation.objects.filter(pk=operation.pk).update(**values)
    return Operation.objects.get(pk=operation.pk)
