"""The product's settings, with what fails."""

from __future__ import annotations

from studio.settings import *  # noqa: F403

ROOT_URLCONF = "tests.processes.watching.faulty"
