"""RTMP's messages, which travel in chunks: those of several streams may be mixed.

Everything a peer can claim is bounded: the length of a message, how many streams of chunks
there are, and, by the metered socket below, the bytes and the time of all together.
"""

from __future__ import annotations

import io
import socket
import struct
from dataclasses import dataclass, field
from enum import IntEnum
from typing import NamedTuple

from studio.media.errors import Refused
from studio.media.guard import Deadline
from studio.media.metering import MeteredSocket

MAX_MESSAGE_BYTES = 4 * 2**20
MAX_CHANNELS = 16
CHUNK_SIZES = range(1, 2**31)
# What both sides begin with, and what we stay at.
FIRST_CHUNK_BYTES = 128
EXTENDED = 0xFFFFFF
CONTROL = 2


class Kind(IntEnum):
    """What a message is."""

    CHUNK_BYTES = 1
    ABORT = 2
    RECEIVED = 3
    USER_CONTROL = 4
    WINDOW = 5
    PEER_BANDWIDTH = 6
    AUDIO = 8
    VIDEO = 9
    DATA_3 = 15
    SHARED_3 = 16
    COMMAND_3 = 17
    DATA = 18
    SHARED = 19
    COMMAND = 20
    AGGREGATE = 22


KINDS = frozenset(Kind)


class Message(NamedTuple):
    """`timestamp` in milliseconds."""

    kind: int
    timestamp: int
    body: bytes


@dataclass(slots=True)
class Channel:
    """What the last header of a stream of chunks said, and what there is of its message."""

    kind: int = 0
    timestamp: int = 0
    delta: int = 0
    length: int = 0
    extended: bool = False
    body: bytearray = field(default_factory=bytearray)


class Chunks:
    """A connection that speaks in chunks. Raises Refused, and EOFError where it ends.

    To be closed, and its connection with it.
    """

    def __init__(self, connection: socket.socket, max_bytes: int, deadline: Deadline) -> None:
        self._connection = connection
        # Else what is said in two pieces waits for the other side's word that it has the first.
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._deadline = deadline
        self._incoming = io.BufferedReader(MeteredSocket(connection, max_bytes, deadline))
        self._channels: dict[int, Channel] = {}
        self._chunk_bytes = FIRST_CHUNK_BYTES
        self._received = self._told = self._window = 0

    def close(self) -> None:
        self._incoming.close()
        self._connection.close()

    def read(self, count: int) -> bytes:
        """Exactly so many bytes."""
        try:
            data = self._incoming.read(count)
        except OSError:
            raise EOFError from None
        if len(data) < count:
            raise EOFError
        self._received += count
        return data

    def send(self, data: bytes) -> None:
        self._connection.settimeout(self._deadline.left())
        try:
            self._connection.sendall(data)
        except TimeoutError:
            raise Refused("deadline") from None
        except OSError:
            raise EOFError from None

    def send_message(self, channel: int, kind: Kind, stream: int, body: bytes) -> None:
        """Sends a message, cut as it must be."""
        head = bytes([channel, 0, 0, 0]) + len(body).to_bytes(3, "big") + bytes([kind])
        cuts = range(0, len(body), FIRST_CHUNK_BYTES)
        more = bytes([0xC0 | channel])
        chunks = more.join(body[cut : cut + FIRST_CHUNK_BYTES] for cut in cuts)
        self.send(head + struct.pack("<I", stream) + chunks)

    def message(self) -> Message:
        """The next message that is whole and says nothing of the chunks themselves."""
        while True:
            channel = self._chunk()
            if len(channel.body) < channel.length:
                continue
            message = Message(channel.kind, channel.timestamp, bytes(channel.body))
            channel.body.clear()
            self._acknowledge()
            if message.kind == Kind.CHUNK_BYTES:
                self._resize(_number(message.body))
            elif message.kind == Kind.WINDOW:
                self._window = _number(message.body)
            else:
                return message

    def _chunk(self) -> Channel:
        """Reads one chunk, and tells whose it was."""
        first = self.read(1)[0]
        channel = self._channel(first & 0x3F)
        self._header(channel, first >> 6)
        channel.body += self.read(min(self._chunk_bytes, channel.length - len(channel.body)))
        return channel

    def _channel(self, number: int) -> Channel:
        if number == 0:
            number = 64 + self.read(1)[0]
        elif number == 1:
            low, high = self.read(2)
            number = 64 + low + 256 * high
        if number not in self._channels and len(self._channels) == MAX_CHANNELS:
            raise Refused("rtmp", "too many chunk streams")
        return self._channels.setdefault(number, Channel())

    def _header(self, channel: Channel, form: int) -> None:
        """Takes in the header; of its four forms each says less than the one before."""
        if form == 3:
            self._continued(channel)
            return
        if channel.body:
            raise Refused("rtmp", "a message within a message")
        time = int.from_bytes(self.read(3), "big")
        if form < 2:
            channel.length = int.from_bytes(self.read(3), "big")
            channel.kind = self.read(1)[0]
        if form == 0:
            self.read(4)
        channel.extended = time == EXTENDED
        if channel.extended:
            time = _number(self.read(4))
        channel.delta = time if form else 0
        channel.timestamp = channel.timestamp + time if form else time
        if channel.length > MAX_MESSAGE_BYTES or channel.kind not in KINDS:
            raise Refused("rtmp", "impossible message")

    def _continued(self, channel: Channel) -> None:
        if channel.kind not in KINDS:
            raise Refused("rtmp", "nothing to go on with")
        if channel.extended:
            self.read(4)
        if not channel.body:
            channel.timestamp += channel.delta

    def _resize(self, size: int) -> None:
        if size not in CHUNK_SIZES:
            raise Refused("rtmp", "impossible chunks")
        self._chunk_bytes = size

    def _acknowledge(self) -> None:
        """Tells what has been received, for a server that waits for it after each window."""
        if self._window and self._received - self._told >= self._window:
            self._told = self._received
            received = struct.pack(">I", self._received & 0xFFFFFFFF)
            self.send_message(CONTROL, Kind.RECEIVED, 0, received)


def _number(data: bytes) -> int:
    return int.from_bytes(data[:4], "big")
