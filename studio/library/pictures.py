"""The kept pictures, as the compositor takes them."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from studio.accounts.models import Workspace
from studio.compositor import Cache, Picture, image_cache, load
from studio.library.models import Frame, Kind, wanted_by
from studio.rules.document import MixedRules

# Our own files are RGB or RGBA, and say so in their first bytes.
PNG_COLOUR, PNG_RGB = 25, b"\x02"

Pictures = list[Picture | None]

MEBIBYTE = 2**20
# What a process keeps of them: the files, and what was decoded and scaled of these.
FILES: Cache[Picture] = Cache(32 * MEBIBYTE, lambda picture: picture.effort)
IMAGES = image_cache(96 * MEBIBYTE)


def pictures_for(
    workspace: Workspace, rules: MixedRules, *, full: bool = False
) -> tuple[Pictures, Pictures]:
    """Pictures parallel to the document's sources and logos; None where there is none yet.

    They are the stage's small proxies, or with `full` the pictures at their full size.
    """
    frames = Frame.objects.of(workspace, wanted_by(rules))
    opened = {(url, kind.value): open_frame(frames[url, kind], full=full) for url, kind in frames}
    return (
        [opened.get((source.url, source.type)) for source in rules.sources],
        [opened.get((logo.url, Kind.PICTURE.value)) for logo in rules.logos or ()],
    )


def open_frame(frame: Frame, *, full: bool = False) -> Picture | None:
    """The frame's last good picture, if there is one and its file can be read.

    A file never changes what it holds, so that one read before is as good as one read now.
    """
    if frame.width is None or frame.height is None:
        return None
    name, size = frame.picture if full else frame.stage, (frame.width, frame.height)
    path = Path(settings.FRAMES, name)
    try:
        # A download's large pictures would drive out what every editor draws with.
        images = None if full else IMAGES
        return FILES.made((path, size), lambda: load(path, size, name=name, images=images))
    except OSError:
        return None


def stamp_of(workspace: Workspace, rules: MixedRules) -> str:
    """A text that changes when one of the document's pictures does."""
    frames = Frame.objects.of(workspace, wanted_by(rules))
    return " ".join(frame.stage for frame in frames.values())


def is_opaque(frame: Frame) -> bool:
    """Whether nothing can be seen through the frame's picture, as far as its file tells."""
    if not frame.stage.endswith(".png"):
        return True
    try:
        with Path(settings.FRAMES, frame.stage).open("rb") as file:
            return file.read(PNG_COLOUR + 1)[PNG_COLOUR:] == PNG_RGB
    except OSError:
        return True
