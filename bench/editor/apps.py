"""The page's server listens for everybody, as it does nowhere else."""

from __future__ import annotations

from django.apps import AppConfig


class Reachable(AppConfig):
    name = "bench.editor"

    def ready(self) -> None:
        from studio.processes import parts  # noqa: PLC0415  # models first

        parts.ADDRESS = "0.0.0.0"
