"""Redis, where there is one: it tells panels, holds what is noted in passing, may be away."""

from __future__ import annotations

import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.views.debug import SafeExceptionReporterFilter
from pytest_django import Settings
from redis import RedisError

from studio import redis as shared
from studio.accounts.models import Token
from studio.api import arming
from studio.environment import Environment
from studio.processes import health, panels
from studio.processes.panels import Seen, looked_at
from studio.waking import NET, Listener, wake
from tests.builders import Cast
from tests.driving.processes import wait_for
from tests.driving.several import redis as own
from tests.driving.several.redis import PASSWORD, Redis

REASON = own.missing()
pytestmark = [
    pytest.mark.skipif(bool(REASON), reason=REASON or ""),
    pytest.mark.django_db(transaction=True),
]
SOON = 5.0
BROWSER = "text/html,application/xhtml+xml"


@pytest.fixture
def redis(settings: Settings) -> Iterator[Redis]:
    """The one that the studio is told of."""
    with own.redis() as made:
        use(settings, made.url)
        yield made
    shared.client.cache_clear()


def use(settings: Settings, url: str) -> None:
    shared.client.cache_clear()
    shared.tried.again = 0.0
    named = Environment({"REDIS_URL": url}).redis("REDIS_URL")
    named["OPTIONS"] |= {"socket_timeout": 0.5, "socket_connect_timeout": 0.5}
    settings.REDIS = named
    options = named["OPTIONS"] | {"serializer": "studio.redis.Words"}
    passing = named | {"BACKEND": "studio.redis.Passing", "OPTIONS": options}
    settings.CACHES = settings.CACHES | {"passing": passing}


@pytest.fixture
def called(redis: Redis) -> Iterator[dict[str, threading.Event]]:
    """Set when somebody calls that name; whoever begins to listen is called once himself."""
    events = {"panels": threading.Event(), "others": threading.Event()}
    with listening(Listener(list(events.items()), shared.heard)):
        hush(events)
        yield events


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """By Redis; nobody ends it in life."""
    listener.start()
    yield
    listener.stopped.set()
    shared.call(next(iter(listener.names)))
    listener.join(SOON)


def hush(events: dict[str, threading.Event]) -> None:
    for event in events.values():
        assert event.wait(SOON)
        event.clear()


def test_a_name_that_is_called_wakes_those_who_listen_for_it(
    called: dict[str, threading.Event],
) -> None:
    shared.call("panels")
    assert called["panels"].wait(SOON)
    assert not called["others"].is_set()


def test_who_works_is_woken_at_once_although_redis_hangs(redis: Redis) -> None:
    """A stop waits for no Redis: what is asked for is told by the database alone."""
    events = {"cloud": threading.Event()}
    listener = Listener(list(events.items()))
    listener.start()
    hush(events)
    redis.tell(signal.SIGSTOP)
    for _time in range(2):
        wake("cloud")
        assert events["cloud"].wait(SOON)
        events["cloud"].clear()
    listener.stop()
    assert not listener.is_alive()


def test_studios_with_a_database_each_of_one_redis_do_not_wake_each_other(
    called: dict[str, threading.Event], redis: Redis, settings: Settings
) -> None:
    use(settings, redis.url.removesuffix("3") + "4")
    shared.call("panels")
    assert not called["panels"].wait(0.2)


def test_who_listens_is_called_once_redis_is_back(
    called: dict[str, threading.Event], redis: Redis
) -> None:
    """Whatever was called meanwhile nobody heard."""
    redis.stop()
    shared.call("panels")
    redis.start()
    hush(called)
    wait_for(lambda: connected(redis), "it listens again", SOON)
    shared.tried.again = 0.0
    shared.call("others")
    assert called["others"].wait(SOON)


def connected(redis: Redis) -> bool:
    try:
        return len(shared.client().pubsub_channels()) == 2
    except RedisError:
        return False


def test_one_that_hangs_is_noticed_by_who_listens(
    redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A host that is gone closes no connection."""
    monkeypatch.setattr(shared, "QUIET", 0.2)
    heard = shared.heard(["panels"])
    assert next(heard) == "panels"
    redis.tell(signal.SIGSTOP)
    with pytest.raises(shared.Silent):
        next(heard)


def test_take_is_armed_although_redis_is_away_and_panels_are_called_while_it_is_not(
    redis: Redis, cast: Cast
) -> None:
    person, task = cast.operator, uuid4()
    person.token = Token(pk=1)
    called = threading.Event()
    with listening(Listener([(arming.PANELS, called)], shared.heard)):
        hush({arming.PANELS: called})
        arming.arm(person, task, "tag")
        assert called.wait(SOON)
    noted = arming.armed_now(task)
    assert noted
    assert noted["by"] == person.called()
    redis.stop()
    arming.check(arming.arm(person, task, "tag"), person, task, "tag")
    assert arming.armed_now(task) is None


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGSTOP])
def test_what_is_noted_in_passing_is_as_never_noted_while_it_is_away(
    redis: Redis, sign: signal.Signals
) -> None:
    notes = caches["passing"]
    notes.set("a", {"by": "Ann"}, 60)
    assert notes.get("a") == {"by": "Ann"}
    redis.tell(sign)
    assert notes.get("a", "nothing") == "nothing"
    # Whoever asks in the next second waits for nothing.
    began = time.monotonic()
    for _time in range(100):
        notes.set("a", 1, 60)
        notes.delete("a")
        shared.call("panels")
    assert time.monotonic() - began < NET
    assert notes.get("a") is None


def test_what_somebody_else_put_there_is_not_run(redis: Redis) -> None:
    notes = caches["passing"]
    shared.client().set(notes.make_key("a"), pickle.dumps({"by": "Mallory"}))
    assert notes.get("a") is None


def test_a_password_that_is_wrong_is_told_and_not_written(
    redis: Redis, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    use(settings, redis.url.replace(PASSWORD, f"{PASSWORD}-2"))
    assert caches["passing"].get("a") is None
    assert health.check_redis().is_well is False
    assert "AuthenticationError" in caplog.text


def test_a_debug_page_does_not_show_the_password(redis: Redis) -> None:
    shown = SafeExceptionReporterFilter().get_safe_settings()
    assert str(redis.port) in str(shown["REDIS"])
    assert PASSWORD not in str(shown)


@pytest.mark.usefixtures("plain_static")
def test_the_page_of_health_says_in_yellow_what_it_costs(redis: Redis, data: Path) -> None:
    assert health.check_redis() == health.well("redis", "It answers.")
    redis.stop()
    found = health.check_redis()
    assert (found.is_well, found.is_grave) == (False, False)
    page = Client().get("/readyz", headers={"accept": BROWSER}).text
    assert "panels don’t see when TAKE is armed" in page
    assert str(redis.port) not in page


def test_what_is_noted_elsewhere_makes_the_next_look_a_whole_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The database says that nobody has written."""
    monkeypatch.setattr(panels, "written", lambda: 1)
    monkeypatch.setattr("studio.api.panels.marks", lambda tasks: dict.fromkeys(tasks, "new"))
    task = UUID(int=1)
    before = Seen(1, {task: "old"}, time.monotonic())
    assert looked_at({task}, before).marks == {task: "old"}
    panels.CALLED.set()
    assert looked_at({task}, before).marks == {task: "new"}
    assert looked_at({task}, before).marks == {task: "old"}
    connection.close()


def test_a_call_that_comes_while_it_is_asked_for_one_is_heard_next_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class CalledThen(threading.Event):
        def is_set(self) -> bool:
            was_set = super().is_set()
            self.set()
            return was_set

    monkeypatch.setattr(panels, "CALLED", CalledThen())
    assert not panels.was_called()
    assert panels.was_called()


def test_who_has_none_does_not_load_its_library() -> None:
    program = "import django, sys; django.setup(); print('redis' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert ran.stdout == b"False\n"
