"""Who looks at the files: programs, libraries, a browser, and the product."""

from __future__ import annotations

import base64
import io
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from bench.fidelity import libraries
from bench.fidelity.seen import Seen
from studio.media import Decoded, MediaError, decode
from studio.media.sources import Forward
from tests import chromium
from tests.media.decoding import first_picture

THREADS = 3
# What is told of colours, as the table says it.
COLOURS = {
    "hlg": "HDR (HLG)",
    "pq": "HDR (PQ)",
    "bt2020": "BT.2020",
    "p3": "Display P3",
    "other": "others",
    "unread": "refused",
}
TYPES = {"mp4": "video/mp4", "flv": "video/x-flv", "png": "image/png", "jpg": "image/jpeg"}
ONE_PNG = ("-frames:v", "1", "-f", "image2pipe", "-c:v", "png", "-pix_fmt", "rgba", "-")
LOOK = """async ([type, data]) => {
  const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  const isVideo = type.startsWith("video/");
  const shown = document.createElement(isVideo ? "video" : "img");
  const loaded = new Promise((done) => {
    if (isVideo) shown.requestVideoFrameCallback(() => done(true));
    else shown.addEventListener("load", () => done(true));
    shown.addEventListener("error", () => done(false));
  });
  shown.src = URL.createObjectURL(new Blob([bytes], { type }));
  if (!(await loaded)) return null;
  const width = isVideo ? shown.videoWidth : shown.naturalWidth;
  const height = isVideo ? shown.videoHeight : shown.naturalHeight;
  const canvas = new OffscreenCanvas(width, height).getContext("2d");
  canvas.drawImage(shown, 0, 0);
  return [width, height, ...canvas.getImageData(width >> 1, height >> 1, 1, 1).data];
}"""


def by_program(ffmpeg: str, files: Iterable[Path]) -> list[Seen | None]:
    """The first picture that an ffmpeg puts out, as it reads each by itself."""
    return [of_picture(printed(ffmpeg, "-v", "error", "-i", str(path), *ONE_PNG)) for path in files]


def printed(*command: str) -> bytes:
    return subprocess.run(command, capture_output=True, check=False, timeout=60).stdout


def by_libraries(python: str, files: Iterable[Path]) -> list[Seen | None]:
    """What the PyAV of that Python makes of each."""
    said = printed(python, libraries.__file__, *map(str, files)).decode()
    return [Seen(*map(int, line.split())) if line else None for line in said.splitlines()]


@contextmanager
def browsing() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = chromium.launch(playwright, "--force-color-profile=srgb")
        yield browser
        browser.close()


def by_browser(browser: Browser, files: Sequence[Path]) -> list[Seen | None]:
    """What Chromium draws onto a canvas of a screen's colours."""
    page = browser.new_page()
    found = []
    for path in files:
        data = base64.b64encode(path.read_bytes()).decode()
        seen = page.evaluate(LOOK, [TYPES[path.suffix.removeprefix(".")], data])
        found.append(Seen(*seen) if seen else None)
    page.close()
    return found


class Ours(NamedTuple):
    """What the product shows, and what it tells of that."""

    seen: Seen | None
    told: str


def by_product(files: Iterable[Path]) -> list[Ours]:
    """What the product keeps of each, as it does of what it fetched."""
    with ThreadPoolExecutor(THREADS) as pool:
        return [*pool.map(ours, files)]


def ours(path: Path) -> Ours:
    try:
        decoded = decoded_of(path)
    except MediaError:
        return Ours(None, "")
    told = [COLOURS[decoded.colours]] if decoded.colours in COLOURS else []
    told += ["turn"] if decoded.png_turn > 1 else []
    told += ["alpha"] if decoded.alpha else []
    return Ours(of_picture(decoded.picture), ", ".join(told))


def decoded_of(path: Path) -> Decoded:
    data = path.read_bytes()
    if TYPES[path.suffix.removeprefix(".")].startswith("image/"):
        return decode(data)
    return first_picture(Forward(iter([data]), len(data)))


def of_picture(data: bytes) -> Seen | None:
    """Of a picture, whatever it is encoded as, or of nothing."""
    if not data:
        return None
    image = Image.open(io.BytesIO(data)).convert("RGBA")
    middle = image.getpixel((image.width // 2, image.height // 2))
    assert isinstance(middle, tuple)
    return Seen(*image.size, *map(int, middle))
