"""Makes a release of what is committed: `python -m tests.project.releasing VERSION`.

The section of CHANGELOG.md that is headed `VERSION, unreleased` gets today's date, pyproject.toml
the version; both are committed, and that commit gets a tag whose message is the section: its
release notes. Nothing is pushed.
"""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VERSION = re.compile(r"\d+\.\d+\.\d+")
NEWS, PROJECT = "CHANGELOG.md", "pyproject.toml"


class NotReady(Exception):
    """Says to a person why there can be no release."""


def release(root: Path, version: str, day: str) -> str:
    """Release what is committed at `root` that day, ISO. The tag's message; raises NotReady."""
    if not VERSION.fullmatch(version):
        raise NotReady(f"A version is three numbers, such as 1.4.0, not {version!r}.")
    if git(root, "status", "--porcelain"):
        raise NotReady("Commit what has changed first.")
    if git(root, "tag", "--list", f"v{version}"):
        raise NotReady(f"There is a v{version} already.")
    news, project = root / NEWS, root / PROJECT
    dated = replaced(news, f"## {version}, unreleased", f"## {version}, {day}")
    numbered = replaced(project, r'version = "[\d.]+"', f'version = "{version}"')
    told = f"Mix Studio {version}\n\n{section(dated, version)}"
    news.write_text(dated, encoding="utf-8")
    project.write_text(numbered, encoding="utf-8")
    git(root, "commit", "--quiet", "--all", "--message", f"Release {version}")
    git(root, "tag", "--annotate", "--cleanup=whitespace", "--message", told, f"v{version}")
    return told


def replaced(file: Path, line: str, by: str) -> str:
    """The text of the file with its first such line replaced. Raises NotReady where it has none."""
    text, lines = re.subn(
        f"^{line}$", by, file.read_text(encoding="utf-8"), count=1, flags=re.MULTILINE
    )
    if not lines:
        raise NotReady(f"{file.name} has no line {line!r}.")
    return text


def section(news: str, version: str) -> str:
    """What the change log says below the heading of a version."""
    _before, _heading, after = re.split(
        rf"^(## {re.escape(version)}, .*)$", news, maxsplit=1, flags=re.MULTILINE
    )
    return re.split(r"^## ", after, maxsplit=1, flags=re.MULTILINE)[0].strip()


def git(root: Path, *words: str) -> str:
    command = ["git", "-C", str(root), *words]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


def main(version: str) -> None:
    try:
        told = release(ROOT, version, datetime.now(UTC).date().isoformat())
    except NotReady as why:
        sys.exit(str(why))
    sys.stdout.write(f"{told}\n\nPublish it: git push --follow-tags\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
