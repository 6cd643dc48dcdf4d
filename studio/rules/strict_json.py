"""JSON text to values, refusing what plain `json.loads` lets through.

NaN and Infinity, numbers that overflow, duplicate keys, lone surrogates, NUL (PostgreSQL
refuses it in text), other encodings than UTF-8, and nesting or sizes nobody writes by hand.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterator
from typing import NoReturn

from studio.rules.document import Json
from studio.rules.limits import MAX_BODY_BYTES, MAX_DEPTH, MAX_INTEGER_DIGITS
from studio.rules.problems import InvalidDocument, Param, Problem

WHOLE_TEXT = "$"
BYTE_ORDER_MARK = "\ufeff"
WIDE = ("UTF-16", "UTF-32")
SURROGATE = re.compile("[\ud800-\udfff]")


def strict_loads(data: bytes | str) -> Json:
    """The value of a JSON text. A byte order mark at its start is skipped.

    Raises InvalidDocument with one problem at `$`.
    """
    text = _text(data).removeprefix(BYTE_ORDER_MARK)
    if not text.strip():
        _refuse("json_empty")
    value = _parsed(text)
    _look_through(value)
    return value


def starts_with_byte_order_mark(data: bytes | str) -> bool:
    mark = BYTE_ORDER_MARK
    return data.startswith(mark) if isinstance(data, str) else data.startswith(mark.encode())


def _refuse(code: str, **params: Param) -> NoReturn:
    raise InvalidDocument([Problem(path=WHOLE_TEXT, code=code, params=params)]) from None


def _text(data: bytes | str) -> str:
    try:
        size = len(data.encode() if isinstance(data, str) else data)
        if size > MAX_BODY_BYTES:
            _refuse("json_too_large", max=MAX_BODY_BYTES, size=size)
        if isinstance(data, str):
            return data
        wide = json.detect_encoding(data)[:6].upper()
        if wide in WIDE:
            _refuse("json_other_encoding", encoding=wide)
        return data.decode()
    except UnicodeEncodeError:
        _refuse("json_surrogate")
    except UnicodeDecodeError as error:
        if _is_chinese(error.object):
            _refuse("json_other_encoding", encoding="GBK")
        _refuse("json_not_utf8", position=error.start)


def _is_chinese(data: bytes) -> bool:
    """Whether it is GBK's common part, in which no Western letter stands beside a plain one."""
    try:
        data.decode("gb2312")
    except UnicodeDecodeError:
        return False
    return True


def _parsed(text: str) -> Json:
    try:
        value: Json = json.loads(
            text,
            parse_constant=_constant,
            parse_float=_float,
            parse_int=_int,
            object_pairs_hook=_object,
        )
    except json.JSONDecodeError as error:
        _refuse("json_syntax", line=error.lineno, column=error.colno)
    except RecursionError:
        _refuse("json_too_deep", max=MAX_DEPTH)
    return value


def _constant(name: str) -> NoReturn:
    _refuse("json_not_finite", number=name)


def _float(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        _refuse("json_not_finite", number=digits[:40])
    return number


def _int(digits: str) -> int:
    if len(digits.removeprefix("-")) > MAX_INTEGER_DIGITS:
        _refuse("json_long_integer", max=MAX_INTEGER_DIGITS)
    return int(digits)


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    value = dict(pairs)
    if len(value) < len(pairs):
        (key, _), *_ = Counter(key for key, _ in pairs).most_common(1)
        _refuse("json_duplicate_key", key=key)
    return value


def _look_through(value: Json) -> None:
    """Depth and strings, with a list in hand instead of the call stack."""
    waiting: list[tuple[Json, int]] = [(value, 1)]
    while waiting:
        item, depth = waiting.pop()
        if isinstance(item, str):
            _check_string(item)
        elif isinstance(item, dict | list):
            if depth > MAX_DEPTH:
                _refuse("json_too_deep", max=MAX_DEPTH)
            waiting.extend((child, depth + 1) for child in _children(item))


def _children(value: dict[str, Json] | list[Json]) -> Iterator[Json]:
    if isinstance(value, dict):
        yield from value.keys()
        yield from value.values()
    else:
        yield from value


def _check_string(text: str) -> None:
    if "\0" in text:
        _refuse("json_nul")
    if SURROGATE.search(text):
        _refuse("json_surrogate")
