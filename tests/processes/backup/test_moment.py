"""What a backup reads is of one moment; it signs nobody in, and nobody who saves waits for it."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.models import Model
from django_tasks_db.models import DBTaskResult

from studio.accounts.models import Invitation, SignInLink, User, Workspace
from studio.processes.backup import database, tables
from tests.driving.processes import RunningStudio
from tests.driving.savers import Crowd, Saver
from tests.processes.backup.contents import table
from tests.processes.backup.studios import Place, Was, backup, restored
from tests.volcengine.bodies import mixed_rules

SAVERS = 4


def save() -> float:
    """Somebody writes to two tables meanwhile; how long that took."""
    began = time.monotonic()
    try:
        with transaction.atomic():
            Workspace.objects.create(name="meanwhile")
            User.objects.create(username="meanwhile")
        return time.monotonic() - began
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_what_is_saved_meanwhile_is_in_no_table_and_waits_for_nothing() -> None:
    with ThreadPoolExecutor(1) as meanwhile:
        with database.one_moment():
            assert not Workspace.objects.exists()
            assert meanwhile.submit(save).result(10) < 2
            assert not Workspace.objects.exists()
            assert not User.objects.exists()
        assert Workspace.objects.exists()
        assert User.objects.exists()
        # And the studio's own transactions are what they were.
        with transaction.atomic():
            User.objects.all().delete()


@pytest.mark.parametrize("model", [Session, SignInLink, Invitation, DBTaskResult])
def test_nobody_is_let_in_by_a_backup_and_nothing_is_done_again(model: type[Model]) -> None:
    assert model not in tables.kept(apps).values()
    assert Workspace in tables.kept(apps).values()


def test_a_backup_made_while_editors_save_is_of_one_moment(place: Place, was: Was) -> None:
    """And what is made of it is sound: each row finds those that it names."""
    crowd = Crowd([Saver(was.visitor, mixed_rules()) for _saver in range(SAVERS)])
    with crowd.saving():
        crowd.wait_for_saves()
        began = time.monotonic()
        file = backup(was.studio)
        ended = time.monotonic()
        crowd.wait_for_saves()
    assert len(crowd.saved(began, ended)) > SAVERS
    rows = {row["id"]: row for row in table(file, "editor.layouttemplate")}
    assert crowd.moment(rows, began, ended) == ""
    copy, _said = restored(place, "moment", file)
    assert is_sound(place, copy)


def is_sound(place: Place, studio: RunningStudio) -> bool:
    if place.cluster:
        return True
    checks = ("integrity_check", "foreign_key_check")
    return [studio.rows(f"PRAGMA {check}") for check in checks] == [[("ok",)], []]
