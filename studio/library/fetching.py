"""From a URL to two files: its picture and that one's smaller proxy for the stage.

Files are named by their content, so that a name never changes its
meaning and the same picture lies there once (where: stores.py).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.conf import settings

from studio.library.stores import Store, frames
from studio.media import (
    Colours,
    Decoded,
    MediaError,
    Policy,
    fetch_live,
    fetch_picture,
    fetch_video,
)
from studio.outage import StorageAway

# By the type of a source, as the API names it.
WAYS: Mapping[str, Callable[[str, Policy], Decoded]] = {
    "pic": fetch_picture,
    "vod": fetch_video,
    "live": fetch_live,
}
SUFFIXES = {"image/png": "png", "image/jpeg": "jpg"}
TYPES = {suffix: media_type for media_type, suffix in SUFFIXES.items()}


# What the disk did to a picture, beside media's words; and an address that no key opens.
NO_ROOM, NOT_KEPT, LOCKED = "no_room", "not_kept", "locked"


class Failed(Exception):
    """No still came of it; `code` is one of media's stable words, or of ours."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, kw_only=True, slots=True)
class Still:
    """A kept picture: true size in pixels, and its files' names among the frames; of a video
    its duration in seconds, its rate, the second of the picture, and whether it has sound, where
    they are known; its codec, whether the picture is whole, and whether it has an alpha channel
    that is not shown. Whose its colours are, and how it was turned if it is a PNG.
    """

    width: int
    height: int
    picture: str
    stage: str
    duration: float | None = None
    rate: float | None = None
    at: float | None = None
    codec: str = ""
    whole: bool = True
    sound: bool | None = None
    alpha: bool = False
    colours: Colours = "plain"
    png_turn: int = 1


def fetch_still(url: str, kind: str, second: int = 0) -> Still:
    """Fetches, decodes and keeps a picture of what is at `url`, of a video file that of the second.
    Raises Failed.
    """
    try:
        decoded = fetch_video(url, policy(), second) if second else WAYS[kind](url, policy())
    except MediaError as error:
        # Only the word: what the cause says is not for our log.
        raise Failed(error.code) from None
    return kept(decoded)


def kept(decoded: Decoded) -> Still:
    """Keeps the picture and its proxy as files."""
    return Still(
        width=decoded.width,
        height=decoded.height,
        picture=keep(decoded.picture, decoded.picture_type, frames()),
        stage=keep(decoded.stage, decoded.stage_type, frames()),
        duration=decoded.duration,
        rate=decoded.rate,
        at=decoded.at,
        codec=decoded.codec,
        whole=decoded.whole,
        sound=decoded.sound,
        alpha=decoded.alpha,
        colours=decoded.colours,
        png_turn=decoded.png_turn,
    )


def policy() -> Policy:
    """What may be dialled: public addresses, and the host:port pairs the operator allows."""
    pairs = (entry.rpartition(":") for entry in settings.FETCH_ALLOW)
    return Policy(allow=frozenset((host.strip("[]").lower(), int(port)) for host, _, port in pairs))


def keep(data: bytes, media_type: str, store: Store) -> str:
    """Writes a file whole or not at all; its name there. Raises OSError."""
    digest = hashlib.sha256(data).hexdigest()
    name = f"{digest[:2]}/{digest}.{SUFFIXES[media_type]}"
    store.put(name, data)
    return name


def whole(store: Store, name: str) -> bytes | None:
    """What `keep` wrote, if it is there and still that. Raises StorageAway: then nobody knows."""
    try:
        data = store.read(name)
    except StorageAway:
        raise
    except OSError:
        return None
    return data if hashlib.sha256(data).hexdigest() == PurePosixPath(name).stem else None
