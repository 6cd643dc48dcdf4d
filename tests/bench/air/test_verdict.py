"""What the harness counts as a failure it does find."""

from __future__ import annotations

import pytest

from bench.air.clicks import Click, clicks
from bench.air.cloud import CREATE, WRITE_FATES, Wish, chosen
from bench.air.rate import most_in_a_second
from bench.air.verdict import (
    duplicates,
    end_of,
    is_lost,
    never,
    orphans,
    unsettled,
)
from studio.editor.models import LayoutTemplate
from studio.mixes.models import Operation, Push
from tests import builders
from tests.builders import Cast


@pytest.fixture
def template(cast: Cast) -> LayoutTemplate:
    return builders.template(cast.workspace)


@pytest.fixture
def click(template: LayoutTemplate) -> Click:
    return clicks(1, [template], seed=1)[0]


@pytest.fixture
def row(click: Click, cast: Cast) -> Operation:
    """The push that the click became."""
    push = Push.record(
        workspace=cast.workspace,
        person=cast.owner,
        rules=click.template.rules,
        name=click.name,
        key=click.key,
    )
    click.task = str(push.task.pk)
    return push


def task(row: Operation, task_id: str = "1") -> dict[str, str]:
    return {"Name": row.task.name, "TaskID": task_id}


def test_two_tasks_of_one_click_are_a_duplicate_whatever_their_suffix(row: Operation) -> None:
    other = {"Name": "push-000-another", "TaskID": "2"}
    assert duplicates([task(row)]) == 0
    assert duplicates([task(row), other]) == 1


def test_a_task_is_an_orphan_unless_a_row_has_it_or_asks_for_it(row: Operation) -> None:
    assert orphans([row], [task(row)]) == []
    row.state = "refused"
    assert orphans([row], [task(row)]) == ["1"]
    row.state, row.task.task_id = "accepted", "1"
    assert orphans([row], [task(row), task(row, "2")]) == ["2"]


def test_an_unknown_row_is_unsettled_while_the_cloud_has_its_task(row: Operation) -> None:
    row.state = "unknown"
    assert unsettled([row], [task(row)]) == [row]
    assert unsettled([row], []) == []


def test_a_click_is_lost_without_its_row_or_with_another_body(row: Operation, click: Click) -> None:
    assert is_lost(click, None, {})
    wished = Wish(CREATE, row.task.name)
    assert not is_lost(click, row, {wished: [row.body]})
    assert is_lost(click, row, {wished: [{**row.body, "Name": "another"}]})
    row.body_hash = "0" * 64
    assert is_lost(click, row, {})


def test_a_push_has_ended_running_only_once_the_cloud_says_so(row: Operation) -> None:
    assert end_of(row) == "queued"
    row.state = "accepted"
    assert end_of(row) == "accepted"
    row.task.status = "runing"
    assert end_of(row) == "running"


def test_any_second_counts_not_only_whole_ones() -> None:
    assert most_in_a_second([]) == 0
    assert most_in_a_second([0.1, 0.9, 1.05, 1.1, 2.2]) == 3


def test_what_could_have_happened_and_did_not_is_told() -> None:
    times = {"web": 2, "disk full": 0, "clock set back": 0}
    assert never(times, {"disk full": "takes root"}) == ["clock set back"]


def test_faults_are_the_seed_s_and_as_frequent_as_said() -> None:
    fates = [chosen(f"1 {n} 1", WRITE_FATES) for n in range(1000)]
    assert fates == [chosen(f"1 {n} 1", WRITE_FATES) for n in range(1000)]
    for fate, share in WRITE_FATES.items():
        assert share / 2 < fates.count(fate) / 1000 < share * 2
