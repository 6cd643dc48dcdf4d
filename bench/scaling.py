"""From what was measured to a large studio: the arithmetic of docs/scaling.md.

    python -m bench.scaling

Prints the page's table from the newest figures of `bench.load` and `bench.crowded`; a test holds
the page to it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FIGURES = Path(__file__).parents[1] / "docs" / "bench"
# What is to be served.
WORKSPACES, EDITORS, TASKS = 1000, 5000, 2000
# How many editors in a hundred change something in any second; the others read or talk.
AT_WORK = 20
# What one Python process has of a core before those who wait for it wait for each other.
FULL = 0.7
# Saves and pictures of one editor at work, a second, and questions to the database for each.
ASKS, QUESTIONS = 3, 9
# Web processes of a host, and connections that each process may hold (their defaults).
WEB_PROCESSES, CONNECTIONS = 2, 10
# How often a task is due that nobody looks at, in seconds; a page of the list; what an account may.
DUE, PAGE, MOST = 30, 100, 10
# What of that the limiter gives to reading while nothing is pushed: a turn each 1/7 s and 90 ms.
READS = 1 / (1 / 7 + 0.09)

Row = tuple[str, str, str]


def newest(name: str) -> Any:
    return json.loads(max(FIGURES.glob(f"{name}-2*.json")).read_text(encoding="utf-8"))


def rows(load: Any, crowded: Any) -> Iterator[Row]:
    """What, how it is reckoned, and what it comes to."""
    # The largest: what everybody shares, pages and lists, counts the least there.
    step = load["steps"][-1]
    cores = step["parts"]["cores"]
    web = (cores["web-1"] + cores["web-2"]) / step["editors"]
    media = cores["media"] / step["editors"]
    busy = EDITORS * AT_WORK // 100
    hosts = math.ceil(busy * web / FULL / WEB_PROCESSES)
    yield "editors at work", f"{EDITORS:,} × {AT_WORK} %", f"{busy:,}"
    yield (
        "web processes",
        f"{busy:,} × {web:.3f} cores ÷ {FULL} of a core",
        f"{math.ceil(busy * web / FULL):,}",
    )
    yield "hosts, of two web processes", f"those ÷ {WEB_PROCESSES}", f"{hosts:,}"
    yield "cores for pictures", f"{busy:,} × {media:.4f}", f"{busy * media:.1f}"
    asked = busy * ASKS
    yield (
        "questions a second, of editors",
        f"{busy:,} × {ASKS} requests × {QUESTIONS}",
        f"{asked * QUESTIONS:,}",
    )
    processes = hosts * (WEB_PROCESSES + 2)
    yield (
        "connections, at most",
        f"{hosts:,} hosts × {WEB_PROCESSES + 2} processes × {CONNECTIONS}",
        f"{processes * CONNECTIONS:,}",
    )
    yield from watching(crowded)


def watching(crowded: Any) -> Iterator[Row]:
    spread = next(run for run in crowded["runs"] if run["accounts"] == WORKSPACES)
    requests = (WORKSPACES + TASKS) / DUE
    # What the workers sent is not the clock's.
    its_own = spread["requests_a_second"] - spread["pushes"] / spread["seconds"]
    each = spread["parts"]["clock"]["cores"] / its_own
    transactions = spread["transactions_a_second"] / spread["requests_a_second"]
    yield (
        f"requests a second, {WORKSPACES:,} accounts",
        f"({WORKSPACES:,} lists + {TASKS:,} details) ÷ {DUE} s",
        f"{requests:.0f}",
    )
    yield (
        "of them at one account",
        f"(1 list + {TASKS // WORKSPACES} details) ÷ {DUE} s, of {MOST}",
        f"{(1 + TASKS // WORKSPACES) / DUE:.1f}",
    )
    yield (
        "clocks",
        f"{requests:.0f} × {each * 1000:.1f} ms of a core ÷ {FULL}",
        f"{math.ceil(requests * each / FULL)}",
    )
    yield (
        "transactions a second, of clocks and pushes",
        f"{requests:.0f} × {transactions:.1f}",
        f"{requests * transactions:.0f}",
    )
    pages = math.ceil(TASKS / PAGE)
    left = READS - pages / DUE
    yield (
        f"one account with all {TASKS:,}: its list",
        f"{pages} pages ÷ {READS:.1f} reads a second",
        f"{pages / READS:.1f} s of every {DUE}",
    )
    yield (
        "each version asked again there after",
        f"{TASKS:,} ÷ {left:.1f} reads a second that are left",
        f"{TASKS / left / 60:.0f} min",
    )
    fits = math.floor(READS * DUE / (1 + 1 / PAGE))
    yield (
        "tasks of one account, all in time",
        f"{READS:.1f} reads a second × {DUE} s ÷ (1 + 1/{PAGE})",
        f"{fits}",
    )


def table(load: Any, crowded: Any) -> str:
    head = "| what | how | comes to |\n|---|---|--:|\n"
    return head + "".join(f"| {' | '.join(row)} |\n" for row in rows(load, crowded))


if __name__ == "__main__":
    print(table(newest("load"), newest("crowded")), end="")
