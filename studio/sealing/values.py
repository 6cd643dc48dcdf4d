"""One value sealed, opened, and compared without being opened.

A sealed value is a line of text: SEAL and a Fernet token (github.com/fernet/spec: AES-128-CBC with
an HMAC-SHA256) of its place and itself. Fernet binds a token to nothing; with its place inside, one
that was copied to another row is not opened there.
"""

from __future__ import annotations

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

SEAL = "sealed:"
_BETWEEN = "\n"


class Locked(Exception):
    """None of this studio's keys opens it, or it was sealed for another place."""


def is_sealed(text: str) -> bool:
    return text.startswith(SEAL)


def seal(value: str, place: str) -> str:
    """The value as the database keeps it at `place`: one line that names a column and its row."""
    token = _fernet().encrypt(f"{place}{_BETWEEN}{value}".encode())
    return SEAL + token.decode()


def unseal(text: str, place: str) -> str:
    """The value that was sealed for this place. Raises Locked."""
    try:
        said = _fernet().decrypt(text.removeprefix(SEAL).encode()).decode()
    except InvalidToken:
        raise Locked from None
    sealed_for, _between, value = said.partition(_BETWEEN)
    if sealed_for != place:
        raise Locked
    return value


def resealed(text: str) -> str:
    """A sealed value under the first key, for the place it was sealed for. Raises Locked."""
    try:
        return SEAL + _fernet().rotate(text.removeprefix(SEAL).encode()).decode()
    except InvalidToken:
        raise Locked from None


def fingerprint(value: str) -> str:
    """64 hexadecimal digits: the same of the same value under the same key, and no way back."""
    return fingerprints(value)[0]


def fingerprints(value: str) -> list[str]:
    """Under every key, the first one's first: what to look for while rows of several keys stand."""
    return [_digest(key, value) for key in settings.SEALING_KEYS]


def _digest(key: str, value: str) -> str:
    own = hmac.digest(base64.urlsafe_b64decode(key), b"studio.sealing.fingerprint", hashlib.sha256)
    return hmac.new(own, value.encode(), hashlib.sha256).hexdigest()


def _fernet() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.SEALING_KEYS])
