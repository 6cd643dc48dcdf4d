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
from studio.editor.page.words import stage
from studio.library.wording import COLOURS, doubts
from studio.media import Decoded, MediaError, decode
from tests import chromium
from tests.media import decoding

THREADS = 3
# Milliseconds until what neither fails nor shows anything counts as not shown.
PATIENCE = 10_000
# Doubts that a name of colours belongs to.
OFF_COLOUR = frozenset({"hdr", "colours"})
TYPES = {"mp4": "video/mp4", "flv": "video/x-flv", "png": "image/png", "jpg": "image/jpeg"}
ONE_PNG = ("-frames:v", "1", "-f", "image2pipe", "-c:v", "png", "-pix_fmt", "rgba", "-")
LOOK = """async ([type, data, patience]) => {
  const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  const isVideo = type.startsWith("video/");
  const shown = document.createElement(isVideo ? "video" : "img");
  const loaded = new Promise((done) => {
    if (isVideo) shown.requestVideoFrameCallback(() => done(true));
    else shown.addEventListener("load", () => done(true));
    shown.addEventListener("error", () => done(false));
  });
  const late = new Promise((done) => setTimeout(done, patience, false));
  shown.muted = true;
  shown.src = URL.createObjectURL(new Blob([bytes], { type }));
  if (!(await Promise.race([loaded, late]))) return null;
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
    return [*map(of_numbers, said.splitlines())]


def by_own_libraries(files: Iterable[Path]) -> list[Seen | None]:
    """The same by those that the product has."""
    return [of_numbers(libraries.told(str(path))) for path in files]


def of_numbers(line: str) -> Seen | None:
    return Seen(*map(int, line.split())) if line else None


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
        seen = page.evaluate(LOOK, [type_of(path), data, PATIENCE])
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
    return Ours(of_picture(decoded.picture), ", ".join(told_of(decoded)))


def told_of(decoded: Decoded) -> Iterator[str]:
    """The hints at its item, with the name that the sentences have for its colours."""
    hints = stage()
    for doubt in doubts(decoded):
        name = COLOURS.get(decoded.colours) if doubt in OFF_COLOUR else None
        hint = str(hints[f"telling.{doubt}"])
        yield f"{hint} ({name})" if name else hint


def decoded_of(path: Path) -> Decoded:
    data = path.read_bytes()
    return decode(data) if type_of(path).startswith("image/") else decoding.decode(data)


def type_of(path: Path) -> str:
    return TYPES[path.suffix.removeprefix(".")]


def of_picture(data: bytes) -> Seen | None:
    """Of a picture, whatever it is encoded as, or of nothing."""
    if not data:
        return None
    image = Image.open(io.BytesIO(data)).convert("RGBA")
    middle = image.getpixel((image.width // 2, image.height // 2))
    assert isinstance(middle, tuple)
    return Seen(*image.size, *map(int, middle))
