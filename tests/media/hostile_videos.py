"""Hostile videos, made in memory: each tries to have another file or address opened, or breaks.

`url` is an address that must never be asked, `secret` a file that must never be opened; both
lead to a video that could be decoded. None of them gives a picture.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from random import Random
from typing import NamedTuple

from tests.media import clips

NOISE = Random(11)  # the same noise every time
PLAYLIST = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n{}#EXTINF:1,\n{}\n#EXT-X-ENDLIST\n"
FLV_HEAD = b"FLV\x01\x01\0\0\0\x09\0\0\0\0"
FTYP = b"\0\0\0\x18ftypisom\0\0\2\0isomiso2"


class Case(NamedTuple):
    name: str
    data: bytes


def cases(url: str = "http://127.0.0.1:9", secret: str = "/nowhere/secret.ts") -> list[Case]:
    groups = (playlists, lists, descriptions, references, broken, boxes, flv_tags)
    return [Case(*case) for group in groups for case in group(url, secret)]


Cases = Iterator[tuple[str, bytes]]


def playlist(entry: str, before: str = "") -> bytes:
    return PLAYLIST.format(before, entry).encode()


def playlists(url: str, secret: str) -> Cases:
    """HLS, which libavformat would follow wherever it leads."""
    host = url.removeprefix("http://")
    yield "playlist of an address", playlist(f"{url}/a.ts")
    yield "playlist of an address without its scheme", playlist(f"//{host}/a.ts")
    yield "playlist of a file", playlist(f"file://{secret}")
    yield "playlist of a path", playlist(secret)
    yield "playlist of a neighbour", playlist("secret.ts")
    yield "playlist of both in one", playlist(f"concat:{url}/h|file://{secret}")
    yield "playlist over gopher", playlist(f"gopher://{host}/_x")
    yield "playlist over tcp", playlist(f"tcp://{host}")
    key = f'#EXT-X-KEY:METHOD=AES-128,URI="file://{secret}"\n'
    yield "playlist with a key", playlist(f"{url}/a.ts", key)
    yield "playlist with a map", playlist(f"{url}/a.ts", f'#EXT-X-MAP:URI="{url}/init"\n')
    hidden = b"RIFF\0\1\0\0AVI LIST" + bytes(20) + b"GAB2\0" + playlist(f"file://{secret}")
    yield "playlist within subtitles of AVI", hidden
    yield "playlist behind a head of MP4", FTYP + playlist(f"{url}/a.ts")
    yield "playlist behind a head of FLV", FLV_HEAD + playlist(f"file://{secret}")


def lists(url: str, secret: str) -> Cases:
    """Other files that are made of references."""
    yield "ffconcat of a file", f"ffconcat version 1.0\nfile '{secret}'\n".encode()
    yield "ffconcat of a neighbour", b"ffconcat version 1.0\nfile 'secret.ts'\n"
    yield "ffconcat of an address", f"ffconcat version 1.0\nfile '{url}/a.ts'\n".encode()
    yield "ASX", f'<asx version="3"><entry><ref href="{url}/x"/></entry></asx>'.encode()
    yield "RTSP text", f"RTSPtext\n[Reference]\nRef1={url}/x\n".encode()
    links = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    yield "SVG", f'<svg {links}><image xlink:href="{url}/i"/></svg>'.encode()


def descriptions(url: str, secret: str) -> Cases:
    """Texts that say where a stream is to be had."""
    port = url.rpartition(":")[2]
    session = "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\n"
    media = f"m=video {port} RTP/AVP 96\na=rtpmap:96 H264/90000\n"
    yield "SDP", (session + media).encode()
    control = f"a=control:rtsp://127.0.0.1:{port}/x\n"
    yield "SDP with a control address", (session + control + media).encode()
    dash = 'xmlns="urn:mpeg:dash:schema:mpd:2011" profiles="urn:mpeg:dash:profile:isoff-main:2011"'
    described = (
        f'<MPD {dash} type="static" mediaPresentationDuration="PT1S"><Period>'
        '<AdaptationSet mimeType="video/mp4"><Representation id="1" bandwidth="1">'
        "<BaseURL>{}</BaseURL></Representation></AdaptationSet></Period></MPD>"
    )
    yield "DASH", described.format(f"{url}/x.mp4").encode()
    entity = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]>'
    yield "DASH with an external entity", (entity + described.format("&e;")).encode()


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
    """Cut or scrambled."""
    mp4, flv = clips.mp4(), clips.flv()
    yield "nothing", b""
    yield "zeros", bytes(5000)
    yield "noise", NOISE.randbytes(20_000)
    yield "noise behind a head of MP4", FTYP + NOISE.randbytes(20_000)
    yield "noise behind a head of FLV", FLV_HEAD + NOISE.randbytes(20_000)
    yield "MP4 cut in its index", mp4[:600]
    yield "MP4 cut before its pictures", mp4[: mp4.index(b"mdat") + 4]
    yield "FLV cut in its first picture", flv[:300]
    start = mp4.index(b"mdat") + 4
    yield "MP4 with noise for pictures", mp4[:start] + NOISE.randbytes(len(mp4) - start)
    start = mp4.index(b"avcC")
    yield "MP4 with noise for its decoder", mp4[:start] + NOISE.randbytes(60) + mp4[start + 60 :]


def boxes(_url: str, _secret: str) -> Cases:
    """MP4 that lies about its own parts."""
    yield "no index", FTYP + box(b"mdat", bytes(4088))
    yield "an index of 4 GB", FTYP + b"\xff\xff\xff\xffmoov" + bytes(400)
    yield "a box of 2^63 bytes", FTYP + b"\0\0\0\1free" + b"\x7f" + b"\xff" * 7 + bytes(400)
    yield "a box of 2^64 bytes", FTYP + b"\0\0\0\1mdat" + b"\xff" * 8 + bytes(400)
    yield "boxes of no bytes", FTYP + b"\0\0\0\0free" * 200
    yield "boxes without end", FTYP + box(b"free", b"") * 100_000
    nested = b""
    for _level in range(2000):
        nested = box(b"trak", nested)
    yield "boxes within boxes", FTYP + box(b"moov", nested)
    yield "2^31 samples", clips.mp4().replace(*counted(b"stsz", 0x7FFFFFFF))
    yield "pictures beyond the end", beyond()
    yield "2^31 times", clips.mp4().replace(*counted(b"stts", 0x7FFFFFFF))


def beyond() -> bytes:
    """An MP4 file whose first chunk is said to begin far behind its end."""
    data = bytearray(clips.mp4())
    struct.pack_into(">I", data, data.index(b"stco") + 12, 0x7FFFFFFF)
    return bytes(data)


def counted(kind: bytes, count: int) -> tuple[bytes, bytes]:
    """The beginning of a table, and the same with another count of entries."""
    data = clips.mp4()
    at = data.index(kind)
    before = 12 if kind == b"stsz" else 8
    found = data[at : at + before + 4]
    return found, found[:before] + struct.pack(">I", count)


def flv_tags(_url: str, _secret: str) -> Cases:
    """FLV that lies about its own parts."""
    yield "a tag of 16 MB", FLV_HEAD + b"\x09\xff\xff\xff" + bytes(7) + b"\x17\x01" + bytes(400)
    yield "tags of no bytes", FLV_HEAD + (b"\x09" + bytes(10) + struct.pack(">I", 11)) * 20_000
    yield "sound alone", FLV_HEAD + tag(8, b"\xaf\x01" + bytes(50)) * 100
    yield "pictures without their codec's head", FLV_HEAD + tag(9, b"\x17\x01" + bytes(50)) * 100
    yield "an unknown codec", FLV_HEAD + tag(9, b"\x1f\x01" + bytes(50)) * 100
    deep = b"\x02\0\x0aonMetaData" + b"\x03\0\1a" * 2000
    yield "notes within notes", FLV_HEAD + tag(18, deep)


def tag(kind: int, body: bytes) -> bytes:
    head = bytes([kind]) + len(body).to_bytes(3, "big") + bytes(7)
    return head + body + struct.pack(">I", len(head) + len(body))
