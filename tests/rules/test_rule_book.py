"""Every body of tests/vectors/bad_rules gets the verdict that expected.json gives it."""

from __future__ import annotations

import json
from dataclasses import dataclass

import pytest

from studio.rules.problems import verdict
from studio.rules.validation import validate
from tests.rules.builders import VECTORS

FOLDER = VECTORS / "bad_rules"
GENERATED = {"generated:10MB_name": b'{"Name": "' + b"a" * 10_000_000 + b'"}'}


@dataclass(frozen=True)
class Case:
    name: str
    verdict: str
    path: str
    layer: str

    @property
    def data(self) -> bytes:
        return GENERATED.get(self.name) or (FOLDER / self.name).read_bytes()


BOOK = [
    Case(name, row["verdict"], row["path"], row["layer"])
    for name, row in json.loads((FOLDER / "expected.json").read_text()).items()
]
OURS = [case for case in BOOK if case.layer != "update"]


@pytest.mark.parametrize("case", OURS, ids=lambda case: case.name)
def test_the_worst_problem_is_of_the_severity_in_the_book(case: Case) -> None:
    assert verdict(validate(case.data).problems) == case.verdict


@pytest.mark.parametrize(
    "case", [case for case in OURS if case.verdict != "ok"], ids=lambda case: case.name
)
def test_a_problem_of_that_severity_is_at_the_path_in_the_book(case: Case) -> None:
    found = [p.path for p in validate(case.data).problems if p.severity == case.verdict]
    assert any(path == case.path or path.endswith(f".{case.path}") for path in found), found


@pytest.mark.parametrize("case", OURS, ids=lambda case: case.name)
def test_every_path_is_canonical(case: Case) -> None:
    for problem in validate(case.data).problems:
        assert problem.path in ("$", "Name", "TaskID") or problem.path.startswith("MixedRules")


@pytest.mark.parametrize("case", OURS, ids=lambda case: case.name)
def test_a_body_with_no_shape_fault_can_be_read(case: Case) -> None:
    report = validate(case.data)
    shape = {"missing", "wrong_type", "wrong_case"}
    unreadable = any(
        problem.code in shape or (problem.path == "$" and problem.severity == "error")
        for problem in report.problems
    )
    assert (report.body is None) == unreadable


def test_a_change_of_output_is_no_fault_of_the_body_itself() -> None:
    (case,) = [case for case in BOOK if case.layer == "update"]
    assert validate(case.data).problems == ()


def test_the_book_has_a_row_for_every_file() -> None:
    files = {path.name for path in FOLDER.glob("*.json")} - {"expected.json"}
    assert files | set(GENERATED) == {case.name for case in BOOK}
