"""The product's pace towards the cloud, ten times faster, as the sandbox of these tests is."""

from __future__ import annotations

from datetime import timedelta

from django.apps import AppConfig

from studio.volcengine.wire import Timing

TICK = 0.2
# The sandbox's seven seconds until a task is on air become a third of one.
SPEED = 20
BRISK = timedelta(seconds=0.2)
# An answer that was lost is waited for so long; one that comes takes milliseconds.
CALL_SECONDS = 5.0


class Brisk(AppConfig):
    name = "tests.driving"

    def ready(self) -> None:
        from studio.mixes.models.rounds import MixTaskQuerySet  # noqa: PLC0415  # models first
        from studio.processes import clock, parts  # noqa: PLC0415  # models first

        clock.TICK = TICK
        parts.SANDBOX_SPEED = SPEED
        MixTaskQuerySet.BRISK = BRISK
        seconds = {"connect": CALL_SECONDS, "read": CALL_SECONDS, "call": CALL_SECONDS}
        Timing.__init__.__kwdefaults__ = seconds
