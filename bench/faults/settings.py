"""Those of tests.driving, for a short day of faults: SQLite's lock is waited for less long, by who
answers and by who works.
"""

from __future__ import annotations

from tests.driving.settings import *  # noqa: F403
from tests.driving.settings import DATABASES
from tests.driving.settings import INSTALLED_APPS as BRISK

INSTALLED_APPS = [*BRISK, "bench.faults.apps.Impatience"]
DATABASES["default"]["OPTIONS"]["timeout"] = 1
