"""How long the cloud waits for the answer to a callback, and that no flood of them changes a task.

    python -m bench.callbacks [--posts 10000] [--clients 4] [--json FILE]

Ten tasks and the web server by itself. Two hundred different callbacks (a third of
them no JSON) are posted again and again in a shuffled order, among them some that are too large
and some at wrong addresses. The clients run on the same cores.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import resource
import statistics
import tempfile
import time
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import chain
from pathlib import Path
from typing import Any

from bench.machine import machine, tell
from tests.driving.processes import RunningStudio, running_studio

TASKS, BODIES = 10, 20
LARGE = b"x" * (64 * 1024 + 1)
# What a sound studio answers with, by kind; and how many of a hundred posts are of it.
EXPECTED = {"json": 200, "garbage": 200, "too large": 413, "wrong token": 404}
SHARES = {"json": 56, "garbage": 28, "too large": 6, "wrong token": 10}
STATE = "SELECT id, status, rules, output, began_at, on_air_at, ended_at FROM mixes_mixtask"
OPERATIONS = "SELECT id, state, body_hash, settled_at, error_code FROM mixes_operation"
RECORD = f"""
from studio.accounts.models import Workspace
from studio.mixes.clouds.callbacks import token_of
from studio.mixes.models import MixTask, Push
from tests import builders
workspace = Workspace.objects.embedded()
for n in range({TASKS}):
    push = Push.record(workspace=workspace, person=None, rules=builders.document(), name="show")
    MixTask.objects.filter(pk=push.task.pk).update(task_id=f"{{n:016}}", status="runing")
    print(token_of(push.task.pk))
"""


@dataclass(frozen=True)
class Post:
    kind: str
    token: str
    body: bytes


def posts(tokens: list[str], count: int) -> list[Post]:
    """The same ones at every run, in the same order."""
    chance = random.Random(1)
    kinds = chance.choices(list(SHARES), list(SHARES.values()), k=count)
    return [post(kind, chance.choice(tokens), chance.randrange(BODIES)) for kind in kinds]


def post(kind: str, token: str, number: int) -> Post:
    if kind == "json":
        sources = [{"ID": f"source-{n}", "Status": "lost" if n else "ok"} for n in range(8)]
        return Post(kind, token, json.dumps({"Event": number, "Sources": sources}).encode())
    if kind == "garbage":
        return Post(kind, token, random.Random(number).randbytes(2000))
    if kind == "too large":
        return Post(kind, token, LARGE)
    return Post(kind, f"{token[:-4]}AAAA", b"{}")


def times(port: int, mine: list[Post]) -> list[tuple[str, int, float]]:
    """Each answer's kind, status and time in ms, over a connection of its own."""
    answers = []
    for each in mine:
        start = time.perf_counter()
        connection = HTTPConnection("127.0.0.1", port)
        connection.request("POST", f"/hooks/mix/{each.token}/", each.body)
        answer = connection.getresponse()
        answer.read()
        answers.append((each.kind, answer.status, (time.perf_counter() - start) * 1000))
        connection.close()
    return answers


def summary(taken: list[float]) -> dict[str, float]:
    ordered = sorted(taken)
    return {
        "count": len(ordered),
        "p50_ms": round(statistics.median(ordered), 2),
        "p95_ms": round(ordered[math.ceil(0.95 * len(ordered)) - 1], 2),
        "max_ms": round(ordered[-1], 2),
    }


def state(studio: RunningStudio) -> list[tuple[Any, ...]]:
    return [*studio.rows(STATE), *studio.rows(OPERATIONS)]


def cpu() -> float:
    """Seconds that processes of ours which have ended took."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measured(studio: RunningStudio, count: int, clients: int) -> dict[str, Any]:
    tokens = studio.manage("shell", "--no-imports", "-c", RECORD).split()
    work = posts(tokens, count)
    before, used = state(studio), cpu()
    studio.start("web")
    start = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        parts = [work[n::clients] for n in range(clients)]
        answers = list(chain(*pool.map(lambda part: times(studio.port, part), parts)))
    seconds = time.perf_counter() - start
    studio.stop()
    by_kind = defaultdict(list)
    for kind, _status, taken in answers:
        by_kind[kind].append(taken)
    ((rows,),) = studio.rows("SELECT count(*) FROM mixes_callback")
    return {
        "posts": count,
        "clients": clients,
        "a_second": round(count / seconds),
        # The server's start is in it.
        "server_cpu_ms_a_post": round((cpu() - used) * 1000 / count, 2),
        "statuses": dict(Counter(f"{kind}: {status}" for kind, status, _ in answers)),
        "as_expected": all(status == EXPECTED[kind] for kind, status, _ in answers),
        "same_state": state(studio) == before,
        "rows": rows,
        "different": len({(p.token, p.body) for p in work if EXPECTED[p.kind] == 200}),
        "all": summary([taken for _, _, taken in answers]),
        **{kind: summary(taken) for kind, taken in sorted(by_kind.items())},
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--posts", type=int, default=10_000)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, running_studio(Path(folder)) as studio:
        results = {"machine": machine(), **measured(studio, options.posts, options.clients)}
    results["machine"]["load_after"] = round(os.getloadavg()[0], 1)
    tell(results, options.json)


if __name__ == "__main__":
    main()
