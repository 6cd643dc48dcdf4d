"""What earlier versions called a task's cloud becomes the connection that it belongs to."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

import pytest
from pytest_django import Settings

from studio.mixes.models import Connection, MixTask, Operation
from tests.driving import earlier
from tests.mixes.conftest import usual_cloud

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE = [("mixes", "0012_sealed"), ("accounts", "0001_initial")]
ADDRESS = "live.example.com:443"
KEY = "AKTHATISKNOWN"


def identity(access_key: str) -> str:
    """As tasks had it."""
    return f"{ADDRESS} …{hashlib.sha256(access_key.encode()).hexdigest()[:8]}"


@pytest.fixture
def before(settings: Settings) -> Iterator[Any]:
    """The models as they were, in a studio that has keys."""
    settings.VOLC_ACCESSKEY, settings.VOLC_SECRETKEY = KEY, "SK"
    settings.VOLC_LIVE_URL = "https://live.example.com"
    yield earlier.migrate(BEFORE)
    earlier.migrate_to_now()


def keep(models: Any, workspace: Any, cloud: str) -> str:
    """A task of that cloud with its push; its name."""
    name = f"{workspace.name} {cloud}"
    task = models.get_model("mixes", "MixTask").objects.create(
        workspace=workspace, name=name, title=name, cloud=cloud, task_id=name
    )
    models.get_model("mixes", "Operation").objects.create(
        kind="push", workspace=workspace, task=task, cloud=cloud, body={}, body_hash=""
    )
    return name


def test_each_task_and_operation_has_its_connection_and_on_the_way_back_its_word(
    before: Any,
) -> None:
    make = before.get_model("accounts", "Workspace").objects.create
    first, second = make(name="first"), make(name="second")
    words = ["sandbox", identity(KEY), identity("AKOFBEFORE")]
    names = [keep(before, workspace, cloud) for workspace in (first, second) for cloud in words]
    earlier.migrate_to_now()

    rows = {task.name: task.cloud for task in MixTask.objects.select_related("cloud")}
    rehearsed, paid, gone, rehearsed_too, paid_too, gone_too = (rows[name] for name in names)
    assert [row.workspace_id for row in (rehearsed, rehearsed_too)] == [first.pk, second.pk]
    assert rehearsed.account == rehearsed_too.account
    assert (paid, gone) == (paid_too, gone_too)
    assert (paid.workspace_id, paid.keys) == (first.pk, (KEY, "SK"))
    assert paid == usual_cloud()
    assert not gone.can_be_asked
    assert gone.name == identity("AKOFBEFORE")
    assert Connection.objects.count() == 4
    clouds = Operation.objects.values_list("task__name", "cloud")
    assert dict(clouds) == {name: row.pk for name, row in rows.items()}

    then = earlier.migrate(BEFORE)
    for name in ("MixTask", "Operation"):
        again = then.get_model("mixes", name).objects.order_by().values_list("cloud", flat=True)
        assert sorted(again) == sorted(words * 2)
