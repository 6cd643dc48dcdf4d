"""How long a preview takes, beside plain Pillow, OpenCV and ffmpeg, on the same files.

    python -m bench.preview [--rounds 7] [--jobs mix1080,mix270] [--rows "encode only,OpenCV"]
                                  [--mem] [--format png] [--folder DIR] [--json FILE]

The rows take turns, in an order shuffled each round, so that a noisy neighbour hits them all:
read the ratios, not the milliseconds. What is quick is done again and again in its turn, as while
somebody drags: a single step would tell of the caches that the row before has emptied. Inputs are
warm in the page cache. What is moved is always drawn as JPEG.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import statistics
import subprocess
import time
from pathlib import Path
from typing import Any

import cv2
import PIL
from PIL import features

from bench.machine import machine
from bench.preview.material import Job, generate, jobs
from bench.preview.memory import peak
from bench.preview.peers import Peer
from bench.preview.rows import FLOORS, ROWS

BASE = "encode only"  # What the others are measured by.
TURN = 0.02  # Seconds that a turn lasts at least.


def measured(job: Job, chosen: dict[str, Peer], rounds: int) -> dict[str, dict[str, Any]]:
    """For each row: median and 95th percentile in ms, every run, and the size in bytes."""
    size = {name: len(peer(job)) for name, peer in chosen.items()}
    times: dict[str, list[float]] = {name: [] for name in chosen}
    for nth in range(rounds):
        order = list(chosen)
        random.Random(nth).shuffle(order)
        for name in order:
            times[name].append(round(turn_ms(chosen[name], job), 2))
    return {
        name: {
            "p50_ms": round(statistics.median(runs), 2),
            "p95_ms": sorted(runs)[math.ceil(0.95 * len(runs)) - 1],
            "bytes": size[name],
            "runs_ms": runs,
        }
        for name, runs in times.items()
    }


def turn_ms(peer: Peer, job: Job) -> float:
    """What a picture took on average in one turn."""
    pictures = 0
    start = time.perf_counter()
    while (passed := time.perf_counter() - start) < TURN or not pictures:
        peer(job)
        pictures += 1
    return 1000 * passed / pictures


def table(rows: dict[str, dict[str, Any]]) -> str:
    """The rows as a Markdown table, fastest first."""
    heads = ["", "p50 ms", "p95 ms", f"/ {BASE}", "× naive Pillow", "× ffmpeg CLI", "kB", "peak MB"]
    lines = [f"| {' | '.join(heads)} |", "|---|" + "--:|" * (len(heads) - 1)]
    for name, row in sorted(rows.items(), key=lambda item: float(item[1]["p50_ms"])):
        p50 = row["p50_ms"]
        cells = [
            name,
            f"{p50:.1f}",
            f"{row['p95_ms']:.1f}",
            f"{p50 / rows[BASE]['p50_ms']:.2f}" if BASE in rows else "–",
            *(
                f"{rows[peer]['p50_ms'] / p50:.1f}" if peer in rows else "–"
                for peer in ("naive Pillow", "ffmpeg CLI")
            ),
            f"{row['bytes'] / 1000:.0f}",
            f"{row['peak_mb']:.0f}" if "peak_mb" in row else "–",
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def imaging() -> dict[str, Any]:
    """What the peers are made of."""
    banner = subprocess.run(["ffmpeg", "-version"], check=True, capture_output=True, text=True)
    return {
        "pillow": PIL.__version__,
        "libjpeg_turbo": features.version_feature("libjpeg_turbo"),
        "opencv": cv2.__version__,
        "ffmpeg": banner.stdout.split()[2],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--jobs", default="mix1080,grid1080,hd8_1080,mix270,zoo1080")
    parser.add_argument("--rows", default=",".join(ROWS))
    parser.add_argument("--mem", action="store_true", help="peak memory as well, of a JPEG")
    parser.add_argument("--format", choices=["jpeg", "png"], default="jpeg")
    parser.add_argument("--folder", type=Path, default=Path("var/bench"))
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    generate(options.folder)
    chosen = {name: ROWS[name] for name in options.rows.split(",")}
    results: dict[str, Any] = {
        "machine": machine() | imaging(),
        "rounds": options.rounds,
        "jobs": {},
    }
    for name, job in jobs(options.folder).items():
        if name in options.jobs.split(","):
            rows = measured({**job, "format": options.format}, chosen, options.rounds)
            if options.mem:
                for row in rows.keys() - FLOORS.keys():
                    rows[row]["peak_mb"] = peak(row, name, options.folder)
            results["jobs"][name] = rows
            print(f"\n{name} → {options.format}, {options.rounds} rounds\n\n{table(rows)}")
    results["machine"]["load_after"] = os.getloadavg()[0]
    if options.json:
        options.json.write_text(json.dumps(results, indent=1) + "\n")


if __name__ == "__main__":
    main()
