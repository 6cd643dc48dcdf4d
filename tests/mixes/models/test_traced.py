"""An operation keeps the id of the request that asked for it: what the logs say of it has that."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from studio import tracing
from studio.mixes.models import Operation
from studio.volcengine.sandbox.faults import Fault
from tests.mixes.conftest import CloudThat, RecordPush, aged
from tests.volcengine.stand_in import abnormal, drop, reply, success


class Lines(logging.Handler):
    """What is logged, with the request that it is logged of."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[dict[str, Any]] = []

    def emit(self, record: logging.LogRecord) -> None:
        fields = getattr(record, "fields", {})
        self.said.append({"level": record.levelname, "request": tracing.current(), **fields})

    def of(self, request: str) -> list[dict[str, Any]]:
        return [line for line in self.said if line["request"] == request]


@pytest.fixture
def lines() -> Iterator[Lines]:
    """Of calls to the cloud and of workers, those for nobody's eyes, too."""
    lines, logger = Lines(), logging.getLogger("studio.mixes")
    logger.addHandler(lines)
    logger.setLevel(logging.DEBUG)
    yield lines
    logger.setLevel(logging.NOTSET)
    logger.removeHandler(lines)


def asked(record_push: RecordPush, request: str) -> Operation:
    with tracing.within(request):
        return record_push()


@pytest.mark.parametrize(
    ("fault", "outcome", "reason", "state"),
    [
        (reply(200, success({"TaskID": "3b1a7bb73ab6b06c"})), "ok", "", "accepted"),
        (reply(200, abnormal(400, "no")), "refused", "400", "refused"),
        (drop, "unknown", "dropped", "unknown"),
    ],
)
def test_a_call_and_what_came_of_it_are_told_with_the_request_and_the_clouds_own(
    cloud_that: CloudThat,
    record_push: RecordPush,
    lines: Lines,
    fault: Fault,
    outcome: str,
    reason: str,
    state: str,
) -> None:
    cloud_that(fault)
    push = asked(record_push, "of-the-click")
    Operation.objects.carry_out(str(push.pk))
    call, done = lines.of("of-the-click")
    assert (call["action"], call["level"]) == ("CreateCloudMixTask", "INFO")
    assert (call["outcome"], call["reason"]) == (outcome, reason)
    assert (done["state"], done["operation"]) == (state, str(push.pk))
    kept = Operation.objects.get().request_id
    assert call["cloud_request"] == done["cloud_request"] == kept
    assert bool(kept) == (outcome != "unknown")


def test_what_the_clock_asks_by_itself_is_not_worth_a_line(
    cloud_that: CloudThat, record_push: RecordPush, lines: Lines
) -> None:
    cloud_that(reply(200, success({"Count": 0, "Result": []})))
    record_push().cloud.client().list()
    assert [line["level"] for line in lines.said] == ["DEBUG"]


def test_who_sends_it_again_is_who_asked(cloud_that: CloudThat, record_push: RecordPush) -> None:
    cloud_that(drop)
    push = asked(record_push, "of-the-click")
    assert push.asked_in == "of-the-click"
    Operation.objects.carry_out(str(push.pk))
    push = aged(push, inquiries=3, sent_at=timezone.now() - timedelta(minutes=2))
    with tracing.within("of-the-second"):
        assert push.send_again()
    assert Operation.objects.get().asked_in == "of-the-second"
