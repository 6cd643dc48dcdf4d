"""What every test may ask for, and the rule that CI skips nothing that it can run."""

from __future__ import annotations

import gc
import logging
import os
from collections.abc import Generator
from contextlib import suppress
from pathlib import Path

import pytest
from django.contrib.contenttypes.management import create_contenttypes
from django.db import connection
from django.db.models.signals import post_migrate
from hypothesis import HealthCheck
from hypothesis import settings as trying
from pytest_django import Settings
from xdist.remote import Producer

from tests import builders, canaries, scheduling
from tests.driving import disks
from tests.driving.processes import RunningStudio
from tests.sharing import shared

# How fast a machine makes its examples is no fault of what is tried.
trying.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
trying.load_profile("suite")


@pytest.fixture
def plain_static(settings: Settings) -> None:
    """Pages name their styles and scripts without collecting and hashing them first."""
    backend = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES = {"staticfiles": {"BACKEND": backend}}
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """The test's tables, without Django's creating content types and permissions whenever they are
    emptied: the product asks for neither, and it was a fifth of a test in the browser.
    """
    post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")
    post_migrate.disconnect(create_contenttypes)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a studio with its tables and static files, to be copied."""
    return shared(tmp_path_factory, "prepared", lambda data: RunningStudio(data, port=1).prepare())


@pytest.fixture
def cast(db: None, plain_static: None) -> builders.Cast:
    return builders.cast()


@pytest.fixture
def data(settings: Settings, tmp_path: Path) -> Path:
    """A data folder of the test's own."""
    settings.DATA = tmp_path
    settings.FRAMES = tmp_path / "frames"
    settings.SANDBOX = tmp_path / "sandbox"
    settings.UPLOADS = tmp_path / "uploads"
    return tmp_path


def pytest_configure() -> None:
    canaries.GUARD.watch(logging.getLogger())


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    canaries.judge(report)
    return report


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where the suite has another database, what is of SQLite alone was never meant to run, and
    what asks none has nothing new to say.
    """
    if connection.vendor != "sqlite":
        elsewhere = [item for item in items if not scheduling.asks_any_database(item)]
        config.hook.pytest_deselected(items=elsewhere)
        items[:] = [item for item in items if item not in elsewhere]
    items.sort(key=scheduling.place)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Thousands of tests outlive the whole run: what looks for garbage need not walk them again and
    again, which was a twentieth of what the suite computes; nor while they are collected, which was
    a quarter of that.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_runtest_teardown() -> None:
    """SVT-AV1, as root, makes whoever encodes by it a real-time process, for good, and so all that
    it starts (findings/svt_av1_realtime.sh): browsers took both processors for minutes.
    """
    if hasattr(os, "sched_getscheduler") and os.sched_getscheduler(0) != os.SCHED_OTHER:
        for thread in Path("/proc/self/task").iterdir():
            with suppress(ProcessLookupError):  # it has ended meanwhile
                os.sched_setscheduler(int(thread.name), os.SCHED_OTHER, os.sched_param(0))


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> scheduling.Scheduling:
    config.option.loadscopereorder = False
    return scheduling.Scheduling(config, log)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Under CI a skipped test is a failure: what was not run was not tested. Only a disk of its own
    is not every container's to give.
    """
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    skipped = [report for report in skipped if disks.REASON not in str(report.longrepr)]
    if reporter and skipped and os.environ.get("CI") == "true" and session.exitstatus == 0:
        reporter.write_line(f"\n{len(skipped)} skipped: under CI that is a failure.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
