"""Keys to seal with, the same in every process that runs tests."""

import base64

OLD, NEW, LOST = (
    base64.urlsafe_b64encode(word.ljust(32, b".")).decode() for word in (b"old", b"new", b"lost")
)
