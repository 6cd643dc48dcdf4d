"""Reads tests/vectors/ssrf_payloads.txt; its own first lines describe the format."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).parents[1] / "vectors" / "ssrf_payloads.txt"
ESCAPE = re.compile(r"\\(x[0-9a-f]{2}|u[0-9a-f]{4}|[trn\\])")
NAMED = {"t": "\t", "r": "\r", "n": "\n", "\\": "\\"}


class Payload(NamedTuple):
    """`expect`: ok, refuse, bounded or pinned."""

    number: str
    kind: str
    expect: str
    comment: str
    url: str


def _lines() -> list[str]:
    return FILE.read_text(encoding="utf-8").split("\n")


def names() -> dict[str, list[list[str]]]:
    """Each name's answers: one list of addresses per lookup."""
    directives = [line.split(" ", 2) for line in _lines() if line.startswith("##dns ")]
    return {
        name: [turn.split(",") for turn in answers.split("|")] for _, name, answers in directives
    }


def payloads() -> list[Payload]:
    return [_payload(line) for line in _lines() if line and not line.startswith("##")]


def _payload(line: str) -> Payload:
    url, facts = line.rsplit("\t# ", 1)
    number, kind, expect, comment = facts.split(" | ", 3)
    return Payload(number, kind, expect, comment, ESCAPE.sub(_unescaped, url))


def _unescaped(escape: re.Match[str]) -> str:
    return NAMED.get(escape[1]) or chr(int(escape[1][1:], 16))
