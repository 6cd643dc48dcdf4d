"""OBS itself as the judge of its importer: where it draws what, and where we put it.

    python -m bench.obs [--json FILE]

Needs Debian's obs-studio 29 and xvfb. On each of three canvases OBS loads a collection of a scene
each for every bounds type × alignment × crop, draws them, and saves the collection in its own
words; the importer reads that file. The edges of the two pictures are compared: a box that is told
as exact or adapted by n pixels has to be so to one pixel (and no further off, where the canvas cuts
either). OBS 29 has absolute numbers alone.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import tempfile
import time
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from bench.machine import machine, tell
from studio.imports import ImportedScene, read
from studio.rules.geometry import letterbox
from tests import chromium
from tests.driving.processes import free_ports
from tests.imports.obs_files import colour, scene
from tests.imports.test_obs import ALIGNS, CANVASES, CROPS, SIZE, cased

Edges = tuple[int, int, int, int]
PATIENCE_S = 60
# Pixels: both pictures have whole edges, and what is told is no whole number.
TOLERANCE = 1.5

# Speaks obs-websocket 5: hello, identify, and one request after the other.
TALK = """(port) => new Promise((resolve, reject) => {
  const socket = new WebSocket(`ws://127.0.0.1:${port}`);
  const waiting = new Map();
  socket.onerror = () => reject(new Error("no answer yet"));
  socket.onmessage = ({ data }) => {
    const { op, d } = JSON.parse(data);
    const identify = { op: 1, d: { rpcVersion: 1, eventSubscriptions: 0 } };
    if (op === 0) socket.send(JSON.stringify(identify));
    if (op === 2) resolve(true);
    if (op === 7) waiting.get(d.requestId)(d);
  };
  let last = 0;
  window.ask = (requestType, requestData) => new Promise((done) => {
    const requestId = String(++last);
    waiting.set(requestId, done);
    socket.send(JSON.stringify({ op: 6, d: { requestType, requestId, requestData } }));
  });
})"""


@dataclass(frozen=True)
class Obs:
    """A running OBS, asked through a page."""

    page: Page

    def ask(self, kind: str, **what: Any) -> dict[str, Any]:
        answer = self.page.evaluate("([kind, what]) => ask(kind, what)", [kind, what])
        if not answer["requestStatus"]["result"]:
            raise RuntimeError(f"{kind}: {answer['requestStatus']}")
        told: dict[str, Any] = answer.get("responseData", {})
        return told

    def drawn(self, name: str, canvas: tuple[int, int]) -> Edges | None:
        """Left, top, right, bottom of what is seen of the scene's one source."""
        width, height = canvas
        shot = self.ask(
            "GetSourceScreenshot",
            sourceName=name,
            imageFormat="png",
            imageWidth=width,
            imageHeight=height,
        )
        picture = Image.open(BytesIO(b64decode(shot["imageData"].partition(",")[2])))
        red = picture.convert("RGB").getchannel("R")
        return red.point([255 * (level > 127) for level in range(256)]).getbbox()


@contextmanager
def running(
    home: Path, port: int, canvas: tuple[int, int], show: bytes
) -> Iterator[subprocess.Popen[bytes]]:
    """OBS on a screen of its own, with one profile of that canvas and one collection."""
    root = home / "obs-studio"
    profile, scenes = root / "basic/profiles/show", root / "basic/scenes"
    for folder in (profile, scenes):
        folder.mkdir(parents=True)
    (scenes / "show.json").write_bytes(show)
    width, height = canvas
    (profile / "basic.ini").write_text(
        f"[General]\nName=show\n[Video]\nBaseCX={width}\nBaseCY={height}\n"
        f"OutputCX={width}\nOutputCY={height}\n"
    )
    (root / "global.ini").write_text(
        "[General]\nFirstRun=true\nLastVersion=486539266\nPre19Defaults=false\nPre21Defaults=false\n"
        "[Basic]\nProfile=show\nProfileDir=show\nSceneCollection=show\nSceneCollectionFile=show\n"
        f"[OBSWebSocket]\nFirstLoad=false\nServerEnabled=true\nServerPort={port}\nAuthRequired=false\n"
    )
    command = ["xvfb-run", "-a", "-s", "-screen 0 1280x1024x24", "obs", "--multi"]
    told = os.environ | {
        "XDG_CONFIG_HOME": str(home),
        "HOME": str(home),
        "LIBGL_ALWAYS_SOFTWARE": "1",
    }
    with subprocess.Popen(
        command,
        env=told,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            yield process
        finally:
            os.killpg(process.pid, 15)


def answering(page: Page, port: int) -> Obs:
    until = time.monotonic() + PATIENCE_S
    while True:
        try:
            page.evaluate(TALK, port)
        except Exception:
            if time.monotonic() > until:
                raise
            time.sleep(0.5)
        else:
            return Obs(page)


def shows() -> dict[str, tuple[int, int, tuple[int, ...]]]:
    return {
        f"{kind}-{align}-{number}": (kind, align, crop)
        for (kind, align), (number, crop) in product(product(range(7), ALIGNS), enumerate(CROPS))
    }


def written(canvas: tuple[int, int]) -> bytes:
    """A collection as OBS 29 writes it: no version, no size."""
    rows = [scene(name, cased(*case, canvas)) for name, case in shows().items()]
    sources = [*rows, colour("camera", *SIZE)]
    names = [{"name": row["name"]} for row in rows]
    show = {"name": "show", "sources": sources, "groups": [], "scene_order": names}
    show |= {"current_scene": rows[0]["name"], "current_program_scene": rows[0]["name"]}
    return json.dumps(show).encode()


def ours(found: ImportedScene) -> Edges:
    (layout,) = found.rules.scene.layouts
    place = letterbox(*SIZE, layout.box)
    return place.x, place.y, place.right, place.bottom


def judged(found: ImportedScene, drawn: Edges | None, canvas: tuple[int, int]) -> dict[str, Any]:
    """How far apart they are, of what the canvas shows of both, and what the report says."""
    (said,) = found.report
    told = {"outcome": said.outcome, "px": said.px}
    if said.outcome == "left_out" or drawn is None:
        return told | {"away": None, "is_true": said.outcome == "left_out"}
    place, limits = ours(found), (*canvas, *canvas)
    seen = [min(max(edge, 0), most) for edge, most in zip(place, limits, strict=True)]
    away = max(abs(a - b) for a, b in zip(seen, drawn, strict=True))
    px = said.px or 0
    # Of what the canvas cuts off nobody sees how far it hangs out.
    is_cut = any(edge in (0, most) for edge, most in zip(drawn, limits, strict=True))
    is_true = away <= px + TOLERANCE if is_cut else abs(away - px) <= TOLERANCE
    return told | {"away": away, "is_true": is_true}


def one_canvas(page: Page, canvas: tuple[int, int]) -> dict[str, dict[str, Any]]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        port = free_ports(1)
        with running(home, port, canvas, written(canvas)):
            obs = answering(page, port)
            drawn = {name: obs.drawn(name, canvas) for name in shows()}
            obs.ask("CreateSceneCollection", sceneCollectionName="another")  # which saves this one
            saved = (home / "obs-studio/basic/scenes/show.json").read_bytes()
    found = {one.name: one for one in read(saved, size=canvas).scenes}
    return {name: judged(found[name], drawn[name], canvas) for name in shows()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    report: dict[str, Any] = {"machine": machine(), "canvases": {}}
    with sync_playwright() as playwright, chromium.launch(playwright) as browser:
        for canvas in CANVASES:
            rows = one_canvas(browser.new_page(), canvas)
            untrue = {name: row for name, row in rows.items() if not row["is_true"]}
            near = sum(row["away"] is not None and row["away"] <= 1 for row in rows.values())
            told = {"boxes": len(rows), "within_1_px": near, "untrue": untrue}
            report["canvases"]["x".join(map(str, canvas))] = told
    tell(report, options.json)
    raise SystemExit(any(told["untrue"] for told in report["canvases"].values()))


if __name__ == "__main__":
    main()
