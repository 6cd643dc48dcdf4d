"""The product's pace towards the cloud, six times faster, as the sandbox of these tests is."""

from __future__ import annotations

from datetime import timedelta

from django.apps import AppConfig

BRISK = timedelta(seconds=0.5)


class Brisk(AppConfig):
    name = "tests.driving"

    def ready(self) -> None:
        from studio.mixes.models.task import MixTaskQuerySet  # noqa: PLC0415  # models first

        MixTaskQuerySet.BRISK = BRISK
