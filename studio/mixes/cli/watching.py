"""`mix watch`: a line each time that what is known of a task changes."""

from __future__ import annotations

import time
from typing import Any

from django.utils import timezone

from studio.mixes.cli.air import answering, error_json
from studio.mixes.cli.answers import Exit, Printer
from studio.mixes.cli.clouds import cloud_of, name_of
from studio.mixes.clouds.connections import Connection
from studio.mixes.models import Phase
from studio.mixes.models.phases import PHASE_OF_STATUS
from studio.mixes.models.rounds import MixTaskQuerySet
from studio.volcengine.errors import CloudError, Refused, UnknownOutcome, Unreachable
from studio.volcengine.records import Detail

# As often as a page that somebody looks at.
PACE = MixTaskQuerySet.BRISK.total_seconds()
# How long a cloud that does not answer is asked on.
PATIENCE = 60.0
TOO_FAST = "FlowLimitExceeded"
LONGEST = 7 * 24 * 3600
UNTIL = ("on_air", "applied", "ended")


@answering
def watch(
    printer: Printer, task_id: str, until: str | None, timeout: float | None, cloud: str | None
) -> Exit:
    """Until the task has ended, or is as awaited. A task that is not there is a refusal."""
    if timeout is not None and not 0 < timeout <= LONGEST:
        printer.remark(f"--timeout: more than 0 and at most {LONGEST} s.")
        return Exit.BAD_INPUT
    watcher = Watcher(printer, cloud_of(cloud), task_id, timeout)
    while True:
        detail = watcher.ask()
        if detail is None:
            return watcher.give_up()
        if (code := verdict(detail, until)) is not None:
            return code
        if not watcher.wait():
            return watcher.give_up()


def verdict(detail: Detail, until: str | None) -> Exit | None:
    """The end of the watch; None while it goes on."""
    phase = PHASE_OF_STATUS.get(detail.status.lower(), Phase.OTHER)
    if phase is Phase.ENDED:
        return Exit.DONE if until in (None, "ended") else Exit.OTHERWISE
    is_applied = 0 < detail.last_operation <= detail.last_success
    is_there = {"on_air": phase is Phase.ON_AIR, "applied": is_applied}
    return Exit.DONE if until and is_there.get(until) else None


class Watcher:
    """Asks about one task, says what is new, and keeps the time."""

    def __init__(
        self, printer: Printer, cloud: Connection, task_id: str, timeout: float | None
    ) -> None:
        self.printer = printer
        self.client = cloud.client()
        self.task_id = task_id
        self.name = name_of(cloud, task_id)
        self.ends = None if timeout is None else time.monotonic() + timeout
        self.known: tuple[str, int, int] | None = None

    def ask(self) -> Detail | None:
        """What the cloud says now, said if it is new; None when the time is over.

        Once it has answered, a cloud that falls silent is asked on for a minute.
        """
        since = time.monotonic()
        while True:
            try:
                detail = self.client.detail(self.task_id)
            except CloudError as error:
                silent = time.monotonic() - since
                if self.known is None or not is_passing(error) or silent > PATIENCE:
                    raise
                self.printer.remark(f"The cloud does not answer: {error}")
                if not self.wait():
                    return None
            else:
                self.say_if_new(detail)
                return detail

    def wait(self) -> bool:
        """Until it is to be asked again, at the very end once more; False when that is past, or
        nobody is there any more to be told.
        """
        if not self.printer.is_read:
            return False
        left = PACE if self.ends is None else self.ends - time.monotonic()
        time.sleep(max(0, min(PACE, left)))
        return left > 0

    def say_if_new(self, detail: Detail) -> None:
        now = (detail.status, detail.last_operation, detail.last_success)
        if now != self.known:
            self.known = now
            self.say(detail.request_id)

    def say(self, request_id: str, error: dict[str, str] | None = None) -> None:
        state, accepted, applied = self.known or ("", 0, 0)
        at = timezone.localtime()
        value: dict[str, Any] = {
            "at": at.isoformat(timespec="seconds"),
            "task_id": self.task_id,
            "name": self.name,
            "state": state,
            "last_operation": accepted,
            "last_success": applied,
            "request_id": request_id,
            "error": error,
        }
        line = f"{at:%H:%M:%S}  {state:8}  version {accepted}, applied {applied}"
        self.printer.report(value, f"{line}  {error['message']}" if error else line)

    def give_up(self) -> Exit:
        self.say("", error_json("timeout", "The time is over."))
        return Exit.UNKNOWN


def is_passing(error: CloudError) -> bool:
    """Whether the next answer may well be another one."""
    if isinstance(error, Refused):
        return error.code == TOO_FAST
    return isinstance(error, Unreachable | UnknownOutcome)
