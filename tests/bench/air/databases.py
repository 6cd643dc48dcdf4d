"""Which kind of database a harness's studio has here."""

from __future__ import annotations

import os

import pytest

from bench.air.__main__ import POSTGRESQL, SQLITE
from tests.driving.cluster import missing


def chosen() -> str:
    """That of the suite; PostgreSQL's is a cluster of its own, which takes its programs."""
    if "TEST_DATABASE_URL" not in os.environ:
        return SQLITE
    if why := missing():
        pytest.skip(why)
    return POSTGRESQL
