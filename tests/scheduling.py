"""Which worker runs what, and when: what takes long first, what shares a studio together."""

from __future__ import annotations

import pytest
from xdist.scheduler import LoadScopeScheduling

# Its tests share the studio that they back up.
BACKUP = "tests/processes/backup/"
# Its tests share a storage.
BUCKET = "tests/library/bucket/"
# Whatever begins with one of these comes in this order, the rest after them.
FIRST = (
    BACKUP,
    BUCKET,
    "tests/browser/journeys/",
    "tests/bench/",
    "tests/processes/",
    "tests/deploy/",
    "tests/volcengine/",
    "tests/media/servers/",
    "tests/browser/pages/",
    "tests/browser/saving/",
    "tests/browser/panels/",
    "tests/browser/",
    "tests/media/",
    "tests/compositor/",
)
# Hundreds of tests that share nothing: on one worker they went on for minutes after all others.
APART = ("tests/test_access.py", "tests/test_methods.py")
# One running studio serves them.
ON_AIR = tuple(
    f"tests/browser/journeys/test_{name}.py" for name in ("bad_days", "companion", "show", "tally")
)


def place(item: pytest.Item) -> int:
    """Where a test comes in the order."""
    return next((n for n, start in enumerate(FIRST) if item.nodeid.startswith(start)), len(FIRST))


def asks_any_database(item: pytest.Item) -> bool:
    """Whether it asks the database that the suite has, whichever that is: tests by Django's, or the
    harnesses of `bench.air`, whose studios have one of its kind.
    """
    if item.get_closest_marker("sqlite"):
        return False
    asked = {"db", "transactional_db"} & set(getattr(item, "fixturenames", ()))
    is_harness = item.nodeid.startswith("tests/bench/air/")
    return bool(asked or is_harness or item.get_closest_marker("django_db"))


def together(nodeid: str) -> str:
    """What this test is run with, on one worker: its file; in the browser it is alone, or APART."""
    path = nodeid.split("::", maxsplit=1)[0]
    if path in ON_AIR:
        return "on air"
    for folder in (BACKUP, BUCKET):
        if path.startswith(folder):
            return folder
    is_alone = path.startswith("tests/browser/") and "/journeys/" not in path
    return nodeid if is_alone or path in APART else path


class Scheduling(LoadScopeScheduling):  # type: ignore[misc]  # it ships no types
    """Hands out what belongs together, in the order of the collection."""

    def _split_scope(self, nodeid: str) -> str:
        return together(nodeid)
