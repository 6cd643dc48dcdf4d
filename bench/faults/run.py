"""One run: people work, faults come one after the other, and each is waited out."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic

from bench.faults.asking import Asker, Ledger
from bench.faults.crew import Crew, LeftAlone, Round
from bench.faults.editors import Editor
from bench.faults.kinds import Fault, Struck, not_running
from bench.faults.sandbox import tasks_at
from tests.driving.crowd import made
from tests.driving.mishaps import Scene
from tests.driving.visitor import Visitor
from tests.volcengine.bodies import mixed_rules

# Within so many seconds of a fault's end all is to be as it was.
GOAL = 10.0
# When nobody waits any longer for what is not.
PATIENCE = 60.0
LOOK_SECONDS = 0.1
# What nobody sees at the cloud by then, the studio is asked about.
DOUBT_SECONDS = 3.0
MOVING = ("queued", "sent", None)


@dataclass
class Looker:
    """Somebody who looks at page after page; `green` is when the last round of them began in which
    each was as always, and `slowest` the longest that one was waited for.
    """

    asker: Asker
    paths: list[str]
    green: float = 0.0
    slowest: float = 0.0

    def run(self, over: threading.Event) -> None:
        while not over.wait(LOOK_SECONDS):
            began = time.monotonic()
            replies = [self.asker.get(path) for path in self.paths]
            self.slowest = max(self.slowest, *(reply.seconds for reply in replies))
            if all(reply.is_answer for reply in replies):
                self.green = began
            for path, reply in zip(self.paths, replies, strict=True):
                if reply.is_answer and reply.status >= 400:
                    self.asker.ledger.untrue.append(f"{path}: {reply.status}")
                    self.green = 0.0


People = tuple[Visitor, list[Editor], Crew, Looker, Ledger]


@dataclass
class Run(Generic[Struck]):
    scene: Struck
    visitor: Visitor
    editors: list[Editor]
    crew: Crew
    looker: Looker
    ledger: Ledger
    by_hand: set[str] = field(default_factory=set)
    # How often each child had ended under the same supervisor.
    ends: dict[str, int] = field(default_factory=dict)

    def strike(self, fault: Fault[Struck]) -> dict[str, Any]:
        """What one fault came to."""
        this = self.crew.prepare()
        self.ledger.turn_over(fault.truths)
        self.looker.slowest = 0.0
        threads = self.crew.press(this)
        with fault.strikes(self.scene):
            time.sleep(fault.seconds)
        end = time.monotonic()
        green = self.greened(this, end)
        for thread in threads:
            thread.join(PATIENCE)
        self.crew.go_on(this)
        self.note_ends()
        return {"fault": fault.name, "seconds": fault.seconds, **self.facts(this, green)}

    def facts(self, this: Round, green: dict[str, float | None]) -> dict[str, Any]:
        return {
            "green": green,
            "slowest_page": round(self.looker.slowest, 1),
            "statuses": {str(key): n for key, n in sorted(self.ledger.statuses.items())},
            "sentences": dict(self.ledger.sentences),
            "tries": {kind: click.tries for kind, click in this.clicks.items()},
        }

    def note_ends(self) -> None:
        """How often what was killed or went away had to be started anew, where that is told."""

    def greened(self, this: Round, end: float) -> dict[str, float | None]:
        """After how many seconds each was as it should be, None of what never was in time."""
        checks: dict[str, Callable[[], bool]] = {
            "processes": lambda: not self.missing(),
            "pages": lambda: self.looker.green > end,
            "saves": lambda: all(editor.saved_at > end for editor in self.editors),
            "clicks": lambda: self.is_settled(this, end),
        }
        green: dict[str, float | None] = dict.fromkeys(checks)
        while None in green.values() and time.monotonic() < end + PATIENCE:
            for name, holds in checks.items():
                if green[name] is None and holds():
                    green[name] = round(time.monotonic() - end, 1)
            if time.monotonic() > end + GOAL:
                self.by_hand.update(self.missing())
            time.sleep(LOOK_SECONDS)
        return green

    def missing(self) -> list[str]:
        """What of the studio is not there at this moment."""
        raise NotImplementedError

    def is_settled(self, this: Round, end: float) -> bool:
        """Whether every click was heard, and came to the cloud or is told not to have."""
        clicks = this.clicks.values()
        if not all(click.acknowledged or click.refused for click in clicks):
            return False
        if all(this.counts(list(tasks_at(self.crew.data).values())).values()):
            return True
        if time.monotonic() < end + DOUBT_SECONDS:
            return False
        told = self.crew.told()
        return not any(told.get(key) in MOVING for key in this.names)


class OnOneHost(Run[Scene]):
    """Its supervisor tells what runs."""

    def missing(self) -> list[str]:
        return not_running(self.scene.studio)

    def note_ends(self) -> None:
        for child in self.scene.studio.children():
            self.ends[child.name] = max(child.ends, self.ends.get(child.name, 0))


def measured(scene: Scene, faults: list[Fault[Scene]], editors: int) -> dict[str, Any]:
    """All faults, and the verdict: what is counted under `failures` is to be 0."""
    visitor = Visitor(scene.studio.sign_in_link())
    with working(visitor, scene.studio.data, editors) as people:
        run = OnOneHost(scene, *people)
        rows = struck(run, faults)
    return {"editors": editors, **judged(run, rows, len(faults))}


def struck(run: Run[Struck], faults: Sequence[Fault[Struck]]) -> list[dict[str, Any]]:
    """What each fault came to for which everything was as it should be before."""
    rows: list[dict[str, Any]] = []
    for fault in faults:
        with suppress(LeftAlone):
            rows.append(run.strike(fault))
    return rows


def judged(run: Run[Any], rows: list[dict[str, Any]], faults: int) -> dict[str, Any]:
    """The verdict over all of them, once nobody works any more."""
    run.ledger.turn_over(frozenset())
    saves = [editor.verdict() for editor in run.editors]
    late = [row["fault"] for row in rows if is_late(row["green"])]
    told = run.crew.verdict()
    return {
        "faults": rows,
        "saves": sum(editor.saved for editor in run.editors),
        "ends": run.ends,
        "failures": {
            **{name: sum(row[name] for row in saves) for name in saves[0]},
            **{key: n for key, n in told.items() if key != "told"},
            "untrue": len(run.ledger.untrue),
            "troubles": sum(len(editor.troubles) for editor in run.editors),
            "by_hand": len(run.by_hand),
            "late": len(late),
            "unfinished": faults - len(rows),
        },
        "told": told["told"],
        "untrue": run.ledger.untrue[:20],
        "troubles": [each for editor in run.editors for each in editor.troubles][:20],
        "late": late,
    }


def is_late(green: dict[str, float | None]) -> bool:
    return any(seconds is None or seconds > GOAL for seconds in green.values())


@contextmanager
def working(visitor: Visitor, data: Path, editors: int) -> Iterator[People]:
    """Everybody is at work until the block ends; the cloud's file lies in that data folder."""
    ledger = Ledger()
    crew = Crew(visitor, data, ledger)
    crew.air, crew.leaving = crew.spare(), crew.spare()
    people = [editor_of(visitor, ledger) for _editor in range(editors)]
    looker = Looker(Asker(visitor, ledger), pages_of(crew, people[0]))
    work, over = [looker.run, *(each.run for each in people)], threading.Event()
    with ThreadPoolExecutor(len(work)) as pool:
        running = [pool.submit(run, over) for run in work]
        try:
            yield visitor, people, crew, looker, ledger
        finally:
            over.set()
    for each in running:
        each.result()


def editor_of(visitor: Visitor, ledger: Ledger) -> Editor:
    path = made(visitor, mixed_rules())
    return Editor(Asker(visitor, ledger), path, mixed_rules(), version=2)


def pages_of(crew: Crew, editor: Editor) -> list[str]:
    """What people look at: each kind of page once."""
    task = crew.air[1]
    shown = [task, f"{task}status/", f"{task}program.jpg"]
    edited = [editor.path, f"{editor.path}opening/"]
    return ["/healthz", "/start", "/templates/", "/tasks/", "/tasks/history/", *shown, *edited]
