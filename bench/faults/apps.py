"""The product's patience with SQLite's lock, five times shorter."""

from __future__ import annotations

from django.apps import AppConfig

LOCK_SECONDS = 1


class Impatience(AppConfig):
    name = "bench.faults"

    def ready(self) -> None:
        from studio.processes import web  # noqa: PLC0415  # models first

        web.LOCK_SECONDS = LOCK_SECONDS
