"""The computer's clock goes back by an hour while the studio runs, for all its processes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.driving.clock import LIBRARY, MISSING, SEEN_SECONDS, Clock
from tests.driving.processes import RunningStudio, running_studio, wait_for
from tests.driving.pushing import creates, never_answers_a_create, push, states
from tests.driving.visitor import Visitor
from tests.volcengine import stand_in
from tests.volcengine.bodies import ACCESS_KEY, SECRET_KEY
from tests.volcengine.stand_in import StandIn

pytestmark = pytest.mark.skipif(LIBRARY is None, reason=MISSING)
# Far less than the hour by which the clock goes back.
SOON = 60.0


@pytest.fixture
def cloud() -> Iterator[StandIn]:
    with stand_in.running(never_answers_a_create) as cloud:
        yield cloud


@pytest.fixture
def clock(tmp_path: Path) -> Clock:
    return Clock(tmp_path / "offset")


@pytest.fixture
def studio(cloud: StandIn, clock: Clock, prepared: Path, tmp_path: Path) -> Iterator[RunningStudio]:
    settings = clock.environment | {
        "VOLC_ACCESSKEY": ACCESS_KEY,
        "VOLC_SECRETKEY": SECRET_KEY,
        "VOLC_LIVE_URL": cloud.url,
    }
    with running_studio(tmp_path / "data", prepared=prepared, **settings) as studio:
        studio.start("web", "clock", "cloud")
        yield studio


def test_what_is_sent_when_the_clock_is_set_back(
    studio: RunningStudio, cloud: StandIn, clock: Clock
) -> None:
    """What is asked for afterwards is sent at once; and a push that was being sent before, by one
    who has ended since, is known to be unclear all the same.
    """
    visitor = Visitor(studio.sign_in_link())
    clock.set("-1h")
    # For all of them at once, as in life.
    time.sleep(SEEN_SECONDS)
    task = push(visitor)
    wait_for(lambda: creates(cloud) == 1, "a push of now is sent", SOON)
    assert 'data-state="pushing"' in visitor.get(task)

    studio.kill("cloud")
    assert states(studio) == ["sending"]
    clock.set("-2h")
    wait_for(lambda: states(studio) == ["unknown"], "it is unclear", SOON)
    assert "no clear answer came" in Visitor(studio.sign_in_link()).get(task)
    # Whatever the time is: nothing is sent again by itself.
    assert creates(cloud) == 1
