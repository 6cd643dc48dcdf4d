"""How many different previews a second the real server gives: gunicorn and the whole request.

    python -m bench.preview.serving [--clients 4] [--seconds 8]

Each client drags a window of a demo template and asks for the picture at the scene's own size,
1920 × 1080. The clients run on the same cores.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

from bench.machine import machine
from tests.driving.crowd import page_headers
from tests.driving.processes import running_studio
from tests.driving.visitor import Visitor

STEP, REACH = 7, 300  # Pixels: the window goes to and fro, a little at a time.


def drag(rules: dict[str, Any]) -> Iterator[str]:
    """Bodies for the preview, each with the last source a little further."""
    layout = rules["InputLayout"]["Scene"]["Layout"][-1]
    begin = layout["X"]
    for n in count():
        layout["X"] = begin - n * STEP % REACH
        yield json.dumps({"rules": rules})


def times(port: int, pk: str, rules: str, headers: dict[str, str], seconds: float) -> list[float]:
    """How long each answer took, in ms; the first one, which is cold, left out."""
    connection = HTTPConnection("127.0.0.1", port)
    taken: list[float] = []
    end = time.perf_counter() + seconds
    for body in drag(json.loads(rules)):
        start = time.perf_counter()
        if start > end:
            return taken[1:]
        connection.request("POST", f"/templates/{UUID(pk)}/preview/?size=full", body, headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"a preview was answered {answer.status}")
        taken.append((time.perf_counter() - start) * 1000)
    return taken


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=8)
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        running_studio(Path(folder), STUDIO_DEMO="1") as studio,
    ):
        studio.start("web")
        headers = page_headers(Visitor(studio.sign_in_link()))
        rows = studio.rows("SELECT id, rules FROM editor_layouttemplate ORDER BY name")
        wide = [row for row in rows if json.loads(row[1])["InputLayout"]["Scene"]["Width"] == 1920]
        with ThreadPoolExecutor(options.clients) as pool:
            work = []
            for n in range(options.clients):
                pk, rules = wide[n % len(wide)]
                work.append(pool.submit(times, studio.port, pk, rules, headers, options.seconds))
        taken = [each for client in work for each in client.result()]
    print(json.dumps(machine() | {"load_after": round(os.getloadavg()[0], 1)}))
    print(
        f"{len(taken) / options.seconds:.0f} previews a second to {options.clients} clients; "
        f"p50 {statistics.median(taken):.1f} ms"
    )


if __name__ == "__main__":
    main()
