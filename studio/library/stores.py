"""Where the files of pictures lie: below the data folder, or in a bucket that hosts share.

Each room of pictures is one of Django's storages, by its alias in `settings.STORAGES`: a `Folder`
here, or where `STORAGE_URL` is set a `Bucket` (bucket.py), which nothing loads else. A file's name
is made of what it holds, so that it never changes its meaning.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, Storage, storages

from studio.files import write_whole

# A picture's name below its room: see fetching.py.
PICTURE = re.compile(r"[0-9a-f]{2}/[0-9a-f]{64}\.(?:png|jpg)")


class Kept(NamedTuple):
    """A file that lies there: its name below the room, its bytes, and how many seconds ago it was
    written last.
    """

    name: str
    size: int
    age: float


class Store(Storage):
    """A room of pictures. What can't be read or written raises OSError, what is not there
    FileNotFoundError, and a storage of others that does not answer outage.StorageAway.
    """

    @property
    def is_away(self) -> bool:
        """Whether it did not answer just now, so that what is drawn may lack pictures."""
        return False

    def put(self, name: str, data: bytes) -> None:
        """Writes a file whole or not at all; it counts as new also where it was there."""
        self.save(name, ContentFile(data))

    def read(self, name: str) -> bytes:
        with self.open(name) as file:
            data: bytes = file.read()
        return data

    def kept(self) -> Iterator[Kept]:
        """All that lies there and may be removed."""
        raise NotImplementedError

    def claim(self, ours: UUID | None = None) -> None:
        """Asks anew whether it is this studio's, whose mark is looked up unless given. Raises
        StorageAway where it does not answer, and outage.StorageTaken where another studio keeps its
        pictures there, or anybody anything.
        """


class Folder(Store, FileSystemStorage):
    """A folder of this computer, which `location` names."""

    def __init__(self, location: Path) -> None:
        super().__init__(location=location, allow_overwrite=True)

    def kept(self) -> Iterator[Kept]:
        now = time.time()
        for inner in Path(self.location).glob("*/"):
            for entry in os.scandir(inner):
                with suppress(FileNotFoundError):
                    status = entry.stat()
                    age = now - status.st_mtime
                    yield Kept(f"{inner.name}/{entry.name}", status.st_size, age)

    def _save(self, name: str, content: File[Any]) -> str:
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, content.read())
        return name


def frames() -> Store:
    """That of what was fetched from sources and logos."""
    return store("frames")


def uploads() -> Store:
    """That of what people gave."""
    return store("uploads")


def store(room: str) -> Store:
    found = storages[room]
    assert isinstance(found, Store)
    return found
