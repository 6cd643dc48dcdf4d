"""What the outside world gives us, taken safely. Nothing of Django here.

`fetch_picture(url, policy)` is the way in: the guard decides where we may dial, http brings
a bounded body, and a limited child process decodes it.
"""

from __future__ import annotations

from studio.media.errors import CODES, BadPicture, MediaError, Refused
from studio.media.guard import Policy, redact
from studio.media.pictures import Decoded, decode, fetch_picture

__all__ = [
    "CODES",
    "BadPicture",
    "Decoded",
    "MediaError",
    "Policy",
    "Refused",
    "decode",
    "fetch_picture",
    "redact",
]
