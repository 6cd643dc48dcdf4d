"""The kept pictures, as the compositor takes them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import chain

from studio.accounts.models import Workspace
from studio.cache import Cache
from studio.compositor import Picture, image_cache, load
from studio.library.chosen import NOTHING, Chosen, wanted_by, wanted_of
from studio.library.models import Frame, Kind, Upload, Wanted
from studio.library.stores import Store, frames, uploads
from studio.rules.document import MixedRules

# Our own files are RGB or RGBA, and say so in their first bytes.
PNG_COLOUR, PNG_RGB = 25, b"\x02"

Pictures = list[Picture | None]

MEBIBYTE = 2**20
# What a process keeps of them: the files, and what was decoded and scaled of these.
FILES: Cache[Picture] = Cache(32 * MEBIBYTE, lambda picture: picture.effort)
IMAGES = image_cache(96 * MEBIBYTE)


def pictures_for(
    workspace: Workspace, rules: MixedRules, chosen: Chosen = NOTHING, *, full: bool = False
) -> tuple[Pictures, Pictures]:
    """Pictures parallel to the document's sources and logos; None where there is none yet. For a
    source the still that was given stands in, where one was.

    They are the stage's small proxies, or with `full` the pictures at their full size.
    """
    there = Frame.objects.of(workspace, wanted_by(rules, chosen))
    opened: dict[Wanted | None, Picture | None] = {
        one: open_frame(frame, full=full) for one, frame in there.items()
    }
    given = {
        source: open_upload(upload, full=full)
        for source, upload in given_to(workspace, rules, chosen).items()
    }
    return (
        [given.get(source.id) or opened.get(wanted_of(source, chosen)) for source in rules.sources],
        [opened.get(Wanted(logo.url, Kind.PICTURE)) for logo in rules.logos or ()],
    )


def given_to(workspace: Workspace, rules: MixedRules, chosen: Chosen) -> dict[str, Upload]:
    """The stills that were given to sources of the document, by their IDs."""
    stills = {source.id: chosen.stills.get(source.id) for source in rules.sources}
    if not any(stills.values()):
        return {}
    there = Upload.objects.filter(workspace=workspace).in_bulk([*filter(None, stills.values())])
    return {source: there[pk] for source, pk in stills.items() if pk in there}


def open_frame(frame: Frame, *, full: bool = False) -> Picture | None:
    """The frame's last good picture, if there is one and its file can be read."""
    if frame.width is None or frame.height is None:
        return None
    name = frame.picture if full else frame.stage
    return open_file(frames(), name, (frame.width, frame.height), full=full)


def open_upload(upload: Upload, *, full: bool = False) -> Picture | None:
    """The picture somebody gave, if its file can be read."""
    name = upload.picture if full else upload.stage
    return open_file(uploads(), name, (upload.width, upload.height), full=full)


def open_file(store: Store, name: str, size: tuple[int, int], *, full: bool) -> Picture | None:
    """The picture of that true size in a file, if it can be read.

    A file never changes what it holds, so that one read before is as good as one read now.
    """
    # A download's large pictures would drive out what every editor draws with.
    images = None if full else IMAGES
    try:
        return FILES.made(
            (store, name, size), lambda: load(store.read(name), size, name=name, images=images)
        )
    except OSError:
        return None


def stamp_of(workspace: Workspace, rules: MixedRules, chosen: Chosen = NOTHING) -> str:
    """A text that changes when one of the document's pictures does."""
    return stamps_of(workspace, [(rules, chosen)])[0]


def stamps_of(workspace: Workspace, shown: Sequence[tuple[MixedRules, Chosen]]) -> list[str]:
    """That of each document, their frames being looked up together."""
    wanted = [wanted_by(rules, chosen) for rules, chosen in shown]
    stages = Frame.objects.stages_of(workspace, chain.from_iterable(wanted))
    stamps = []
    for (rules, chosen), ours in zip(shown, wanted, strict=True):
        names = [stages[one] for one in ours if one in stages]
        stills = given_to(workspace, rules, chosen)
        stamps.append(" ".join([*names, *(f"{source}:{up.pk}" for source, up in stills.items())]))
    return stamps


def is_opaque(store: Store, name: str) -> bool:
    """Whether nothing can be seen through a picture, as far as its file tells."""
    if not name.endswith(".png"):
        return True
    try:
        return has_no_alpha(store, name)
    except OSError:
        return True


@lru_cache(maxsize=10_000)
def has_no_alpha(store: Store, name: str) -> bool:
    """Of a PNG of ours; pages ask every few seconds. Raises OSError."""
    with store.open(name) as file:
        head: bytes = file.read(PNG_COLOUR + 1)
    return head[PNG_COLOUR:] == PNG_RGB
