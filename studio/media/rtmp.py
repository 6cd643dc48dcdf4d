"""Plays a live stream of somebody else's RTMP server, and gives it as FLV.

Only what playing needs. Answers are recognised by how they begin and otherwise not read; a
redirect is a refusal like any other, and nothing that a server says makes us dial.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from contextlib import closing, contextmanager

from studio.media import guard
from studio.media.chunks import Chunks, Kind, Message
from studio.media.errors import BadPicture, Refused
from studio.media.guard import Deadline, Policy, Target
from studio.media.http import heard

SCHEMES = frozenset({"rtmp"})

VERSION = b"\x03"
HELLO_BYTES = 1536
# So many messages of other kinds are passed over while an answer is awaited.
MAX_PASSED_OVER = 100

# The chunk streams that commands and control messages go by.
CONTROL, COMMANDS, PLAYING = 2, 3, 8
STREAM_END, PING, PONG = 1, 6, 7
LIVE = -2000.0

# The codecs beyond the first ones of RTMP, by the names that its enhanced form has for them.
FOUR_CC = ["avc1", "hvc1", "av01", "vp09"]

# It says that there is video alone: a decoder would wait for the sound that we leave out but for a
# sign that there is some.
FLV_HEADER = b"FLV\x01\x01\0\0\0\x09\0\0\0\0"

# In place of all sound: a piece of AAC with nothing in it.
SIGN_OF_SOUND = b"\xaf\x01"

# Kind, length, time and its highest byte, and three bytes of nothing, as a tag of FLV begins.
TAG_HEAD = struct.Struct(">B3s3sB3x")
TAG_END = 4
# What a stream consists of; such a message with nothing in it is none.
PIECES = frozenset({Kind.AUDIO, Kind.VIDEO})

AmfValue = str | float | None | list[str] | dict[str, "AmfValue"]


def amf(*values: AmfValue) -> bytes:
    """The values as AMF0 writes them, one after the other."""
    return b"".join(map(_amf, values))


def _amf(value: AmfValue) -> bytes:
    if value is None:
        return b"\x05"
    if isinstance(value, str):
        return b"\x02" + _text(value)
    if isinstance(value, list):
        return b"\x0a" + struct.pack(">I", len(value)) + amf(*value)
    if isinstance(value, dict):
        members = (_text(name) + _amf(member) for name, member in value.items())
        return b"\x03" + b"".join(members) + b"\0\0\x09"
    return b"\0" + struct.pack(">d", value)


def _text(text: str) -> bytes:
    encoded = text.encode()
    return struct.pack(">H", len(encoded)) + encoded


RESULT, ERROR = amf("_result"), amf("_error")
# As a member of the object that onStatus carries.
FAILED = _text("level") + amf("error")


@contextmanager
def play(url: str, policy: Policy, deadline: Deadline) -> Iterator[Iterator[bytes]]:
    """The pictures of the stream at `url`, as the pieces of an FLV file. Raises Refused, and
    BadPicture where only sound comes.
    """
    target = guard.parse(url, policy, SCHEMES)
    connection = guard.dial(target, policy, deadline)
    with closing(Chunks(connection, policy.max_bytes, deadline)) as chunks:
        try:
            shake_hands(chunks)
        except EOFError:
            raise Refused("rtmp", "hung up") from None
        yield Player(chunks).flv(target)


def shake_hands(chunks: Chunks) -> None:
    chunks.send(VERSION + bytes(8) + os.urandom(HELLO_BYTES - 8))
    if chunks.read(1) != VERSION:
        raise Refused("rtmp", "version")
    chunks.send(chunks.read(HELLO_BYTES))
    chunks.read(HELLO_BYTES)


def named(target: Target) -> tuple[str, str, str]:
    """Application, stream with its query, and the address of the application."""
    path, question, query = target.path.partition("?")
    application, _slash, stream = path.lstrip("/").rpartition("/")
    host = f"[{target.host}]" if ":" in target.host else target.host
    return application, stream + question + query, f"rtmp://{host}:{target.port}/{application}"


class Player:
    """One stream of one connection."""

    def __init__(self, chunks: Chunks) -> None:
        self._chunks = chunks
        self._pieces = self._sent()
        self._has_sound = False

    def flv(self, target: Target) -> Iterator[bytes]:
        """The stream from its next picture on, without its sound."""
        try:
            self._start(*named(target))
            yield FLV_HEADER + self._first_picture()
        except EOFError:
            raise Refused("rtmp_refused", "hung up") from None
        while True:
            try:
                yield self._picture()
            except EOFError:
                return

    def _start(self, application: str, stream: str, address: str) -> None:
        about: dict[str, AmfValue] = {
            "app": application,
            "flashVer": "LNX 9,0,124,2",
            "tcUrl": address,
            "capabilities": 15.0,
            "audioCodecs": 4071.0,
            "videoCodecs": 252.0,
            "videoFunction": 1.0,
            "fourCcList": FOUR_CC,
        }
        self._command(COMMANDS, 0, amf("connect", 1.0, about))
        self._answer(1.0)
        self._command(COMMANDS, 0, amf("createStream", 2.0, None))
        number = stream_number(self._answer(2.0))
        self._command(PLAYING, number, amf("play", 3.0, None, stream, LIVE))

    def _command(self, channel: int, stream: int, body: bytes) -> None:
        self._chunks.send_message(channel, Kind.COMMAND, stream, body)

    def _answer(self, number: float) -> bytes:
        """What the server answers to the command of this number, behind the number."""
        begins = RESULT + amf(number)
        for _message in range(MAX_PASSED_OVER):
            message = self._next()
            if message.kind == Kind.COMMAND and message.body.startswith(begins):
                return message.body.removeprefix(begins)
        raise Refused("rtmp", "no answer")

    def _first_picture(self) -> bytes:
        """The same where nothing was heard yet: no word, and no picture beside the sound, are told
        for what they are.
        """
        try:
            with heard():
                return self._picture()
        except (EOFError, Refused) as end:
            is_over = isinstance(end, EOFError) or end.code == "silent"
            if is_over and self._has_sound:
                raise BadPicture("sound_alone") from None
            raise

    def _picture(self) -> bytes:
        """The next picture as a tag; before it, once, the sign that there is sound."""
        sign = b""
        for message in self._pieces:
            if message.kind == Kind.VIDEO:
                return sign + tag(message)
            if not self._has_sound:
                self._has_sound = True
                sign = tag(message._replace(body=SIGN_OF_SOUND))
        raise EOFError

    def _sent(self) -> Iterator[Message]:
        """What is sent of pictures and sound."""
        while True:
            yield from parts(self._next())

    def _next(self) -> Message:
        """The next message that is no matter of the connection. Raises EOFError at the end."""
        while True:
            message = self._chunks.message()
            if message.kind == Kind.COMMAND:
                check_command(message.body)
            if message.kind != Kind.USER_CONTROL:
                return message
            self._control(message.body)

    def _control(self, body: bytes) -> None:
        event = int.from_bytes(body[:2], "big")
        if event == STREAM_END:
            raise EOFError
        if event == PING:
            pong = PONG.to_bytes(2, "big") + body[2:6]
            self._chunks.send_message(CONTROL, Kind.USER_CONTROL, 0, pong)


def parts(message: Message) -> Iterator[Message]:
    """The pictures and pieces of sound in an aggregate, whose messages are tags of FLV; else the
    message itself, if it is one.
    """
    if message.kind != Kind.AGGREGATE:
        if message.kind in PIECES and message.body:
            yield message
        return
    inside, at, moved = message.body, 0, None
    while at + TAG_HEAD.size < len(inside):
        kind, length, low, high = TAG_HEAD.unpack_from(inside, at)
        time = int.from_bytes(bytes([high]) + low, "big")
        # Their times count from wherever they do; the first has that of the aggregate.
        moved = message.timestamp - time if moved is None else moved
        start = at + TAG_HEAD.size
        end = start + int.from_bytes(length, "big")
        if end > len(inside):
            return
        if kind in PIECES and end > start:
            yield Message(kind, time + moved, inside[start:end])
        at = end + TAG_END


def check_command(body: bytes) -> None:
    if body.startswith(ERROR) or FAILED in body:
        raise Refused("rtmp_refused")


def stream_number(answer: bytes) -> int:
    """The number of the new stream: an AMF0 number behind a null."""
    try:
        null, kind, number = struct.unpack_from(">BBd", answer)
        if (null, kind) != (5, 0):
            raise ValueError
        return int(number) & 0xFFFFFFFF
    except (struct.error, ValueError, OverflowError):
        raise Refused("rtmp", "no stream") from None


def tag(message: Message) -> bytes:
    """A message as a tag of FLV, and that tag's length behind it."""
    length = len(message.body).to_bytes(3, "big")
    time = message.timestamp & 0xFFFFFFFF
    stamp = (time & 0xFFFFFF).to_bytes(3, "big") + bytes([time >> 24])
    head = bytes([message.kind]) + length + stamp + bytes(3)
    return head + message.body + struct.pack(">I", len(head) + len(message.body))
