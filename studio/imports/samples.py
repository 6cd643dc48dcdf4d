"""The vendor's samples and one's own scripts: a literal body in Python, Go, Java or curl.

The text is never run: braces round `InputLayout` are made JSON of, comments, single
quotes and trailing commas taken out. A text that begins as JSON is none of these. A body
with names in it instead of values can't be read.
"""

from __future__ import annotations

import json
import re

from studio.imports import mixed_rules
from studio.rules.document import Json
from studio.rules.limits import MAX_SAVED_BYTES
from studio.rules.problems import InvalidDocument
from studio.rules.strict_json import strict_loads

FORMAT = "sample"
DOUBLE = r'"(?:\\.|[^"\\\n])*"'
SINGLE = r"'(?:\\.|[^'\\\n])*'"
# As Python has it, where either quote is one and `#` begins a remark; as others, with neither.
PYTHON = re.compile(rf"{DOUBLE}|{SINGLE}|#[^\n]*|[{{}}\[\],]|\b(?:True|False|None)\b")
OTHERS = re.compile(rf"{DOUBLE}|(?<!:)//[^\n]*|[{{}}\[\],]")
CONSTANTS = {"True": "true", "False": "false", "None": "null"}
JAVA_QUOTE = re.compile(r'(?<!\\)"(?:\s*\+\s*")?')
MARK = "InputLayout"
# A text in braces is JSON, and read or refused as that, unless it is quoted as JSON never is.
JSON_ITSELF = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?://[^\n]*\n\s*)*\{(?!\s*(?:#[^\n]*\n\s*)*')")
# Braces round a body: its own, and the code's that it stands in.
MAX_CANDIDATES = 16


def body(data: bytes) -> Json:
    """The body in a text, or None where there is none that can be read."""
    if len(data) > MAX_SAVED_BYTES or JSON_ITSELF.match(data):
        return None
    text = data.decode(errors="replace")
    if MARK not in text:
        return None
    for written, pieces in ((text, PYTHON), (text, OTHERS), (_java(text), OTHERS)):
        for candidate in _candidates(written, pieces):
            try:
                value = strict_loads(candidate)
            except InvalidDocument:
                continue
            if mixed_rules.recognises(value):
                return value
    return None


def _java(text: str) -> str:
    """Strings joined by `+`, as the text they are: what quotes are left are that text's own."""
    return JAVA_QUOTE.sub("", text).replace(r"\n", " ").replace(r"\"", '"')


def _candidates(text: str, pieces: re.Pattern[str]) -> list[str]:
    """What stands in braces and holds the mark, as JSON; the outermost first."""
    parts: list[str] = []
    # Where each open bracket stands in `parts`, and whether the mark was met inside.
    opened: list[tuple[int, bool]] = []
    found: list[str] = []
    end = 0
    for piece in pieces.finditer(text):
        if opened:
            parts.append(text[end : piece.start()])
        end = piece.end()
        word = piece[0]
        if word in "{[":
            opened.append((len(parts), False))
        elif opened and MARK in word and word[0] in "\"'":
            opened[-1] = (opened[-1][0], True)
        if opened:
            _put(parts, word)
        if word in "}]" and opened:
            start, is_marked = opened.pop()
            if is_marked and len(found) < MAX_CANDIDATES:
                found.append("".join(parts[start:]))
            if is_marked and opened:
                opened[-1] = (opened[-1][0], True)
            if not opened:
                parts.clear()
    return found[::-1]


def _put(parts: list[str], word: str) -> None:
    """One more piece; before a closing bracket a comma is spare."""
    if word in "}]":
        last = len(parts) - 1
        while last > 0 and (not parts[last] or parts[last].isspace()):
            last -= 1
        if parts[last] == ",":
            parts[last] = " "
        parts.append(word)
    else:
        parts.append(_as_json(word))


def _as_json(piece: str) -> str:
    if piece.startswith(("#", "//")):
        return " "
    if piece.startswith("'"):
        return json.dumps(piece[1:-1].replace(r"\'", "'"), ensure_ascii=False)
    return CONSTANTS.get(piece, piece)
