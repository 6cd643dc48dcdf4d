"""The product's patience, some ten times shorter, in every process of a studio under attack.

The rate of requests is left as it is: that one is measured.
"""

from __future__ import annotations

from datetime import timedelta

from django.apps import AppConfig

from studio.processes import supervisor
from studio.volcengine.sandbox import signature
from studio.volcengine.wire import Timing

CALL_SECONDS = 1.0
TURN = timedelta(seconds=1.25)
# Longer than a turn is waited for, with a call and the inquiry after its refusal.
LEASE = timedelta(seconds=3.5)
WAKE_AFTER = timedelta(seconds=1)
# Ends before a list of four seconds' lag shows what is carried out late: that must turn up.
INQUIRIES = (
    (timedelta(seconds=3), timedelta(seconds=1)),
    (timedelta(seconds=6), timedelta(seconds=2)),
)
INQUIRE_AGAIN = timedelta(seconds=1)
# Longer than a call that is carried out late, as the product's is.
GRACE = timedelta(seconds=3)
# About as long as a look at the versions is away while the clock is killed again and again.
APPLY_PATIENCE = timedelta(seconds=6)
REFRESH = timedelta(seconds=2)
LOCK_SECONDS = 1
# Before the lease of who hangs is over, he is killed.
SILENT, PULSE = 3.0, 0.5
PAUSES = (0.0, 0.05, 0.1, 0.2, 0.4, 0.8)
# The cloud takes what is signed by a clock that is wrong: what is refused is not hard to bear.
WINDOW = timedelta(hours=2)


class Impatience(AppConfig):
    name = "bench.air"

    def ready(self) -> None:
        from studio.mixes.clouds import turns  # noqa: PLC0415  # models first
        from studio.mixes.models import operation, queue, rounds, task  # noqa: PLC0415  # models first
        from studio.processes import web  # noqa: PLC0415  # models first

        seconds = {"connect": CALL_SECONDS, "read": CALL_SECONDS, "call": CALL_SECONDS}
        Timing.__init__.__kwdefaults__ = seconds
        turns.AccountQuerySet.PATIENCE = TURN
        queue.OperationQuerySet.LEASE = LEASE
        queue.OperationQuerySet.WAKE_AFTER = WAKE_AFTER
        queue.OperationQuerySet.INQUIRE_AGAIN = INQUIRE_AGAIN
        task.MixTask.APPLY_PATIENCE = APPLY_PATIENCE
        operation.INQUIRIES, operation.GRACE = INQUIRIES, GRACE
        web.LOCK_SECONDS = LOCK_SECONDS
        supervisor.SILENT, supervisor.PULSE, supervisor.PAUSES = SILENT, PULSE, PAUSES
        signature.WINDOW = WINDOW
        rounds.MixTaskQuerySet.BRISK = rounds.MixTaskQuerySet.GENTLE = REFRESH
