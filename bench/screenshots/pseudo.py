"""What pages say that no catalogue can translate: every page of a studio, its strings marked.

`python -m bench.screenshots.pseudo FOLDER` runs a copy of the studio whose Chinese catalogue has
each string between ⟦ and ⟧, opens whatever a link leads to, keeps a picture of each page in the
folder, and prints what is read or heard outside the brackets: names and units, if all is well. It
needs GNU gettext.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from playwright.sync_api import sync_playwright  # noqa: E402

from bench.screenshots.editor import open_editor, signed_in  # noqa: E402
from bench.screenshots.looks import WIDE  # noqa: E402
from tests import chromium  # noqa: E402
from tests.catalogues import SOURCES  # noqa: E402
from tests.driving.pages import pages  # noqa: E402
from tests.driving.processes import ROOT, RunningStudio, free_ports  # noqa: E402

LOCALE = Path("studio/locale/zh_Hans/LC_MESSAGES")
BRACKETS = ["sed", "-e", "1s/^/⟦/", "-e", "$s/$/⟧/"]
SEEN = """() => {
  const silent = "script, style, code, pre, kbd, textarea, noscript, [lang=en], [translate=no]";
  const spoken = ["aria-label", "title", "placeholder", "alt"];
  const said = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ALL);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    if (!element?.closest || element.closest(silent)) continue;
    if (node.nodeType === Node.TEXT_NODE) said.push(node.data);
    else for (const name of spoken) said.push(element.getAttribute(name) ?? "");
  }
  return said;
}"""


def copied(folder: Path) -> Path:
    """The studio, speaking in brackets where somebody's language is Chinese."""
    root = folder / "studio"
    for name in (*SOURCES, "static"):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, root / name)
        else:
            shutil.copy(ROOT / name, root / name)
    marked = run(["msgfilter", "--keep-header", "-i", str(ROOT / LOCALE / "django.po"), *BRACKETS])
    (root / LOCALE / "django.mo").write_bytes(run(["msgfmt", "-o", "-", "-"], marked))
    return root


def run(command: list[str], given: bytes | None = None) -> bytes:
    return subprocess.run(command, input=given, check=True, stdout=subprocess.PIPE).stdout


def outside(said: list[str]) -> set[str]:
    """What has words that stand in no brackets."""
    without = (re.sub("⟦[^⟧]*⟧", "", " ".join(text.split())) for text in said)
    return {text for text in without if re.search("[A-Za-z]{3}", text)}


def main(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    told: dict[str, str] = {}
    with ExitStack() as stack:
        copy, data = (Path(stack.enter_context(tempfile.TemporaryDirectory())) for _n in range(2))
        studio = RunningStudio(data, free_ports(3), {"STUDIO_DEMO": "1"}, root=copied(copy))
        stack.callback(studio.stop)
        studio.set_up()
        studio.start()
        browser = chromium.launch(stack.enter_context(sync_playwright()))
        state = signed_in(browser, studio)
        context = browser.new_context(storage_state=state, locale="zh-CN", **WIDE)
        page = context.new_page()
        for name, address in pages(context, f"{studio.url}/templates/").items():
            page.goto(address)
            if page.locator("#stage").count():
                open_editor(page, address)
            page.screenshot(path=folder / f"{name}.png", full_page=True)
            for text in outside(page.evaluate(SEEN)):
                told.setdefault(text, name)
        browser.close()
    for text, name in sorted(told.items(), key=lambda pair: pair[1]):
        sys.stdout.write(f"{name}: {text}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
