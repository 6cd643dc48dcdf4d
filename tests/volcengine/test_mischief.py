"""The sandbox misbehaves as it is told: over real HTTP, seen through the real client."""

from __future__ import annotations

import json
import stat
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from studio.volcengine import sandbox
from studio.volcengine.client import Client
from studio.volcengine.errors import CloudError, Refused, UnknownOutcome, Unreachable
from studio.volcengine.sandbox import mischief
from studio.volcengine.sandbox.accidents import open_tasks, somebody_elses
from studio.volcengine.sandbox.faults import NO_FAULT
from studio.volcengine.sandbox.mischief import OFS, Of, Wish
from studio.volcengine.sandbox.signature import Request
from studio.volcengine.sandbox.tasks import Abnormal
from studio.volcengine.troubles import Trouble, Troubles
from studio.volcengine.wire import Timing
from tests.volcengine.bodies import document, mixed_rules
from tests.volcengine.conftest import Sandboxes

ORDINARY = Wish(kind="lose", of="push", once=True)


@pytest.fixture
def cloud(start_sandbox: Sandboxes, tmp_path: Path) -> Client:
    start_sandbox(speed=1000)
    return Client(sandbox.credentials(tmp_path))


@pytest.fixture
def running(cloud: Client) -> str:
    """A task that is on air."""
    task_id = cloud.create("running", document()).task_id
    soon(lambda: cloud.detail(task_id).status == "runing")
    return task_id


def soon(is_so: Callable[[], bool]) -> None:
    """Wait for it, no oftener than the sandbox lets itself be asked."""
    for _ in range(50):
        if is_so():
            return
        time.sleep(0.15)
    pytest.fail("it never came to be")


def acts(cloud: Client, task_id: str) -> dict[Of, Callable[[], object]]:
    return {
        "push": lambda: cloud.create(f"show {time.monotonic_ns()}", document()),
        "take": lambda: cloud.update(task_id, document()),
        "stop": lambda: cloud.delete(task_id),
        "inquiry": cloud.list,
    }


def error_of(act: Callable[[], object]) -> CloudError | None:
    time.sleep(0.15)
    try:
        act()
    except CloudError as error:
        return error
    return None


TURNED = {
    "key": "InvalidAccessKey",
    "clock": "InvalidTimestamp",
    "throttled": "FlowLimitExceeded",
}


@pytest.mark.parametrize(
    ("kind", "of"),
    [(kind, of) for kind in (*TURNED, "refuse") for of in OFS[kind] if of != "any"],  # type: ignore[index]
)
def test_the_next_request_of_a_kind_is_turned_away(
    kind: Any, of: Of, cloud: Client, running: str, tmp_path: Path
) -> None:
    message = "The source is not there" if kind == "refuse" else ""
    mischief.tell(tmp_path, Wish(kind=kind, of=of, once=True, message=message))
    mine = acts(cloud, running)
    other: Of = "push" if of == "inquiry" else "inquiry"
    assert error_of(mine[other]) is None
    error = error_of(mine[of])
    assert isinstance(error, Refused)
    assert error.code == TURNED.get(kind, "400")
    assert message in error.message
    assert mischief.standing(tmp_path) == ()
    assert cloud.detail(running).last_operation == 1
    assert error_of(mine[of]) is None


def test_until_told_otherwise_every_one_is_refused(
    cloud: Client, running: str, tmp_path: Path
) -> None:
    mischief.tell(tmp_path, Wish(kind="refuse", of="take", message="No"))
    for _ in range(3):
        assert isinstance(error_of(lambda: cloud.update(running, document())), Refused)
    mischief.lift(tmp_path, ("refuse", "take"))
    assert cloud.update(running, document()).operation == 2


def test_a_lost_answer_was_carried_out(cloud: Client, running: str, tmp_path: Path) -> None:
    for of in ("push", "take", "stop"):
        mischief.tell(tmp_path, Wish(kind="lose", of=of, once=True))
        error = error_of(acts(cloud, running)[of])
        assert isinstance(error, UnknownOutcome)
        assert error.reason == "dropped"
    assert cloud.list().count == 2
    detail = cloud.detail(running)
    assert detail.last_operation == 2
    assert detail.status in ("prestop", "done")


def test_a_slow_answer_comes_late(cloud: Client, tmp_path: Path) -> None:
    mischief.tell(tmp_path, Wish(kind="slow", of="inquiry", once=True, seconds=1.5))
    began = time.monotonic()
    cloud.list()
    assert time.monotonic() - began >= 1.5
    began = time.monotonic()
    cloud.list()
    assert time.monotonic() - began < 1.5


def test_an_answer_that_is_too_slow_was_carried_out(cloud: Client, tmp_path: Path) -> None:
    mischief.tell(tmp_path, Wish(kind="slow", of="push", seconds=2))
    hasty = Client(cloud.credentials, Timing(connect=1, read=0.3, call=0.5))
    with pytest.raises(UnknownOutcome, match="timeout"):
        hasty.create("show", document())
    assert [row.name for row in cloud.list().tasks] == ["show"]


def test_an_update_that_fails_is_accepted_and_never_applied(
    cloud: Client, running: str, tmp_path: Path
) -> None:
    before = cloud.detail(running).rule
    mischief.tell(tmp_path, Wish(kind="fail", of="take", once=True))
    assert cloud.update(running, somebody_elses(document())).operation == 2
    time.sleep(0.3)
    detail = cloud.detail(running)
    assert (detail.last_operation, detail.last_success) == (2, 1)
    assert detail.rule == before
    assert detail.troubles.operation == Trouble(
        code="5001", message="the new layout could not be started"
    )
    assert cloud.update(running, somebody_elses(document())).operation == 3
    soon(lambda: cloud.detail(running).last_success == 3)
    assert cloud.detail(running).troubles == Troubles()


def test_nobody_listens_while_it_is_unreachable(
    cloud: Client, running: str, tmp_path: Path
) -> None:
    mischief.tell(tmp_path, Wish(kind="unreachable", of="any"))
    soon(lambda: isinstance(error_of(cloud.list), Unreachable))
    assert isinstance(error_of(lambda: cloud.update(running, document())), Unreachable)
    mischief.behave(tmp_path)
    soon(lambda: error_of(cloud.list) is None)
    assert cloud.detail(running).last_operation == 1


def test_one_that_is_unreachable_can_be_stopped(start_sandbox: Sandboxes, tmp_path: Path) -> None:
    """The fixture joins its thread at the end."""
    start_sandbox()
    mischief.tell(tmp_path, Wish(kind="unreachable", of="any"))
    cloud = Client(sandbox.credentials(tmp_path))
    soon(lambda: isinstance(error_of(cloud.list), Unreachable))


def test_what_is_wished_of_any_request_happens_to_the_next_one(
    cloud: Client, tmp_path: Path
) -> None:
    mischief.tell(tmp_path, Wish(kind="throttled", of="any", once=True))
    assert isinstance(error_of(cloud.list), Refused)
    assert error_of(cloud.list) is None


def test_what_is_turned_away_spends_nothing_else(cloud: Client, tmp_path: Path) -> None:
    mischief.tell(tmp_path, ORDINARY)
    mischief.tell(tmp_path, Wish(kind="key", of="push", once=True))
    assert isinstance(error_of(lambda: cloud.create("show", document())), Refused)
    assert mischief.standing(tmp_path) == (ORDINARY,)
    assert isinstance(error_of(lambda: cloud.create("show", document())), UnknownOutcome)
    assert mischief.standing(tmp_path) == ()


def test_one_wish_happens_to_one_request_of_many_at_once(cloud: Client, tmp_path: Path) -> None:
    mischief.tell(tmp_path, Wish(kind="lose", of="inquiry", once=True))
    errors: list[CloudError | None] = []
    threads = [
        threading.Thread(target=lambda: errors.append(error_of(cloud.list))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [type(error) for error in errors if error] == [UnknownOutcome]


def test_two_that_see_a_wish_at_once_do_not_both_meet_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    both_have_seen, alone = threading.Barrier(2, timeout=30), mischief._alone

    @contextmanager
    def alone_after_both(data_dir: Path) -> Iterator[None]:
        both_have_seen.wait()
        with alone(data_dir):
            yield

    mischief.tell(tmp_path, ORDINARY)
    monkeypatch.setattr(mischief, "_alone", alone_after_both)
    push = Request(method="POST", path="/", query="Action=CreateCloudMixTask", headers={}, body=b"")
    with ThreadPoolExecutor(2) as threads:
        faults = list(threads.map(mischief.Mischief(tmp_path).fault_of, [push, push]))
    assert faults.count(NO_FAULT) == 1


# --- What happens to tasks ------------------------------------------------------------------


def test_a_task_outlives_one_of_its_sources_but_not_all(
    start_sandbox: Sandboxes, tmp_path: Path
) -> None:
    """A minute, twenty times as fast."""
    start_sandbox(speed=20)
    cloud = Client(sandbox.credentials(tmp_path))
    task_id = cloud.create("show", document()).task_id
    with open_tasks(tmp_path) as tasks:
        tasks.lose(task_id)
        (truth,) = tasks.truth({"show"})
        assert truth.lost == {"1"} == set(truth.sources)
        assert truth.ends_in is not None
        assert 0 < truth.ends_in <= 3
        tasks.bring_back(task_id)
        assert tasks.truth({"show"})[0].ends_in is None
        tasks.lose(task_id, "1")
    soon(lambda: cloud.detail(task_id).status == "done")


def test_a_source_that_has_dropped_is_named_until_it_comes_back(
    cloud: Client, running: str, tmp_path: Path
) -> None:
    cloud.update(running, document(rules_of("1", "guest", "spare")))
    with open_tasks(tmp_path) as tasks:
        tasks.lose(running, "guest")
        assert cloud.detail(running).troubles == Troubles(
            task=Trouble(code="6001", message="no data from source"), sources=("guest",)
        )
        tasks.lose(running, "1")
        assert cloud.detail(running).troubles.sources == ("1", "guest")
        tasks.bring_back(running)
    assert cloud.detail(running).troubles == Troubles()


def rules_of(*names: str) -> dict[str, Any]:
    """A document of sources of these IDs."""
    rules = mixed_rules()
    (one,), (place,) = rules["InputSource"], rules["InputLayout"]["Scene"]["Layout"]
    layers = dict(enumerate(names, start=1))
    rules["InputSource"] = [one | {"ID": name, "Layer": n} for n, name in layers.items()]
    rules["InputLayout"]["Scene"]["Layout"] = [place | {"Layer": n} for n in layers]
    return rules


def test_a_take_with_other_sources_saves_a_task(start_sandbox: Sandboxes, tmp_path: Path) -> None:
    start_sandbox(speed=5)
    cloud = Client(sandbox.credentials(tmp_path))
    task_id = cloud.create("show", document()).task_id
    soon(lambda: cloud.detail(task_id).status == "runing")
    with open_tasks(tmp_path) as tasks:
        tasks.lose(task_id)
        body: Any = json.loads(cloud.detail(task_id).rule)
        body["InputSource"][0]["ID"] = "spare"
        cloud.update(task_id, document(body))
        (truth,) = tasks.truth({"show"})
    assert truth.ends_in is None
    assert truth.lost == set()


def test_a_task_ends_without_being_asked(cloud: Client, running: str, tmp_path: Path) -> None:
    with open_tasks(tmp_path) as tasks:
        tasks.end(running)
        for act in (tasks.end, tasks.lose, tasks.bring_back, tasks.update_elsewhere):
            with pytest.raises(Abnormal):
                act(running)
    assert cloud.detail(running).status == "done"
    assert cloud.list().tasks[0].stopped_at is not None


def test_somebody_else_changes_a_task(cloud: Client, running: str, tmp_path: Path) -> None:
    rules = [cloud.detail(running).rule]
    with open_tasks(tmp_path) as tasks:
        for _ in range(2):
            tasks.update_elsewhere(running)
            rules.append(cloud.detail(running).rule)
    assert cloud.detail(running).last_operation == 3
    assert rules[0] != rules[1] != rules[2]


def test_the_truth_is_told_of_the_tasks_that_are_named(cloud: Client, tmp_path: Path) -> None:
    for name in ("mine", "theirs"):
        cloud.create(name, document())
    with open_tasks(tmp_path) as tasks:
        (truth,) = tasks.truth({"mine", "nobody's"})
    assert (truth.name, truth.accepted) == ("mine", 1)


# --- The file -------------------------------------------------------------------------------


def test_a_wish_stands_once_in_its_place_and_is_its_owners_alone(tmp_path: Path) -> None:
    mischief.tell(tmp_path, Wish(kind="slow", of="any", seconds=3))
    mischief.tell(tmp_path, ORDINARY)
    mischief.tell(tmp_path, Wish(kind="slow", of="any", seconds=9))
    assert mischief.standing(tmp_path) == (ORDINARY, Wish(kind="slow", of="any", seconds=9))
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o600}
    mischief.behave(tmp_path)
    assert mischief.standing(tmp_path) == ()


def test_many_who_tell_at_once_lose_nothing(tmp_path: Path) -> None:
    places = [(kind, of) for kind in TURNED for of in ("push", "take", "stop", "inquiry")]

    def tell(kind: Any, of: Any) -> None:
        mischief.tell(tmp_path, Wish(kind=kind, of=of))

    threads = [threading.Thread(target=tell, args=place) for place in places]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {row.place for row in mischief.standing(tmp_path)} == set(places)


def text_of(**changes: object) -> str:
    return json.dumps({"wishes": [asdict(ORDINARY) | changes]})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"wishes": {}}',
        '{"wishes": [1]}',
        "\udcff",
        "[" * 100_000,
        '{"wishes": [NaN]}',
        text_of(kind="explode"),
        text_of(of="everything"),
        text_of(once=1),
        text_of(seconds=True),
        text_of(seconds=3),
        text_of(kind="slow", seconds=-1),
        text_of(kind="slow", seconds=1e9),
        text_of(kind="refuse"),
        text_of(kind="refuse", message="a\nb"),
        text_of(kind="refuse", message="m" * 201),
        text_of(kind="unreachable", of="any"),
        text_of(more=1),
        json.dumps({"wishes": [asdict(ORDINARY)] * 2}),
        json.dumps({"wishes": [asdict(ORDINARY)], "padding": " " * 20_000}),
    ],
    ids=lambda text: text[:60],
)
def test_a_file_that_is_not_as_it_should_be_is_none(
    text: str, cloud: Client, tmp_path: Path
) -> None:
    (tmp_path / mischief.FILE_NAME).write_bytes(text.encode(errors="surrogateescape"))
    assert mischief.standing(tmp_path) == ()
    assert cloud.create("show", document()).task_id
