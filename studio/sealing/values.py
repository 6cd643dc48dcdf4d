"""One value sealed, opened, and compared without being opened.

A sealed value is a line of text: SEAL and a Fernet token (github.com/fernet/spec: AES-128-CBC with
an HMAC-SHA256) of its place and itself. Fernet binds a token to nothing; with its place inside, one
that was copied to another row is not opened there.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

SEAL = "sealed:"
_BETWEEN = "\n"
# So many values that were opened lately a process knows: a page asks for the same every second.
KNOWN = 4096
# Characters of a sealed value; a longer one is a file, and is opened each time.
LONGEST_KNOWN = 16 * 1024

Keys = tuple[str, ...]


class Locked(Exception):
    """None of this studio's keys opens it, or it was sealed for another place."""


def seal(value: str, place: str) -> str:
    """The value as the database keeps it at `place`: one line that names its row."""
    token = _fernet(keys_now()).encrypt(f"{place}{_BETWEEN}{value}".encode())
    return SEAL + token.decode()


def unseal(text: str, place: str, keys: Keys | None = None) -> str:
    """The value that was sealed for this place; who opens many has looked at the `keys` once.
    Raises Locked.
    """
    sealed_for, _between, value = _opened(keys or keys_now(), text).partition(_BETWEEN)
    if sealed_for != place:
        raise Locked
    return value


def resealed(text: str) -> str:
    """A sealed value under the first key, for the place it was sealed for; as it is where it is
    under that key already. Raises Locked.
    """
    keys = keys_now()
    token = text.removeprefix(SEAL).encode()
    try:
        Fernet(keys[0]).decrypt(token)
    except InvalidToken:
        return SEAL + _fernet(keys).encrypt(_opened(keys, text).encode()).decode()
    return text


def fingerprint(value: str) -> str:
    """64 hexadecimal digits: the same of the same value under the same key, and no way back."""
    return fingerprints(value)[0]


def fingerprints(value: str) -> list[str]:
    """Under every key, the first one's first: what to look for while rows of several keys stand."""
    told = value.encode()
    return [hmac.new(_own(key), told, hashlib.sha256).hexdigest() for key in keys_now()]


def keys_now() -> Keys:
    return tuple(settings.SEALING_KEYS)


def _opened(keys: Keys, text: str) -> str:
    return _known(keys, text) if len(text) <= LONGEST_KNOWN else _decrypted(keys, text)


def _decrypted(keys: Keys, text: str) -> str:
    """Raises Locked."""
    try:
        return _fernet(keys).decrypt(text.removeprefix(SEAL).encode()).decode()
    except InvalidToken:
        raise Locked from None


_known = lru_cache(maxsize=KNOWN)(_decrypted)


@lru_cache(maxsize=8)
def _fernet(keys: Keys) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


@lru_cache(maxsize=8)
def _own(key: str) -> bytes:
    """Another key for fingerprints: no value is both encrypted and told under one."""
    raw = base64.urlsafe_b64decode(key)
    return hmac.digest(raw, b"studio.sealing.fingerprint", hashlib.sha256)
