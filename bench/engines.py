"""What a picture's job costs by the database, as the studio has it, and by RQ on Redis.

    python -m bench.engines [--jobs 300] [--rounds 10] [--json FILE]

A PostgreSQL and a Redis of its own, and RQ of RQ_VERSION in a folder that is gone afterwards. Each
round asks for so many frames that nobody has, and one worker sees to them, by either engine in
turn. The times are of one process, without what the servers take: of a job put in line and of one
that is done, the look-up of its frame among it.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from bench.machine import machine, tell
from tests.driving.cluster import cluster
from tests.driving.processes import RunningStudio, free_ports
from tests.driving.several import redis

RQ_VERSION = "3.0.0"
# Run by the studio's own Python, with RQ at hand.
SCRIPT = """
import json, sys, threading, time, uuid
sys.path.append({folder!r})
from redis import Redis
from rq import Queue, SimpleWorker
from studio.library.jobs import PICTURES, fetch_frame
from studio.processes.workers import OneThread

connection = Redis.from_url({redis!r})
queue = Queue(PICTURES, connection=connection)
others = SimpleWorker([queue], connection=connection)
own = OneThread(threading.Event(), PICTURES)
WORK = fetch_frame.module_path + ".func"
ENGINES = {{
    "database": (fetch_frame.enqueue, own.run),
    "rq": (
        lambda pk: queue.enqueue(WORK, pk),
        lambda: others.work(burst=True, logging_level="ERROR"),
    ),
}}

def took(act):
    cpu, began = time.process_time(), time.monotonic()
    act()
    return [1000 * (time.process_time() - cpu) / {jobs}, 1000 * (time.monotonic() - began) / {jobs}]

def asked(ask):
    for _job in range({jobs}):
        ask(str(uuid.uuid4()))

def both(ask, work):
    return {{"asked": took(lambda: asked(ask)), "done": took(work)}}

# The first loads what both need.
rounds = [
    {{name: both(*engine) for name, engine in ENGINES.items()}} for _round in range({rounds} + 1)
]
print(json.dumps(rounds[1:]))
"""


def measured(jobs: int, rounds: int) -> list[dict[str, Any]]:
    """Of each round and engine the ms of CPU and of the clock for a job, asked for and done."""
    with ExitStack() as stack:
        data, folder = (Path(stack.enter_context(tempfile.TemporaryDirectory())) for _ in range(2))
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(folder)]
        subprocess.run([*pip, f"rq=={RQ_VERSION}"], check=True)
        own, notes = stack.enter_context(cluster()), stack.enter_context(redis.redis())
        studio = RunningStudio(data, free_ports(3), {"DATABASE_URL": own.url})
        studio.manage("migrate", "-v", "0")
        script = SCRIPT.format(folder=str(folder), redis=notes.url, jobs=jobs, rounds=rounds)
        said = studio.manage("shell", "-v", "0", "-c", script)
        found: list[dict[str, Any]] = json.loads(said.splitlines()[-1])
        return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--jobs", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    about = machine() | {"rq": RQ_VERSION, "jobs": options.jobs}
    rounds = measured(options.jobs, options.rounds)
    medians = {
        f"{engine}, {act}": {
            unit: round(statistics.median(one[engine][act][place] for one in rounds), 2)
            for place, unit in enumerate(("cpu_ms", "ms"))
        }
        for engine in ("database", "rq")
        for act in ("asked", "done")
    }
    tell(about | {"medians": medians, "rounds": rounds}, options.json)


if __name__ == "__main__":
    main()
