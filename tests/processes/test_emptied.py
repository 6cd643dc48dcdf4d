"""A studio that has lost its database is no new one."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.driving.outputs import captured
from tests.driving.processes import RunningStudio
from tests.mixes.cli.running import SAMPLE

EMPTIED = "is empty or gone, although a studio was here"


def test_an_emptied_database_becomes_no_new_studio(prepared: Path, tmp_path: Path) -> None:
    """Whoever looks at it first, and by whichever way."""
    data = tmp_path / "data"
    shutil.copytree(prepared, data)
    (data / "uploads").mkdir()
    for file in data.glob("studio.sqlite3-*"):
        file.unlink()
    (data / "studio.sqlite3").write_bytes(b"")
    environment = RunningStudio(data, port=1).all_environment
    run = captured("utf-8")
    assert run(["doctor"], environment)[0] == 1
    for act in (["mix", "push", str(SAMPLE)], ["mix", "tasks"], ["open"]):
        ended, out, err = run(act, environment)
        assert (ended, out, len(err.splitlines())) == (7, b"", 1)
        assert EMPTIED in err
    assert (data / "studio.sqlite3").read_bytes() == b""
    # Any other command's connection leaves a file that is not empty.
    run(["showmigrations"], environment)
    assert (data / "studio.sqlite3").stat().st_size > 0
    for act in (["run"], ["run", "clock"]):
        ended, _out, err = run(act, environment)
        assert (ended, EMPTIED in err, "Traceback" in err) == (1, True, False)
    assert run(["mix", "tasks"], environment)[0] == 7
