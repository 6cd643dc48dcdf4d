"""What every test may ask for, and the rule that CI skips nothing that it can run."""

from __future__ import annotations

import gc
import logging
import os
from collections.abc import Generator
from contextlib import suppress
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.apps.registry import Apps
from django.contrib.contenttypes.management import create_contenttypes
from django.core.cache import caches
from django.db import connection
from django.db.models.signals import post_migrate
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as trying
from pytest_django import DjangoDbBlocker, Settings
from xdist.remote import Producer

from studio.demo import films
from studio.library import stores
from studio.library.models import Mark
from studio.settings import REDIS, STORAGE, room_of_pictures
from tests import builders, canaries, scheduling
from tests.driving import disks
from tests.driving.processes import RunningStudio
from tests.driving.several import network
from tests.sharing import shared

# How fast a machine makes its examples is no fault of what is tried.
trying.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
trying.load_profile("suite")

# By which every worker's database knows the bucket as its own.
MARK = UUID(int=1)


@pytest.fixture
def plain_static(settings: Settings, nothing_collected: Path) -> None:
    """Pages name their styles and scripts without collecting and hashing them first."""
    backend = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": backend}}
    settings.STATIC_ROOT = nothing_collected


@pytest.fixture(scope="session")
def nothing_collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every client looks through the folder of what was collected before it asks anything: where a
    browser was served from it before, that was two thirds of what tests of requests computed.
    """
    return tmp_path_factory.mktemp("static")


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """The test's tables, without Django's creating content types and permissions whenever they are
    emptied: the product asks for neither, and it was a fifth of a test in the browser.
    """
    post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")
    post_migrate.disconnect(create_contenttypes)
    if STORAGE:
        post_migrate.connect(mark, sender=apps.get_app_config("library"))
        with django_db_blocker.unblock():
            mark()
            shared(tmp_path_factory, "marked", lambda _folder: stores.uploads().claim())


def mark(apps: Apps = apps, **_: object) -> None:
    """The suite's one bucket is that of every worker's database, also when it was emptied."""
    if "mark" in apps.all_models["library"]:
        # Whatever a page made of it that was still asking while it was emptied.
        Mark.objects.update_or_create(pk=1, defaults={"key": MARK})


@pytest.fixture(autouse=True)
def nothing_noted() -> None:
    """In Redis, which no transaction takes anything back from."""
    if REDIS:
        caches["passing"].clear()


@pytest.fixture(autouse=True)
def _of_no_reader() -> None:
    """The language of the last request stays that of its thread, which is the next test's too."""
    translation.deactivate()


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a studio with its tables, static files and films, to be copied."""

    def make(data: Path) -> None:
        RunningStudio(data, port=1).prepare()
        films.make(data / "demo")

    return shared(tmp_path_factory, "prepared", make)


@pytest.fixture
def cast(db: None, plain_static: None) -> builders.Cast:
    return builders.cast()


@pytest.fixture
def data(settings: Settings, tmp_path: Path) -> Path:
    """A data folder of the test's own, and rooms of pictures: there, or in the suite's bucket."""
    settings.DATA = tmp_path
    settings.FRAMES = tmp_path / "frames"
    settings.SANDBOX = tmp_path / "sandbox"
    settings.UPLOADS = tmp_path / "uploads"
    rooms = {
        folder.name: room_of_pictures(folder) for folder in (settings.FRAMES, settings.UPLOADS)
    }
    if STORAGE:
        own = uuid4().hex
        for name, room in rooms.items():
            room["OPTIONS"]["location"] = f"{own}/{name}"
    settings.STORAGES = settings.STORAGES | rooms
    return tmp_path


@pytest.fixture
def on_disk(data: Path, settings: Settings) -> Path:
    """A data folder in which the pictures lie too, whichever engines the suite has: what is of the
    disk itself, or turns the clock, by which a storage takes nothing that is signed.
    """
    settings.STORAGE = {}
    folders = (settings.FRAMES, settings.UPLOADS)
    settings.STORAGES = settings.STORAGES | {
        folder.name: {
            "BACKEND": "studio.library.stores.Folder",
            "OPTIONS": {"location": folder},
        }
        for folder in folders
    }
    return data


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
    """Under CI a skipped test is a failure: what was not run was not tested. Only a disk
    or a network of its own is not every container's to give.
    """
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    theirs = (disks.REASON, network.REASON)
    skipped = [
        report for report in skipped if not any(why in str(report.longrepr) for why in theirs)
    ]
    if reporter and skipped and os.environ.get("CI") == "true" and session.exitstatus == 0:
        reporter.write_line(f"\n{len(skipped)} skipped: under CI that is a failure.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
