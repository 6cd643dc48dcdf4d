"""What another tool plays, as a source of ours: its type and address, and what there is to say."""

from __future__ import annotations

from typing import NamedTuple

from studio.imports.report import Note
from studio.rules.checks.addresses import parse, scheme_of
from studio.rules.limits import MAX_URL_LENGTH

TYPES = {"flv": "live", "mp4": "vod", "png": "pic", "jpg": "pic", "jpeg": "pic"}


class Seat(NamedTuple):
    """The type and address of a source; the address is "" where a person must give one."""

    type: str
    url: str = ""
    notes: tuple[Note, ...] = ()


def seat_of(url: str, usual: str = "live") -> Seat:
    """By the address. One that the cloud does not take leaves its seat empty."""
    if not url:
        return Seat(usual, notes=(Note("no_address"),))
    scheme = scheme_of(url)
    address = parse(url)
    type_ = TYPES.get(address.suffix) if address else None
    if scheme in ("", "file") or address is None:
        return Seat(usual, notes=(Note("local_file"),))
    if len(url) <= MAX_URL_LENGTH and scheme == "rtmp":
        return Seat("live", url)
    if len(url) <= MAX_URL_LENGTH and scheme in ("http", "https") and type_:
        return Seat(type_, url)
    return Seat(type_ or usual, notes=(Note("address_not_taken"),))


def seat_without(code: str, type_: str = "live") -> Seat:
    """A seat that a person must fill, and why."""
    return Seat(type_, notes=(Note(code),))
