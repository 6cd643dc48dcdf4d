"""A release is one commit and one tag, made of what the change log and the project say."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from tests.project.releasing import ROOT, NotReady, git, release

NEWS = """# Changelog

## 0.2.0, unreleased

**Lately**

- A box can be turned.
# not a comment

## 0.1.0, 2026-01-01

- The first.
"""
PROJECT = '[project]\nname = "x"\nversion = "0.1.0"\n\n[tool.y]\nversion = "3"\n'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A repository whose next release is 0.2.0."""
    (tmp_path / "CHANGELOG.md").write_text(NEWS)
    (tmp_path / "pyproject.toml").write_text(PROJECT)
    git(tmp_path, "init", "--quiet")
    for name, value in (("name", "A"), ("email", "a@example.com"), ("gpgsign", "false")):
        git(tmp_path, "config", f"{'commit' if name == 'gpgsign' else 'user'}.{name}", value)
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "Begin")
    return tmp_path


def test_a_release_dates_the_change_log_numbers_the_project_and_tags_both(project: Path) -> None:
    told = release(project, "0.2.0", "2026-02-03")

    news = (project / "CHANGELOG.md").read_text()
    assert news == NEWS.replace("0.2.0, unreleased", "0.2.0, 2026-02-03")
    assert (project / "pyproject.toml").read_text() == PROJECT.replace('"0.1.0"', '"0.2.0"')
    assert git(project, "status", "--porcelain") == ""
    assert git(project, "log", "-1", "--format=%s") == "Release 0.2.0"
    assert git(project, "rev-parse", "v0.2.0^{commit}") == git(project, "rev-parse", "HEAD")
    assert git(project, "tag", "--list", "--format=%(contents)", "v0.2.0") == told
    assert told.endswith("- A box can be turned.\n# not a comment")


@pytest.mark.parametrize(
    ("version", "why"),
    [("2", "three numbers"), ("0.1.0", "no line"), ("0.3.0", "no line")],
)
def test_what_the_change_log_does_not_announce_is_not_released(
    project: Path, version: str, why: str
) -> None:
    with pytest.raises(NotReady, match=why):
        release(project, version, "2026-02-03")
    assert git(project, "tag", "--list") == git(project, "status", "--porcelain") == ""


def test_what_is_not_committed_is_not_released(project: Path) -> None:
    (project / "new").write_text("x")
    with pytest.raises(NotReady, match="Commit"):
        release(project, "0.2.0", "2026-02-03")


def test_a_version_is_released_once(project: Path) -> None:
    release(project, "0.2.0", "2026-02-03")
    with pytest.raises(NotReady, match="already"):
        release(project, "0.2.0", "2026-02-03")


def test_the_change_log_opens_with_the_version_that_comes_next_or_just_came() -> None:
    heading = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").splitlines()[2]
    found = re.fullmatch(r"## (\d+\.\d+\.\d+), (unreleased|\d{4}-\d\d-\d\d)", heading)
    assert found
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert found[2] == "unreleased" or found[1] == project["version"]
