"""How long the first picture of a video takes, and how many bytes, beside the ffmpeg command line.

    python -m bench.frames [--rounds 9] [--folder DIR] [--old REVISION] [--json FILE]

Servers of files and of live streams on loopback; the rows take turns, in an order shuffled each
round. The product's time is that of a job of the library: a child process decodes, and the picture
and its proxy are encoded as JPEGs. ffmpeg's is that of one run, which writes one JPEG.
An older revision, checked out beside, takes turns with this one.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

from bench.editor.afar import checked_out
from bench.frames.films import generate
from bench.frames.older import Older, older
from bench.frames.origin import Films, served
from bench.machine import machine
from studio.media import Policy, fetch_live, fetch_video
from studio.media.videos import DECODERS


class Row(NamedTuple):
    """Shows the first picture at an address; what comes before is not counted."""

    show: Callable[[str], None]
    before: Callable[[], None] = lambda: None


JPEG = ("-frames:v", "1", "-c:v", "mjpeg", "-q:v", "2", "-f", "image2pipe", "-")
# Content with less, as the product is.
LESS = ("-probesize", "100000", "-analyzeduration", "500000")
# Between two runs, as between two jobs: the next decoder begins meanwhile.
PAUSE = 0.3

READY, UNREADY = "product", "product, no decoder waiting"
PEERS = ("ffmpeg", "ffmpeg, probing less")
OLDER = ("older", "older, no decoder waiting")


def rows(films: Films, beside: Older | None) -> dict[str, Row]:
    chosen = {
        READY: Row(product(films)),
        UNREADY: Row(product(films), DECODERS.dismiss),
        PEERS[0]: Row(ffmpeg()),
        PEERS[1]: Row(ffmpeg(*LESS)),
    }
    if beside:
        chosen[OLDER[0]] = Row(beside.show)
        chosen[OLDER[1]] = Row(beside.show, beside.dismiss)
    return chosen


def product(films: Films) -> Callable[[str], None]:
    """A job of the library, up to the files it keeps."""
    policy = Policy(allow=frozenset({("127.0.0.1", films.http), ("127.0.0.1", films.rtmp)}))

    def row(url: str) -> None:
        fetch = fetch_live if "/live" in url else fetch_video
        if fetch(url, policy).width != 1920:
            raise RuntimeError("another picture")

    return row


def ffmpeg(*options: str) -> Callable[[str], None]:
    def row(url: str) -> None:
        command = ["ffmpeg", "-v", "error", "-nostdin", *options, "-i", url, *JPEG]
        if not subprocess.run(command, check=True, capture_output=True).stdout:
            raise RuntimeError("no picture")

    return row


def measured(films: Films, rounds: int, chosen: dict[str, Row]) -> dict[str, Any]:
    """For each film and row: medians and every run."""
    turns = [(film, name) for film in films.urls for name in chosen]
    runs: dict[tuple[str, str], list[tuple[float, int, int]]] = {turn: [] for turn in turns}
    for number in range(-1, rounds):
        for turn in random.Random(number).sample(turns, len(turns)):
            film, name = turn
            time.sleep(PAUSE)
            chosen[name].before()
            taken = once(films, chosen[name].show, films.urls[film])
            if number >= 0:  # What is read from disk for the first time is left out.
                runs[turn].append(taken)
    return {film: {name: summed(runs[film, name]) for name in chosen} for film in films.urls}


def once(films: Films, show: Callable[[str], None], url: str) -> tuple[float, int, int]:
    """Milliseconds, bytes written by the server, and bytes that reached us."""
    start = time.perf_counter()
    show(url)
    taken = (time.perf_counter() - start) * 1000
    return round(taken, 1), *films.count.taken()


def summed(runs: list[tuple[float, int, int]]) -> dict[str, Any]:
    times, written, reached = zip(*runs, strict=True)
    return {
        "p50_ms": statistics.median(times),
        "p50_written_kb": round(statistics.median(written) / 1000),
        "p50_reached_kb": round(statistics.median(reached) / 1000),
        "runs_ms": times,
        "runs_written": written,
        "runs_reached": reached,
    }


COLUMNS = ("p50_ms", "p50_written_kb", "p50_reached_kb")


def table(found: dict[str, Any]) -> str:
    """As Markdown: a line for each film and row, with what the product is to that row."""
    heads = ["", "", "ms", "kB written", "kB reached", "time ×", "no decoder waiting ×"]
    heads += ["written ×", "reached ×"]
    lines = [f"| {' | '.join(heads)} |", "|---|---|" + "--:|" * (len(heads) - 2)]
    for film, of_film in found.items():
        for name, row in of_film.items():
            cells = [film, name, *(f"{row[column]:.0f}" for column in COLUMNS)]
            ratios = [(READY, COLUMNS[0]), (UNREADY, COLUMNS[0])]
            ratios += [(READY, column) for column in COLUMNS[1:]]
            cells += [f"{of_film[ours][what] / row[what]:.2f}" for ours, what in ratios]
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--folder", type=Path, default=Path("var/bench"))
    parser.add_argument("--old", metavar="REVISION")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    generate(options.folder)
    about: dict[str, Any] = machine()
    with ExitStack() as stack:
        films = stack.enter_context(served(options.folder))
        beside = None
        if options.old:
            tree = stack.enter_context(checked_out(options.old))
            beside = stack.enter_context(older(tree, films.http, films.rtmp))
        found = measured(films, options.rounds, rows(films, beside))
    about["old"] = options.old
    about["load_after"] = round(os.getloadavg()[0], 1)
    print(f"{json.dumps(about)}\n\n{table(found)}")
    if options.json:
        report = {"machine": about, "rounds": options.rounds, "films": found}
        options.json.write_text(json.dumps(report, indent=1) + "\n")


if __name__ == "__main__":
    main()
