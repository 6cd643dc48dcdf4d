"""sandbox.json: where the sandbox listens and the keys it accepts, for its owner's eyes only."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import asdict, dataclass, field
from pathlib import Path

from studio.volcengine.credentials import REGION, Credentials

FILE_NAME = "sandbox.json"


class SandboxNotStarted(RuntimeError):
    """The sandbox has left no (readable) note of where it is."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Note:
    """What sandbox.json holds. The keys are made once; the URL is the last start's."""

    url: str
    access_key: str = field(repr=False)
    secret_key: str = field(repr=False)


def credentials(data_dir: Path) -> Credentials:
    """How to reach the sandbox of this directory. Raises SandboxNotStarted."""
    note = _read(data_dir)
    if note is None:
        raise SandboxNotStarted(
            f"No {FILE_NAME} in {data_dir}: "
            f"start `python -m studio.volcengine.sandbox --data {data_dir}` once"
        )
    return Credentials(**asdict(note), region=REGION, sandbox=True)


def take_note(data_dir: Path, url: str) -> Note:
    """Write down the URL, with the keys that are there or new ones. Mode 0600, all or nothing."""
    known = _read(data_dir)
    note = Note(
        url=url,
        access_key=known.access_key if known else f"AKSANDBOX{secrets.token_hex(12)}",
        secret_key=known.secret_key if known else secrets.token_urlsafe(36),
    )
    fresh = data_dir / f".{FILE_NAME}.{os.getpid()}"
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(asdict(note), file, indent=2)
    fresh.replace(data_dir / FILE_NAME)
    return note


def _read(data_dir: Path) -> Note | None:
    try:
        value = json.loads((data_dir / FILE_NAME).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise SandboxNotStarted(f"{data_dir / FILE_NAME} can not be read") from error
    keys = ("url", "access_key", "secret_key")
    if not isinstance(value, dict) or not all(isinstance(value.get(key), str) for key in keys):
        raise SandboxNotStarted(f"{data_dir / FILE_NAME} is not a sandbox's note")
    return Note(**{key: value[key] for key in keys})
