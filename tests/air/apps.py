"""The product's patience, some ten times shorter, in every process of a studio under attack.

The rate of requests is left as it is: that one is measured.
"""

from __future__ import annotations

from datetime import timedelta

from django.apps import AppConfig

from studio.volcengine.wire import Timing

CALL_SECONDS = 1.0
# Longer than a turn is waited for, and than that with a call.
LEASE = timedelta(seconds=5)
TURN = timedelta(seconds=3)
WAKE_AFTER = timedelta(seconds=1)
LOOKS = ((timedelta(minutes=10), timedelta(seconds=1)),)


class Impatience(AppConfig):
    name = "tests.air"

    def ready(self) -> None:
        from studio.mixes.models import account, operation  # noqa: PLC0415  # models come first

        seconds = {"connect": CALL_SECONDS, "read": CALL_SECONDS, "call": CALL_SECONDS}
        Timing.__init__.__kwdefaults__ |= seconds
        account.AccountQuerySet.PATIENCE = TURN
        operation.LEASE = LEASE
        operation.WAKE_AFTER = WAKE_AFTER
        operation.LOOKS = LOOKS
        operation.LOOK_AGAIN = timedelta(seconds=1)
