"""The file of a backup: a ZIP whose manifest names each other member with its size and SHA-256.

Nothing of one is believed before every byte was held against the manifest, and no member has a
name but those that a studio gives.
"""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from studio.library.stores import PICTURE

FORMAT = 1
MANIFEST = "manifest.json"
KEY, SEALING_KEYS = "secret-key", "sealing-keys"
KEYS = (KEY, SEALING_KEYS)
FRAMES, UPLOADS = "frames", "uploads"
MEMBER = re.compile(
    rf"tables/\w+\.\w+\.jsonl|(?:{FRAMES}|{UPLOADS})/{PICTURE.pattern}|{KEY}|{SEALING_KEYS}"
)

CHUNK = 2**20
MOST_MANIFEST_BYTES = 256 * 2**20
MOST_ROW_BYTES = 8 * 2**20
MOST_KEY_BYTES = 4096

NO_BACKUP = _("This file is no backup of Mix Studio, or not all of it is there.")
DAMAGED = _("This backup is damaged: what it holds is not what its manifest says.")
NEWER = _("This backup was made by a newer version of Mix Studio than this one: update first.")
# What reading a damaged or hostile ZIP can end with.
FAULTS = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)


class Unfit(Exception):
    """Why a file can't be restored, in a sentence."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a member holds; its size is in bytes."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Table:
    """The columns in the order of each row's values, and how many rows there are."""

    columns: list[str]
    rows: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Manifest:
    """What a backup is of. `began` and `ended` are ISO 8601 in UTC, and what it holds is of one
    moment between; `tables` are by model (`library.upload`); of the uploads that rows name, those
    `lost` were not there, or not what they once were.
    """

    version: str
    database: str
    began: str
    ended: str
    migrations: list[tuple[str, str]]
    tables: dict[str, Table]
    lost: list[str]
    files: dict[str, Content]
    format: int = FORMAT


def read_manifest(data: bytes) -> Manifest:
    """Raises Unfit."""
    try:
        found: dict[str, Any] = json.loads(data)
        if found["format"] != FORMAT:
            raise Unfit(NEWER)
        return Manifest(
            version=str(found["version"]),
            database=str(found["database"]),
            began=datetime.fromisoformat(found["began"]).isoformat(),
            ended=datetime.fromisoformat(found["ended"]).isoformat(),
            migrations=[(str(app), str(name)) for app, name in found["migrations"]],
            tables={
                label: Table([str(name) for name in table["columns"]], int(table["rows"]))
                for label, table in found["tables"].items()
            },
            lost=[str(name) for name in found["lost"]],
            files={name: read_content(content) for name, content in found["files"].items()},
        )
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError, RecursionError):
        raise Unfit(DAMAGED) from None


def read_content(found: dict[str, Any]) -> Content:
    size = int(found["size"])
    if size < 0:
        raise ValueError
    return Content(size, str(found["sha256"]))


def table_name(label: str) -> str:
    """The member that holds a model's rows."""
    return f"tables/{label}.jsonl"


class Hashed:
    """A stream that is written to; tells what was."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self._size, self._digest = stream, 0, hashlib.sha256()

    def write(self, data: bytes) -> None:
        self._stream.write(data)
        self._size += len(data)
        self._digest.update(data)

    @property
    def content(self) -> Content:
        return Content(self._size, self._digest.hexdigest())


class Writer:
    """Writes an archive: its members, and last the manifest."""

    def __init__(self, file: IO[bytes]) -> None:
        self.zip = ZipFile(file, "w")
        self.files: dict[str, Content] = {}

    @contextmanager
    def member(self, name: str, compression: int = ZIP_DEFLATED) -> Iterator[Hashed]:
        """A stream that becomes the member of that name; pictures are stored as they are."""
        info = ZipInfo(name)
        info.compress_type = compression
        info.external_attr = 0o600 << 16
        with self.zip.open(info, "w", force_zip64=True) as stream:
            hashed = Hashed(stream)
            yield hashed
        self.files[name] = hashed.content

    def add(self, name: str, data: bytes) -> None:
        with self.member(name, ZIP_STORED) as member:
            member.write(data)

    def finish(self, manifest: Manifest) -> None:
        with self.member(MANIFEST) as member:
            member.write(json.dumps(asdict(manifest), indent=1).encode())
        self.zip.close()

    def abandon(self) -> None:
        """No end is written to a file that nobody will read."""
        self.zip.fp = None


class Archive:
    """An archive that is read, each time held against the manifest."""

    def __init__(self, file: ZipFile, manifest: Manifest) -> None:
        self.zip = file
        self.manifest = manifest

    @property
    def size(self) -> int:
        """The bytes of all members, unpacked."""
        return sum(content.size for content in self.manifest.files.values())

    def verify(self) -> None:
        """Reads every byte. Raises Unfit."""
        for name in self.manifest.files:
            for _chunk in self.chunks(name):
                """What is wrong with it is raised."""

    def chunks(self, name: str) -> Iterator[bytes]:
        """What a member holds, piece by piece. Raises Unfit, at the last once all was read."""
        content = self.manifest.files[name]
        digest, left = hashlib.sha256(), content.size
        try:
            with self.zip.open(name) as member:
                for chunk in iter(partial(member.read, CHUNK), b""):
                    left -= len(chunk)
                    if left < 0:
                        break
                    digest.update(chunk)
                    yield chunk
        except FAULTS:
            raise Unfit(DAMAGED) from None
        if (left, digest.hexdigest()) != (0, content.sha256):
            raise Unfit(DAMAGED)

    def rows(self, label: str) -> Iterator[bytes]:
        """The lines that hold a model's rows. Raises Unfit."""
        rest = b""
        for chunk in self.chunks(table_name(label)):
            *lines, rest = (rest + chunk).split(b"\n")
            yield from lines
            if len(rest) > MOST_ROW_BYTES:
                break
        if rest:
            raise Unfit(DAMAGED)

    def unpack(self, name: str, folder: Path) -> None:
        """Writes a member below the folder, readable by its owner alone. Raises Unfit."""
        path = folder / name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with path.open("xb") as file:
            path.chmod(0o600)
            for chunk in self.chunks(name):
                file.write(chunk)


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """An archive of which nothing but the manifest was read. Raises Unfit."""
    try:
        file = ZipFile(path)
    except OSError as error:
        sentence = gettext("{path} can’t be read: {reason}.")
        raise Unfit(sentence.format(path=path, reason=error.strerror)) from None
    except FAULTS:
        raise Unfit(NO_BACKUP) from None
    with file:
        yield Archive(file, manifest_of(file))


def manifest_of(file: ZipFile) -> Manifest:
    """The manifest, if it names just the members there are, and each has a name that we give.

    Raises Unfit.
    """
    names = file.namelist()
    # How others pack is not unpacked: each way has faults and bombs of its own.
    kinds = {member.compress_type for member in file.infolist()}
    if MANIFEST not in names or not kinds <= {ZIP_DEFLATED, ZIP_STORED}:
        raise Unfit(NO_BACKUP)
    try:
        with file.open(MANIFEST) as member:
            data = member.read(MOST_MANIFEST_BYTES)
    except FAULTS:
        raise Unfit(DAMAGED) from None
    manifest = read_manifest(data)
    is_ours = all(map(MEMBER.fullmatch, manifest.files))
    if not is_ours or sorted(names) != sorted([MANIFEST, *manifest.files]):
        raise Unfit(DAMAGED)
    if any(manifest.files[key].size > MOST_KEY_BYTES for key in KEYS if key in manifest.files):
        raise Unfit(DAMAGED)
    return manifest
