"""Pictures in a bucket of any S3-compatible storage, which any number of hosts share.

It is loaded only where `STORAGE_URL` names one. Objects are private: whoever may see one is given
it by the studio's own views. What is read is believed only if it is what its name says.
"""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from http import HTTPStatus
from pathlib import PurePosixPath
from threading import Lock
from typing import Any
from uuid import UUID

from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectionError,  # noqa: A004  # none of Python's: what did not come about
    HTTPClientError,
    ReadTimeoutError,
)
from botocore.parsers import ResponseParserError
from botocore.session import Session
from django.core.files.base import ContentFile, File
from django.db import transaction

from studio.library.fetching import TYPES
from studio.library.models import Mark
from studio.library.stores import PICTURE, Kept, Store
from studio.media.picturedecoder.program import MAX_OUTPUT_BYTES
from studio.outage import StorageAway, StorageTaken

logger = logging.getLogger(__name__)

# A request has so many seconds to connect and for each answer; one that fails is made once more.
CONNECT_SECONDS, ANSWER_SECONDS, ATTEMPTS = 2, 4, 2
# An object may take so long in all, and is read in pieces of so many bytes: one that comes in drops
# is never late with the next of them.
READ_SECONDS, PIECE = 15.0, 4096
# Threads of a process that ask at once; others wait for a connection.
CONNECTIONS = 16
# So long after it did not answer it is asked nothing: else every thread would wait there. Then one
# of them tries.
PAUSE = 5.0
# The object that says whose the bucket is.
MARK = "mix-studio"
MOST_MARK_BYTES = 100
NOT_THERE = frozenset({"NoSuchKey", "404"})
making = Lock()


class Pause:
    """Until when a storage that did not answer is left alone, by the monotonic clock, 0 while it
    answers; and until when what is drawn counts as lacking pictures, as some question failed.
    """

    until = 0.0
    lacking_until = 0.0
    turn = Lock()

    @classmethod
    def is_over(cls) -> bool:
        """Whether it may be asked. After a pause one who asks is told so: the others wait for what
        becomes of that, or as long again.
        """
        with cls.turn:
            now = time.monotonic()
            if now < cls.until:
                return False
            if cls.until:
                cls.until = now + PAUSE
            return True


class Bucket(Store):
    """A room of the bucket: what lies below the prefix `location`."""

    def __init__(self, *, bucket_name: str, location: str, **options: str) -> None:
        self._bucket, self._location, self._options = bucket_name, location, options
        # Whether the bucket's mark was seen to be ours.
        self._is_ours = False

    @property
    def is_away(self) -> bool:
        return time.monotonic() < max(Pause.until, Pause.lacking_until)

    def kept(self) -> Iterator[Kept]:
        """What is named as pictures are: anything else is not the studio's to judge."""
        now, room = datetime.now(UTC), self._key("")
        with self._asked() as client:
            pages = client.get_paginator("list_objects_v2")
            for page in pages.paginate(Bucket=self._bucket, Prefix=room):
                for found in page.get("Contents", ()):
                    name = found["Key"].removeprefix(room)
                    age = (now - found["LastModified"]).total_seconds()
                    if PICTURE.fullmatch(name):
                        yield Kept(name, found["Size"], age)

    def delete(self, name: str) -> None:
        with self._asked() as client:
            client.delete_object(Bucket=self._bucket, Key=self._key(name))

    def claim(self, ours: UUID | None = None) -> None:
        """The first studio to come marks the bucket as its own, if it is empty. Two that took one
        for theirs would each remove the pictures of the other as nobody's; and so would one whose
        database knows nothing of what lies there.
        """
        mark = str(ours or Mark.objects.own())
        try:
            there = self._read(MARK, MOST_MARK_BYTES).decode(errors="replace")
        except FileNotFoundError:
            self._mark(mark)
            return
        if there != mark:
            raise StorageTaken
        self._is_ours = True

    def _mark(self, mark: str) -> None:
        if transaction.get_connection().in_atomic_block:
            # The row that the mark is of may be taken back, and what was written stay without it.
            raise StorageAway
        with self._asked() as client:
            found = client.list_objects_v2(Bucket=self._bucket, MaxKeys=2).get("Contents", ())
        # Another host of this studio may just have marked it.
        if any(each["Key"] != MARK for each in found):
            raise StorageTaken
        self._write(MARK, mark.encode(), "text/plain")

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """The same name is the same content."""
        del max_length
        return name

    def _open(self, name: str, mode: str = "rb") -> File[bytes]:
        """Raises FileNotFoundError, also where it holds something else than was written."""
        data = self._read(self._key(name), MAX_OUTPUT_BYTES)
        if hashlib.sha256(data).hexdigest() != PurePosixPath(name).stem:
            logger.error("the storage has something else by the name of %s", name)
            raise FileNotFoundError(name)
        return ContentFile(data, name)

    def _save(self, name: str, content: File[Any]) -> str:
        if not self._is_ours:
            self.claim()
        media_type = TYPES[PurePosixPath(name).suffix.removeprefix(".")]
        self._write(self._key(name), content.read(), media_type)
        return name

    def _key(self, name: str) -> str:
        return f"{self._location}/{name}"

    def _read(self, key: str, most: int) -> bytes:
        """No more than a byte beyond `most`."""
        with self._asked() as client:
            answer = client.get_object(Bucket=self._bucket, Key=key)
            with closing(answer["Body"]) as body:
                return first_of(body, most + 1)

    def _write(self, key: str, data: bytes, media_type: str) -> None:
        with self._asked() as client:
            client.put_object(Bucket=self._bucket, Key=key, Body=data, ContentType=media_type)

    @contextmanager
    def _asked(self) -> Iterator[Any]:
        """The client. What it raises comes as FileNotFoundError or StorageAway, without its words:
        they may say what nobody is to read.
        """
        if not Pause.is_over():
            raise StorageAway
        try:
            yield made(**self._options)
        except (ClientError, BotoCoreError, ResponseParserError) as error:
            code = code_of(error)
            if code in NOT_THERE:
                Pause.until = 0.0
                raise FileNotFoundError from None
            logger.warning("the storage does not answer: %s", code or type(error).__name__)
            Pause.lacking_until = time.monotonic() + PAUSE
            # One that refuses a single question is not away for the others.
            Pause.until = Pause.lacking_until if is_down(error) else 0.0
            raise StorageAway from None
        Pause.until = 0.0


def code_of(error: Exception) -> str:
    """What the storage calls it, if it answered with an error of its own."""
    said = error.response.get("Error", {}) if isinstance(error, ClientError) else {}
    return str(said.get("Code", ""))


def is_down(error: Exception) -> bool:
    """Whether the next question would fare no better: it can't be reached, is late, or says 5xx."""
    if isinstance(error, ClientError):
        status: int = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        return status >= HTTPStatus.INTERNAL_SERVER_ERROR
    return isinstance(error, (ConnectionError, HTTPClientError))


def first_of(body: Any, most: int) -> bytes:
    """So many bytes, or as many as there are. Raises ReadTimeoutError."""
    late, data = time.monotonic() + READ_SECONDS, bytearray()
    while piece := body.read(min(PIECE, most - len(data))):
        data += piece
        if time.monotonic() > late:
            raise ReadTimeoutError(endpoint_url="")
    return bytes(data)


def made(**options: str) -> Any:
    """The one client of a process, for all of its threads: each takes 13 MB."""
    with making:
        return client_of(**options)


@lru_cache(maxsize=1)
def client_of(
    *,
    endpoint_url: str,
    region_name: str,
    access_key: str,
    secret_key: str,
    addressing_style: str,
) -> Any:
    """Checksums are those alone that every such storage knows: what is read is held against its
    name.
    """
    config = Config(
        connect_timeout=CONNECT_SECONDS,
        read_timeout=ANSWER_SECONDS,
        retries={"total_max_attempts": ATTEMPTS, "mode": "standard"},
        max_pool_connections=CONNECTIONS,
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        s3={"addressing_style": addressing_style},
    )
    # What the environment and files of a user say for other programs is not for this one.
    session = Session(session_vars={"profile": (None, None, None, None)})
    return session.create_client(
        "s3",
        region_name=region_name,
        endpoint_url=endpoint_url,
        aws_access_key_id=access_key,
        aws_secret_access_key=secret_key,
        config=config,
    )
