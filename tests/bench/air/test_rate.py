"""Ten requests a second are the account's limit: all processes together keep below it."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path

from bench.air.__main__ import environment, own_database
from bench.air.rate import most_in_a_second
from studio.mixes.models import Rank
from studio.volcengine.sandbox.faults import Fault
from studio.volcengine.sandbox.signature import Request
from tests.bench.air.databases import chosen
from tests.driving.processes import ROOT, RunningStudio
from tests.volcengine import stand_in
from tests.volcengine.stand_in import reply, success

SECONDS = 4.0
# Three workers with what is never kept waiting, and a clock that reads.
RANKS = (Rank.STOP, Rank.STOP, Rank.STOP, Rank.READ)
LIMIT = 10


def test_no_second_sees_more_requests_than_the_account_may_make(
    prepared: Path, tmp_path: Path
) -> None:
    arrivals: list[float] = []

    def note(_request: Request) -> Fault:
        arrivals.append(time.monotonic())
        return reply(200, success({"Count": 0, "Result": []}))

    with stand_in.running(note) as cloud, own_database(chosen()) as own:
        named = environment(own) | {"VOLC_LIVE_URL": cloud.url}
        studio = RunningStudio(tmp_path / "data", port=1, environment=named)
        shutil.copytree(prepared, studio.data)
        if own:
            studio.manage("migrate", "--verbosity", "0")
        greedy = [
            subprocess.Popen(
                [sys.executable, "-m", "bench.air.greedy", str(int(rank)), str(SECONDS)],
                cwd=ROOT,
                env=studio.all_environment,
            )
            for rank in RANKS
        ]
        assert [process.wait(60) for process in greedy] == [0] * len(RANKS)
    assert most_in_a_second(arrivals) <= LIMIT
    # And it was wanted: half of what turns allow, on a machine that has other things to do.
    assert len(arrivals) >= SECONDS * 7 / 2
    print(f"{len(arrivals)} requests, at most {most_in_a_second(arrivals)} in a second")
