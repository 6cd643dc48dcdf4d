"""The studio's own keys in its data folder: made at their first use, for its owner to read."""

from __future__ import annotations

import base64
import contextlib
import os
import secrets
import tempfile
from collections.abc import Callable
from pathlib import Path

from studio.environment.values import each, sealing_key


def kept(path: Path, make: Callable[[], str]) -> str:
    """What the file holds; where there is none it is made."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=path.parent) as draft:
            draft.write(make())
            draft.flush()
            # A link is made whole or not at all: two processes never read half a key.
            with contextlib.suppress(FileExistsError):
                os.link(draft.name, path)
    return path.read_text()


def secret_key(folder: Path) -> str:
    return kept(folder / "secret-key", lambda: secrets.token_urlsafe(50))


def first_sealing_key(folder: Path) -> str:
    return kept(folder / "sealing-keys", fernet_key)


def fernet_key() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


def sealing_keys_in(text: str) -> list[str]:
    """One a line. Raises ValueError."""
    return each(sealing_key)(",".join(text.split()))
