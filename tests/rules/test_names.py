from __future__ import annotations

import pytest

from studio.rules.checks import check_name

NAMES = {
    "": ["blank"],
    "  ": ["blank"],
    "\n": ["blank"],
    "\u200b": ["blank"],
    "a\u200b": [],
    "a\nb": ["name_characters"],
    "a\x7fb": ["name_characters"],
    "a\u2028b": ["name_characters"],
    "a\u202eb": ["name_characters"],
    "a\u2066b": ["name_characters"],
    "a" * 200: [],
    "a" * 201: ["too_long"],
    "\t" + "a" * 200: ["name_characters", "too_long"],
    "课程 <b>{{ x }}</b> 'é'": [],
    "שלום": [],
}


@pytest.mark.parametrize(("name", "codes"), NAMES.items())
def test_a_name_is_judged(name: str, codes: list[str]) -> None:
    found = check_name(name)
    assert [problem.code for problem in found] == codes
    assert {problem.path for problem in found} <= {"Name"}
