"""Awkward videos, made in memory: mistaken, damaged, or leading out of the file. None of them
gives a picture.

`url` is an address of the test's own that must never be asked, `secret` a file of its own that
must never be opened; both lead to a video that could be decoded.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from random import Random
from typing import NamedTuple

from tests.media import clips

NOISE = Random(11)  # the same noise every time
FLV_HEAD = b"FLV\x01\x01\0\0\0\x09\0\0\0\0"
FTYP = b"\0\0\0\x18ftypisom\0\0\2\0isomiso2"


class Case(NamedTuple):
    name: str
    data: bytes


def cases(url: str = "http://127.0.0.1:9", secret: str = "/nowhere/secret.ts") -> list[Case]:
    groups = (texts, references, broken, empty)
    return [Case(*case) for group in groups for case in group(url, secret)]


Cases = Iterator[tuple[str, bytes]]


def texts(url: str, secret: str) -> Cases:
    """Files that name others, which libavformat would open wherever they are."""
    playlist = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:1,\n{}\n#EXT-X-ENDLIST\n"
    yield "playlist of an address", playlist.format(f"{url}/a.ts").encode()
    yield "playlist of a neighbour", playlist.format("secret.ts").encode()
    yield "ffconcat of a file", f"ffconcat version 1.0\nfile '{secret}'\n".encode()
    yield "ffconcat of an address", f"ffconcat version 1.0\nfile '{url}/a.ts'\n".encode()
    yield "ASX", f'<asx version="3"><entry><ref href="{url}/x"/></entry></asx>'.encode()
    yield "SDP", description(url.rpartition(":")[2]).encode()
    dash = 'xmlns="urn:mpeg:dash:schema:mpd:2011" profiles="urn:mpeg:dash:profile:isoff-main:2011"'
    described = (
        f'<MPD {dash} type="static" mediaPresentationDuration="PT1S"><Period>'
        '<AdaptationSet mimeType="video/mp4"><Representation id="1" bandwidth="1">'
        f"<BaseURL>{url}/x.mp4</BaseURL></Representation></AdaptationSet></Period></MPD>"
    )
    yield "DASH", described.encode()


def description(port: str) -> str:
    """Says where a stream is to be had."""
    session = "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\n"
    return f"{session}m=video {port} RTP/AVP 96\na=rtpmap:96 H264/90000\n"


def references(url: str, secret: str) -> Cases:
    """MP4 whose pictures lie in another file."""
    yield "pictures at an address", elsewhere(b"url ", f"{url}/d".encode() + b"\0")
    yield "pictures in a file", elsewhere(b"url ", f"file://{secret}".encode() + b"\0")
    yield "pictures at an alias of a file", elsewhere(b"alis", alias(secret))
    yield "pictures at an alias of an address", elsewhere(b"alis", alias(f"{url}/d"))
    yield "pictures at an alias of a neighbour", elsewhere(b"alis", alias("secret.ts"))


def elsewhere(kind: bytes, reference: bytes) -> bytes:
    """An MP4 file whose data reference leads out of it."""
    data = bytearray(clips.mp4(""))
    pictures = data.index(b"mdat") + 4
    (length,) = struct.unpack_from(">I", data, pictures - 8)
    data[pictures : pictures + length - 8] = bytes(length - 8)
    at = data.index(b"dref") - 4
    (length,) = struct.unpack_from(">I", data, at)
    entry = box(kind, bytes(4) + reference)
    dref = box(b"dref", bytes(4) + struct.pack(">I", 1) + entry)
    data[at : at + length] = dref
    for name in (b"dinf", b"minf", b"mdia", b"trak", b"moov"):
        start = data.index(name) - 4
        (size,) = struct.unpack_from(">I", data, start)
        struct.pack_into(">I", data, start, size + len(dref) - length)
    return bytes(data)


def alias(path: str) -> bytes:
    """A reference as the Macintosh wrote it."""
    target, name = path.encode(), path.rpartition("/")[2].encode()
    fixed = bytes(10) + b"\1" + b"v".ljust(27, b"\0") + bytes(12)
    fixed += bytes([len(name)]) + name.ljust(63, b"\0") + bytes(36)
    padded = target + bytes(len(target) % 2)
    absolute = struct.pack(">hh", 2, len(target)) + padded
    volume = struct.pack(">hh", 18, len(target)) + padded
    return fixed + absolute + volume + struct.pack(">hh", -1, 0)


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content) + 8) + kind + content


def broken(_url: str, _secret: str) -> Cases:
    """Cut or damaged, as a bad line or disk leaves them."""
    mp4, flv = clips.mp4(), clips.flv()
    yield "nothing", b""
    yield "zeros", bytes(5000)
    yield "noise", NOISE.randbytes(20_000)
    yield "MP4 cut in its index", mp4[:600]
    yield "MP4 cut before its pictures", mp4[: mp4.index(b"mdat") + 4]
    yield "FLV cut in its first picture", flv[:300]
    start = mp4.index(b"mdat") + 4
    yield "MP4 with zeros for pictures", mp4[:start] + bytes(len(mp4) - start)


def empty(_url: str, _secret: str) -> Cases:
    """Whole, but without a picture for us."""
    yield "MP4 without an index", FTYP + box(b"mdat", bytes(4088))
    yield "MP4 without a track", FTYP + box(b"free", b"") * 200
    yield "FLV with sound alone", FLV_HEAD + tag(8, b"\xaf\x01" + bytes(50)) * 100
    yield "FLV of an unknown codec", FLV_HEAD + tag(9, b"\x1f\x01" + bytes(50)) * 100


def tag(kind: int, body: bytes) -> bytes:
    head = bytes([kind]) + len(body).to_bytes(3, "big") + bytes(7)
    return head + body + struct.pack(">I", len(head) + len(body))
