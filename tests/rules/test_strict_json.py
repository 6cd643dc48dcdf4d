from __future__ import annotations

import pytest

from studio.rules.limits import MAX_BODY_BYTES, MAX_DEPTH
from studio.rules.problems import InvalidDocument
from studio.rules.strict_json import strict_loads

REFUSED = {
    "nothing": (b"", "json_empty"),
    "only white space": (b" \n", "json_empty"),
    "a cut text": (b'{"a": ', "json_syntax"),
    "two values": (b"{} {}", "json_syntax"),
    "a comment": (b"/* */ {}", "json_syntax"),
    "a comma at the end": (b"[1,]", "json_syntax"),
    "a line break in a string": (b'"a\nb"', "json_syntax"),
    "NaN": (b"[NaN]", "json_not_finite"),
    "Infinity": (b"[-Infinity]", "json_not_finite"),
    "a number that overflows": (b"[1e999]", "json_not_finite"),
    "an integer of 19 digits": (b"[1000000000000000000]", "json_long_integer"),
    "a key twice": (b'[{"a": 1, "b": 2, "a": 1}]', "json_duplicate_key"),
    "NUL in a string": (rb'["a\u0000b"]', "json_nul"),
    "NUL in a key": (rb'{"\u0000": 1}', "json_nul"),
    "a lone surrogate": (rb'["\ud800"]', "json_surrogate"),
    "a lone surrogate in a str": ('["\ud800"]', "json_surrogate"),
    "latin-1": ('["é"]'.encode("latin-1"), "json_not_utf8"),
    "a surrogate in UTF-8": (b'["\xed\xa0\x80"]', "json_not_utf8"),
    "33 levels": (b"[" * 33 + b"]" * 33, "json_too_deep"),
    "a byte too many": (b'"' + b"a" * (MAX_BODY_BYTES - 1) + b'"', "json_too_large"),
    "characters of two bytes": ('"' + "é" * (MAX_BODY_BYTES // 2) + '"', "json_too_large"),
}


@pytest.mark.parametrize(("data", "code"), REFUSED.values(), ids=REFUSED.keys())
def test_it_refuses(data: bytes | str, code: str) -> None:
    with pytest.raises(InvalidDocument) as refusal:
        strict_loads(data)
    (problem,) = refusal.value.problems
    assert (problem.path, problem.code, problem.severity) == ("$", code, "error")


def test_where_the_parser_itself_gives_up_the_text_is_too_deep(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def give_up(*_args: object, **_options: object) -> object:
        raise RecursionError

    monkeypatch.setattr("studio.rules.strict_json.json.loads", give_up)
    with pytest.raises(InvalidDocument) as refusal:
        strict_loads("[]")
    assert refusal.value.problems[0].code == "json_too_deep"


CHINESE = '{"ID": "主持人机位"}'


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (CHINESE.encode("utf-16"), "UTF-16"),
        (CHINESE.encode("utf-16-le"), "UTF-16"),
        (CHINESE.encode("utf-16-be"), "UTF-16"),
        (CHINESE.encode("utf-32"), "UTF-32"),
        (CHINESE.encode("gbk"), "GBK"),
        ("{“ID”：１}".encode("gb18030"), "GBK"),
    ],
)
def test_what_was_saved_in_another_encoding_is_told_by_its_name(data: bytes, encoding: str) -> None:
    with pytest.raises(InvalidDocument) as refusal:
        strict_loads(data)
    (problem,) = refusal.value.problems
    assert (problem.code, problem.params) == ("json_other_encoding", {"encoding": encoding})


@pytest.mark.parametrize("text", ["é", "Gäste", "naïve café", "Øystein"])
def test_western_letters_are_taken_for_no_chinese(text: str) -> None:
    with pytest.raises(InvalidDocument) as refusal:
        strict_loads(f'["{text}"]'.encode("latin-1"))
    assert refusal.value.problems[0].code == "json_not_utf8"


ACCEPTED = {
    "a byte order mark": (b"\xef\xbb\xbf[1]", [1]),
    "a byte order mark in a str": ("\ufeff[1]", [1]),
    "18 digits": (b"[-123456789012345678]", [-123456789012345678]),
    "a surrogate pair": (rb'"\ud83d\ude00"', "😀"),
    "any script": ('["课程"]', ["课程"]),
    "fractions": (b"[1.5, 1.92e3]", [1.5, 1920.0]),
    "white space": (b" \r\n\t[ ] ", []),
}


@pytest.mark.parametrize(("data", "value"), ACCEPTED.values(), ids=ACCEPTED.keys())
def test_it_accepts(data: bytes | str, value: object) -> None:
    assert strict_loads(data) == value


def test_the_deepest_and_the_largest_text_are_accepted() -> None:
    assert strict_loads("[" * MAX_DEPTH + "]" * MAX_DEPTH)
    assert strict_loads(b'"' + b"a" * (MAX_BODY_BYTES - 2) + b'"')


def test_the_refusal_of_a_syntax_says_where() -> None:
    with pytest.raises(InvalidDocument) as refusal:
        strict_loads('{\n "a": ?}')
    assert refusal.value.problems[0].params == {"line": 2, "column": 7}
