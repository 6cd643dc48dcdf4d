"""Finds the Chromium the browser tests drive, or installs one.

`python -m tests.chromium` does so before the suite: $CHROMIUM, then PATH, then Debian's
package where we are root, else Playwright's own. The one without windows comes first: the other
draws a window's bars and menus for every test, which takes a third of the time.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
ADVICE = "No Chromium was found or could be installed: install one, or set CHROMIUM to its path."


def find() -> str | None:
    """Path of an installed Chromium, or None."""
    if named := os.environ.get("CHROMIUM"):
        return named
    on_path = next((path for name in NAMES if (path := shutil.which(name))), None)
    return on_path or find_playwrights()


def find_playwrights() -> str | None:
    """The browser Playwright has installed for itself, if it has."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  # slow, and rarely needed

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def launch(playwright: Playwright, *arguments: str) -> Browser:
    """A browser without a window, to be closed by the caller."""
    return playwright.chromium.launch(executable_path=find(), args=[*ARGUMENTS, *arguments])


def install() -> None:
    if os.geteuid() == 0 and shutil.which("apt-get"):
        run("apt-get", "update", "-qq")
        run(
            "apt-get",
            "install",
            "-y",
            "-qq",
            "--no-install-recommends",
            "chromium-headless-shell",
            "fonts-noto-cjk",
        )
    else:
        run(sys.executable, "-m", "playwright", "install", "chromium")


def run(*command: str) -> None:
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL)


def main() -> int:
    if find() is None:
        install()
    found = find()
    sys.stderr.write(f"Chromium: {found}\n" if found else f"{ADVICE}\n")
    return 0 if found else 1


if __name__ == "__main__":
    sys.exit(main())
