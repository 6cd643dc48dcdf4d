"""The list of fields tells what the checks do: each limit, from both sides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from studio.rules import checks, codec
from studio.rules.document import Callback, Logo
from studio.rules.fields import FIELDS, Field, Otherwise
from studio.rules.geometry import Box
from studio.rules.limits import Range
from tests import builders

LOGO = Logo(url="https://pictures.example.com/logo.png", box=Box(0, 0, 90, 90))
SAID = {
    Otherwise.REFUSED: {"out_of_range", "not_in_list"},
    Otherwise.CLAMPED: {"clamped"},
    Otherwise.WARNED: {"unusual_sample_rate"},
}


def body() -> dict[str, Any]:
    """One with every field there is."""
    rules = builders.document(Box(0, 0, 640, 360), logos=(LOGO,))
    output = replace(rules.output, callback=Callback(url="https://calls.example.com/"))
    written: Any = codec.write(replace(rules, output=output))
    # A live source may have an address of any scheme that sources have.
    written["InputSource"][0]["Type"] = "live"
    return {"Name": "show", "MixedRules": written}


def leaves(value: Any, path: str = "") -> Iterator[str]:
    """The paths of all that is no object, and of the lists that hold something else."""
    if isinstance(value, dict):
        for key, held in value.items():
            yield from leaves(held, f"{path}.{key}".lstrip("."))
    elif isinstance(value, list):
        yield from leaves(value[0], f"{path}[]")
    else:
        yield path


def put(path: str, value: Any) -> dict[str, Any]:
    """The body with another value there."""
    whole = body()
    place: Any = whole
    *steps, last = [0 if step == "[]" else step for step in re.findall(r"\w+|\[\]", path)]
    for step in steps:
        place = place[step]
    place[last] = value
    return whole


def codes(path: str, value: Any) -> set[str]:
    """What the checks say of this value there."""
    problems = checks.check(codec.read(put(path, value)).rules)
    return {each.code for each in problems if each.path == path.replace("[]", "[0]")}


def having(name: str) -> list[Any]:
    fields = [field for field in FIELDS if getattr(field, name)]
    assert fields
    return [pytest.param(field, id=field.path) for field in fields]


def test_every_field_of_a_body_is_among_them() -> None:
    lists = {field.path for field in FIELDS if field.items}
    there = set(leaves(body()))
    assert {field.path for field in FIELDS} - lists == there - lists
    assert lists & there == {"MixedRules.Output.Url[]"}


@pytest.mark.parametrize("field", having("limits"))
def test_a_number_is_taken_from_one_end_to_the_other(field: Field) -> None:
    limits = field.limits
    assert limits
    most = put(field.path, 0)["MixedRules"]["InputLayout"]["Scene"].get(field.within, limits.max)
    for inside in (limits.min, most):
        assert codes(field.path, inside) & SAID[field.otherwise] == set()
    for outside in (limits.min - 1, most + 1):
        assert codes(field.path, outside) & SAID[field.otherwise]


@pytest.mark.parametrize("field", having("words"))
def test_a_word_is_one_of_a_list(field: Field) -> None:
    for word in field.words:
        assert "not_in_list" not in codes(field.path, word)
    assert "not_in_list" in codes(field.path, "other")


@pytest.mark.parametrize("field", having("usual"))
def test_usual_values_are_said_nothing_of(field: Field) -> None:
    for value in field.usual:
        assert codes(field.path, value) == set()
    assert field.limits or codes(field.path, 8_000) == SAID[field.otherwise]


@pytest.mark.parametrize("field", having("items"))
def test_a_list_has_so_many_items(field: Field) -> None:
    path = field.path.removesuffix("[]")
    (item,) = read(path)

    def said(count: int) -> set[str]:
        return codes(path, [item] * count) & {"too_few", "too_many"}

    items = field.items or Range(0, 0)
    assert said(items.min) | said(items.max) == set()
    assert said(items.max + 1) == {"too_many"}
    assert items.min == 0 or said(items.min - 1) == {"too_few"}


def read(path: str) -> list[Any]:
    value: Any = body()
    for step in path.split("."):
        value = value[step]
    found: list[Any] = value
    return found


@pytest.mark.parametrize("field", having("schemes"))
def test_an_address_has_one_of_its_schemes_and_a_length(field: Field) -> None:
    for scheme in field.schemes:
        assert "url_scheme" not in codes(field.path, f"{scheme}://a.example.com/b")
    assert "url_scheme" in codes(field.path, "gopher://a.example.com/b")
    address = f"{field.schemes[0]}://a.example.com/"
    assert "too_long" not in codes(field.path, address.ljust(field.length, "x"))
    assert "too_long" in codes(field.path, address.ljust(field.length + 1, "x"))


def test_a_name_has_so_many_characters() -> None:
    (field,) = (field for field in FIELDS if field.path == "Name")
    assert checks.check_name("x" * field.length) == []
    assert checks.check_name("x" * (field.length + 1))
