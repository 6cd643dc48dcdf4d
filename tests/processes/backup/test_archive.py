"""The file of a backup: what is in one that was tampered with is never believed."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from studio.processes.backup.archive import MANIFEST, Unfit, opened

PICTURE = b"a picture"
NAME = hashlib.sha256(PICTURE).hexdigest()
MEMBER = f"frames/{NAME[:2]}/{NAME}.png"


def content(data: bytes) -> dict[str, Any]:
    return {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def archive(
    path: Path, members: dict[str, bytes], *, named: dict[str, Any] | None = None, **changes: Any
) -> Path:
    """A file with these members, whose manifest names them unless told."""
    manifest = {
        "format": 1,
        "version": "0.1.0",
        "database": "sqlite",
        "began": "2026-11-28T12:00:00+00:00",
        "ended": "2026-11-28T12:00:01+00:00",
        "migrations": [],
        "tables": {},
        "lost": [],
        "files": {name: content(data) for name, data in members.items()}
        if named is None
        else named,
    } | changes
    with zipfile.ZipFile(path, "w") as file:
        for name, data in [*members.items(), (MANIFEST, json.dumps(manifest).encode())]:
            file.writestr(name, data)
    return path


def is_refused(path: Path) -> bool:
    try:
        with opened(path) as found:
            found.verify()
            return False
    except Unfit:
        return True


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "backup.zip"


def test_what_the_manifest_names_is_believed(path: Path) -> None:
    with opened(archive(path, {MEMBER: PICTURE})) as found:
        assert b"".join(found.chunks(MEMBER)) == PICTURE


@pytest.mark.parametrize(
    "name",
    [
        "../outside",
        "/etc/passwd",
        f"frames/../{NAME[:2]}/{NAME}.png",
        f"frames/{NAME[:2]}/{NAME}.png/..",
        f"frames/{NAME[:2]}/{NAME}.exe",
        f"frames\\{NAME[:2]}\\{NAME}.png",
        f"{MEMBER}\n",
        "tables/../../x.y.jsonl",
        "lock",
        "studio.sqlite3",
    ],
)
def test_no_member_has_a_name_that_a_studio_does_not_give(path: Path, name: str) -> None:
    assert is_refused(archive(path, {name: PICTURE}))


def test_members_and_manifest_are_the_same(path: Path) -> None:
    assert is_refused(archive(path, {MEMBER: PICTURE}, named={}))
    assert is_refused(archive(path, {}, named={MEMBER: content(PICTURE)}))
    assert is_refused(archive(path, {MEMBER: PICTURE}, named={MEMBER: content(b"another one")}))
    for size in (0, len(PICTURE) - 1, len(PICTURE) + 1, -1):
        named = {MEMBER: content(PICTURE) | {"size": size}}
        assert is_refused(archive(path, {MEMBER: PICTURE}, named=named))


@pytest.mark.parametrize("compression", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_member_is_packed_as_a_studio_packs(path: Path, compression: int) -> None:
    with zipfile.ZipFile(path, "w", compression) as file:
        file.writestr(MANIFEST, b"{}")
    with pytest.raises(Unfit, match="is no backup"), opened(path):
        pass


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_no_name_is_there_twice(path: Path) -> None:
    archive(path, {MEMBER: PICTURE})
    with zipfile.ZipFile(path, "a") as file:
        file.writestr(MEMBER, PICTURE)
    assert is_refused(path)


def test_a_link_is_written_as_a_file(path: Path, tmp_path: Path) -> None:
    """What a member's attributes say it is, nobody asks."""
    archive(path, {})
    info = zipfile.ZipInfo(MEMBER)
    info.external_attr = 0o120777 << 16
    link = b"/etc/passwd"
    archive(path, {}, named={MEMBER: content(link)})
    with zipfile.ZipFile(path, "a") as file:
        file.writestr(info, link)
    with opened(path) as found:
        found.unpack(MEMBER, tmp_path)
    written = tmp_path / MEMBER
    assert not written.is_symlink()
    assert written.read_bytes() == link


def test_more_than_is_said_is_never_unpacked(path: Path) -> None:
    """A bomb is small and unpacks to much: no more is read than the manifest says."""
    bomb = b"\0" * 50_000_000
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(MEMBER, bomb)
        manifest = archive(path.with_name("other.zip"), {}, named={MEMBER: content(bomb[:10])})
        file.writestr(MANIFEST, zipfile.ZipFile(manifest).read(MANIFEST))
    assert is_refused(path)


@pytest.mark.parametrize(
    "changes",
    [
        {"files": []},
        {"files": {MEMBER: None}},
        {"files": {MEMBER: {"size": 1e400, "sha256": ""}}},
        {"tables": {"a.b": {}}},
        {"migrations": [["mixes"]]},
        {"migrations": 7},
        {"format": None},
        {"format": 2},
    ],
)
def test_a_manifest_of_another_shape_is_refused(path: Path, changes: dict[str, Any]) -> None:
    assert is_refused(archive(path, {}, **changes))


@pytest.mark.parametrize("data", [b"", b"PK", b"no archive", b"[" * 100_000])
def test_what_is_no_archive_is_refused(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    assert is_refused(path)
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(MANIFEST, data)
    assert is_refused(path)


def test_what_cannot_be_read_is_refused(path: Path) -> None:
    assert is_refused(path)
    assert is_refused(path.parent)
