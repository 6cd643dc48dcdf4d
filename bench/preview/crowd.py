"""How soon an editor sees the server's picture after letting go, while ten others drag as well.

    python -m bench.preview.crowd [--editors 10] [--seconds 10] [--rounds 3] [--json FILE]

A real studio with all its processes, and a real page in Chromium on which one source is dragged
round and round for so long. The others are HTTP clients that ask as a page does: each with a
template of their own, drag after drag of two seconds. All of them, and the browser, run on the
same cores. Afterwards each last picture is held against its document, drawn where nothing was
drawn before.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import statistics
import tempfile
import time
from base64 import b64decode
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from bench.editor.drag import signed_in
from bench.editor.gestures import circle
from bench.machine import machine
from tests import chromium
from tests.driving.crowd import Dragger, Seen, demo_rules, is_true, made
from tests.driving.processes import running_studio, wait_for
from tests.driving.stage import centre
from tests.driving.visitor import Visitor

DRAG_S = 2.0
GOAL_MS = 150

# When the pointer was let go last, when a picture was shown last, and that picture.
WATCH = """() => {
  addEventListener("pointerup", () => { window.releasedAt = performance.now(); }, true);
  new MutationObserver(() => { window.shownAt = performance.now(); })
    .observe(document.querySelector("#preview img"), { attributeFilter: ["src"] });
  const named = URL.createObjectURL.bind(URL);
  URL.createObjectURL = (blob) => { window.picture = blob; return named(blob); };
}"""
# Longer than any picture is waited for: none is to come after the one that was under way.
SETTLED = """() => window.shownAt > window.releasedAt && performance.now() - window.shownAt > 1000
  && !document.getElementById("preview").hasAttribute("aria-busy")"""
FOUND = """async () => ({
  waited: window.shownAt - window.releasedAt,
  picture: new Uint8Array(await window.picture.arrayBuffer()).toBase64(),
})"""


def dragged_page(page: Page, seconds: float) -> Seen:
    """What the page shows after a drag, and of which document it asked for that picture."""
    asked: list[str] = []
    page.on(
        "request",
        lambda sent: asked.append(sent.post_data or "") if "/preview/" in sent.url else None,
    )
    page.evaluate(WATCH)
    item = page.locator("#stage .item").last
    item.focus()
    page.keyboard.press("Enter")
    circle(page, centre(item), seconds)
    page.mouse.up()
    page.wait_for_function(SETTLED)
    found = page.evaluate(FOUND)
    return Seen(json.loads(asked[-1])["rules"], b64decode(found["picture"]), found["waited"])


def drags(editor: Dragger, seconds: float) -> list[Seen]:
    """As many drags as fit, from a moment of one's own on."""
    time.sleep(random.uniform(0, DRAG_S))
    return [editor.drag(DRAG_S) for _drag in range(int(seconds / DRAG_S))]


def crowded(page: Page, editors: list[Dragger], seconds: float) -> tuple[Seen, list[Seen]]:
    """What the page saw, and what the others did."""
    with ThreadPoolExecutor(len(editors)) as pool:
        work = [pool.submit(drags, editor, seconds) for editor in editors]
        ours = dragged_page(page, seconds)
    return ours, [seen for drag in work for seen in drag.result()]


def summed(seen: list[Seen]) -> dict[str, Any]:
    runs = sorted(round(each.waited_ms, 1) for each in seen)
    return {
        "p50_ms": statistics.median(runs),
        "p95_ms": runs[math.ceil(0.95 * len(runs)) - 1],
        "runs_ms": runs,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--editors", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    about = machine()
    with (
        tempfile.TemporaryDirectory() as data,
        running_studio(Path(data), STUDIO_DEMO="1") as studio,
        sync_playwright() as playwright,
    ):
        studio.start()
        visitor = Visitor(studio.sign_in_link())
        rules = demo_rules(studio)
        browser = chromium.launch(playwright)
        pages: list[Seen] = []
        others: list[Seen] = []
        for _round in range(options.rounds):
            editors = [Dragger(visitor, rules) for _editor in range(options.editors)]
            address = visitor.origin + made(visitor, rules)
            with signed_in(browser, studio) as page:
                page.goto(address)
                page.locator("html[data-ready]").wait_for(state="attached")
                wait_for(lambda: page.locator("#preview img[src]").count(), "a first picture")
                ours, theirs = crowded(page, editors, options.seconds)
            pages.append(ours)
            others += theirs
        true = [sum(is_true(visitor, each) for each in seen) for seen in (pages, others)]
        browser.close()
    about["load_after"] = round(os.getloadavg()[0], 1)
    found = {"page": summed(pages), "others": summed(others), "all": summed(pages + others)}
    print(json.dumps(about))
    print(f"{true} of {[len(pages), len(others)]} last pictures are those of the last documents")
    for who, row in found.items():
        print(f"{who}: p50 {row['p50_ms']:.0f} ms, p95 {row['p95_ms']:.0f} ms (goal: {GOAL_MS})")
    if options.json:
        report = {"machine": about, "rounds": options.rounds, "true": true, "release": found}
        options.json.write_text(json.dumps(report, indent=1) + "\n")


if __name__ == "__main__":
    main()
