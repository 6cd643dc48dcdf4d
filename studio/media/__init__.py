"""What the outside world gives us, taken safely. Nothing of Django here.

`fetch_picture`, `fetch_video` and `fetch_live` (url, policy) are the ways in: the guard decides
where we may dial, http or rtmp brings bounded bytes, and a limited child process decodes them.
A typical change: another way to fail is an error of `errors.py`, its sentence the library’s.
"""

from __future__ import annotations

from studio.media.errors import CODES, BadPicture, MediaError, Refused
from studio.media.guard import Policy
from studio.media.pictures import Colours, Decoded, decode, fetch_picture
from studio.media.videos import decode_video, fetch_live, fetch_video

__all__ = [
    "CODES",
    "BadPicture",
    "Colours",
    "Decoded",
    "MediaError",
    "Policy",
    "Refused",
    "decode",
    "decode_video",
    "fetch_live",
    "fetch_picture",
    "fetch_video",
]
