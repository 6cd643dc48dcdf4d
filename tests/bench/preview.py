"""How long a preview takes, beside plain Pillow, OpenCV and ffmpeg, on the same files.

    python -m tests.bench.preview [--rounds 7] [--jobs mix1080,mix270] [--peers product,opencv]
                                  [--format png] [--folder DIR] [--json FILE]

The peers take turns, in an order shuffled each round, so that a noisy neighbour hits them all:
read the ratios, not the milliseconds. Inputs are warm in the page cache.
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
from io import BytesIO
from pathlib import Path
from typing import Any

import cv2
import PIL
from PIL import Image, features

from tests.bench import peers, product
from tests.bench.machine import machine
from tests.bench.material import Job, generate, jobs
from tests.bench.peers import Peer


def encode_only() -> Peer:
    """The floor: merely encoding the finished picture, which is composed once beforehand."""
    composed: dict[str, Image.Image] = {}

    def peer(job: Job) -> bytes:
        key = json.dumps(job)
        if key not in composed:
            lossless = product.render({**job, "format": "png"})
            composed[key] = Image.open(BytesIO(lossless)).convert("RGB")
        return peers.encoded(composed[key], job)

    return peer


PEERS: dict[str, Peer] = {
    "product": product.render,
    "naive Pillow": peers.naive_pillow,
    "OpenCV": peers.opencv,
    "ffmpeg CLI": peers.ffmpeg,
    "encode only": encode_only(),
}


def measured(job: Job, chosen: dict[str, Peer], rounds: int) -> dict[str, dict[str, Any]]:
    """For each peer: median and 95th percentile in ms, every run, and the size in bytes."""
    size = {name: len(peer(job)) for name, peer in chosen.items()}
    times: dict[str, list[float]] = {name: [] for name in chosen}
    for turn in range(rounds):
        order = list(chosen)
        random.Random(turn).shuffle(order)
        for name in order:
            start = time.perf_counter()
            chosen[name](job)
            times[name].append(round((time.perf_counter() - start) * 1000, 2))
    return {
        name: {
            "p50_ms": round(statistics.median(runs), 2),
            "p95_ms": sorted(runs)[math.ceil(0.95 * len(runs)) - 1],
            "bytes": size[name],
            "runs_ms": runs,
        }
        for name, runs in times.items()
    }


def table(rows: dict[str, dict[str, Any]]) -> str:
    """The rows as a Markdown table, fastest first."""
    lines = [
        "| peer | p50 ms | p95 ms | × naive Pillow | × ffmpeg CLI | kB |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for name, row in sorted(rows.items(), key=lambda item: float(item[1]["p50_ms"])):
        faster = [
            f"{rows[peer]['p50_ms'] / row['p50_ms']:.2f}" if peer in rows else "–"
            for peer in ("naive Pillow", "ffmpeg CLI")
        ]
        cells = [name, f"{row['p50_ms']:.0f}", f"{row['p95_ms']:.0f}", *faster]
        lines.append(f"| {' | '.join(cells)} | {row['bytes'] / 1000:.0f} |")
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
    parser.add_argument("--peers", default=",".join(PEERS))
    parser.add_argument("--format", choices=["jpeg", "png"], default="jpeg")
    parser.add_argument("--folder", type=Path, default=Path("var/bench"))
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    generate(options.folder)
    chosen = {name: PEERS[name] for name in options.peers.split(",")}
    results: dict[str, Any] = {
        "machine": machine() | imaging(),
        "rounds": options.rounds,
        "jobs": {},
    }
    for name, job in jobs(options.folder).items():
        if name in options.jobs.split(","):
            rows = measured({**job, "format": options.format}, chosen, options.rounds)
            results["jobs"][name] = rows
            print(f"\n{name} → {options.format}, {options.rounds} rounds\n\n{table(rows)}")
    results["machine"]["load_after"] = os.getloadavg()[0]
    if options.json:
        options.json.write_text(json.dumps(results, indent=1) + "\n")


if __name__ == "__main__":
    main()
