"""What FFmpeg's libraries show of a file, by the PyAV of whichever Python runs this.

    python libraries.py FILE …

A line each: width, height, and the middle's red, green, blue and alpha; or nothing. It needs
nothing of the product, and is run with the pinned PyAV in a folder of its own.
"""

from __future__ import annotations

import sys

import av


def told(path: str) -> str:
    try:
        with av.open(path) as container:
            frame = next(container.decode(video=0))
            shown = frame.reformat(format="rgba")
    except (av.FFmpegError, OSError, StopIteration):
        return ""
    plane, row = shown.planes[0], shown.height // 2
    at = row * plane.line_size + 4 * (shown.width // 2)
    size = shown.width, shown.height
    if frame.rotation % 180:
        size = size[::-1]
    return " ".join(map(str, (*size, *bytes(plane)[at : at + 4])))


if __name__ == "__main__":
    for name in sys.argv[1:]:
        print(told(name))
