"""What `manage.py` says may be lost; what it did may not: its exit code stands."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from django.core.management import call_command

from studio.processes import health
from studio.processes.health import Finding
from tests.driving.outputs import OUTPUTS, STREAMS
from tests.driving.processes import RunningStudio

# Neither Latin-1 nor GBK has all of these letters.
NAME = "Smørrebrød 😀"


@pytest.fixture(scope="module")
def studio(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> RunningStudio:
    """One of which nothing runs, and that has one backup."""
    data = tmp_path_factory.mktemp("printing") / NAME
    shutil.copytree(prepared, data)
    return RunningStudio(data, port=1)


@pytest.fixture(scope="module")
def kept(studio: RunningStudio) -> Path:
    return Path(studio.manage("backup", str(studio.data.parent / "kept")).strip())


@pytest.mark.parametrize(
    ("arguments", "output", "code"),
    [
        (["doctor"], "latin-1", 1),
        (["doctor"], "full", 1),
        (["backup", "{new}"], "gbk", 0),
        (["backup", "{new}"], "both full", 0),
        (["restore", "{kept}"], "latin-1", 0),
        (["restore", "{kept}"], "unread", 0),
        (["restore", "{kept}.none"], "both closed", 1),
        (["open"], "gbk", 0),
        (["open"], "closed", 0),
        (["demo"], "closed", 0),
    ],
)
def test_what_cannot_be_printed_changes_no_exit_code(
    arguments: list[str],
    output: str,
    code: int,
    studio: RunningStudio,
    kept: Path,
    tmp_path: Path,
) -> None:
    """Real processes: what Python does with a broken output at its exit counts, too."""
    new = tmp_path / f"{NAME} 2"
    filled = [part.format(new=new, kept=kept) for part in arguments]
    env = studio.all_environment
    if arguments[0] == "restore":
        env = env | {"STUDIO_DATA": str(new)}
    ended, _out, err = OUTPUTS[output](filled, env)
    assert (ended, "Traceback" in err, "Exception ignored" in err) == (code, False, False), err
    assert arguments[0] != "backup" or len(list(new.glob("*.zip"))) == 1
    assert arguments[0] != "restore" or (new / "studio.sqlite3").exists() == (code == 0)


@pytest.mark.parametrize("output", STREAMS)
@pytest.mark.parametrize("is_well", [True, False])
def test_the_doctor_s_verdict_stands(
    output: str, is_well: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    finding = Finding("disk", is_well, NAME, NAME)
    monkeypatch.setattr(health, "findings", lambda *, asks_storage: [finding])
    monkeypatch.setattr(health, "closer_findings", list)
    stream = STREAMS[output]()
    if is_well:
        call_command("doctor", stdout=stream)
    else:
        with pytest.raises(SystemExit):
            call_command("doctor", stdout=stream)
