"""Whether H.265 has an alpha channel beside its picture: the decoder gives the picture alone."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import suppress

from av.video.stream import VideoStream

from .tracks import codec_of

# What a container says of H.265 begins with its version, and has how many lists of headers there
# are, and behind it these. Of a list the kind of its headers and how many they are, and of each how
# long it is.
VERSION = b"\1"
COUNT_AT, LISTS_AT = 22, 23
LIST = struct.Struct(">BH")
LENGTH = struct.Struct(">H")
KIND_MASK, OF_LAYERS = 0x3F, 32

HEAD_BITS = 16
PROFILE_BITS, LEVEL_BITS = 88, 8
# Of the sixteen ways in which one layer may differ from another, being no picture but beside one.
WAYS, BESIDE = 16, 3
ALPHA = 1


def alpha_in(stream: VideoStream) -> bool:
    """Whether what its container says of it tells of an alpha channel."""
    return codec_of(stream) == "hevc" and has_alpha(stream.codec_context.extradata or b"")


def has_alpha(configuration: bytes) -> bool:
    """Whether the header that lists the layers lists one that is an alpha channel. What is told of
    when to decode them ends what is understood of it.
    """
    if not configuration.startswith(VERSION):
        return False
    with suppress(struct.error, IndexError):
        return any(map(lists_alpha, headers(configuration)))
    return False


def headers(configuration: bytes) -> Iterator[bytes]:
    at = LISTS_AT
    for _list in range(configuration[COUNT_AT]):
        kind, count = LIST.unpack_from(configuration, at)
        at += LIST.size
        for _header in range(count):
            (length,) = LENGTH.unpack_from(configuration, at)
            at += LENGTH.size
            if kind & KIND_MASK == OF_LAYERS:
                yield configuration[at : at + length].replace(b"\0\0\3", b"\0\0")
            at += length


class Bits:
    """Numbers out of bits; behind their end all are 0."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def skip(self, count: int) -> None:
        self._at += count

    def align(self) -> None:
        self._at += -self._at % 8

    def take(self, count: int) -> int:
        first, self._at = self._at, self._at + count
        start, end = first // 8, (self._at + 7) // 8
        part = self._data[start:end].ljust(end - start, b"\0")
        return int.from_bytes(part, "big") >> -self._at % 8 & (1 << count) - 1

    def any_size(self) -> int:
        """A number that is written the shorter the smaller it is."""
        zeros = 0
        while zeros < 32 and not self.take(1):
            zeros += 1
        return (1 << zeros) - 1 + self.take(zeros)


def lists_alpha(header: bytes) -> bool:
    bits = Bits(header)
    bits.skip(HEAD_BITS + 4)
    is_inside = bits.take(2) >> 1
    layers, steps = bits.take(6), bits.take(3)
    bits.skip(1 + 16)
    skip_profile(bits, steps, PROFILE_BITS)
    for _step in range(steps + 1 if bits.take(1) else 1):
        for _number in range(3):
            bits.any_size()
    last = bits.take(6)
    bits.skip(bits.any_size() * (last + 1))
    if bits.take(1) and skip_times(bits):
        return False
    if not (bits.take(1) and layers and is_inside):
        return False
    bits.align()
    skip_profile(bits, steps, 0)
    return ALPHA in beside(bits, layers)


def skip_profile(bits: Bits, steps: int, profile_bits: int) -> None:
    bits.skip(profile_bits + LEVEL_BITS)
    told = [(bits.take(1), bits.take(1)) for _step in range(steps)]
    bits.skip(2 * (8 - steps) if steps else 0)
    for has_profile, has_level in told:
        bits.skip(has_profile * PROFILE_BITS + has_level * LEVEL_BITS)


def skip_times(bits: Bits) -> int:
    """How often it is told when to decode them."""
    bits.skip(2 * 32)
    if bits.take(1):
        bits.any_size()
    return bits.any_size()


def beside(bits: Bits, layers: int) -> Iterator[int]:
    """What each further layer is beside a picture; 0 is none of that."""
    is_by_number, ways = bits.take(1), bits.take(WAYS)
    used = [way for way in range(WAYS) if ways >> WAYS - 1 - way & 1]
    if is_by_number:
        return
    sizes = {way: bits.take(3) + 1 for way in used}
    is_numbered = bits.take(1)
    for _layer in range(layers):
        bits.skip(6 * is_numbered)
        told = {way: bits.take(size) for way, size in sizes.items()}
        yield told.get(BESIDE, 0)
