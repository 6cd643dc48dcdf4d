"""What operators rely on: the README's table, the key that is kept."""

from __future__ import annotations

import ast
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from studio.keyfiles import secret_key

ROOT = Path(__file__).parents[2]


def read_in_code() -> set[str]:
    """Every variable settings.py reads."""
    tree = ast.parse((ROOT / "studio" / "settings.py").read_text())
    return {
        node.args[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "env"
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    }


def told_in_readme() -> set[str]:
    table = re.findall(r"^\| (`.*?) \|", (ROOT / "README.md").read_text(), flags=re.MULTILINE)
    return {name for cell in table for name in re.findall(r"`([A-Z_]+)`", cell)}


def test_the_readme_s_table_has_every_variable_and_no_other() -> None:
    assert told_in_readme() == read_in_code()


def test_both_readmes_give_the_same_commands() -> None:
    english, chinese = (
        re.findall(r"```sh\n(.*?)```", (ROOT / name).read_text(encoding="utf-8"), flags=re.DOTALL)
        for name in ("README.md", "README.zh-Hans.md")
    )
    assert chinese == english[: len(chinese)]
    assert len(chinese) == 2


def test_the_environment_is_read_in_one_place() -> None:
    elsewhere = [
        path
        for path in (ROOT / "studio").rglob("*.py")
        if path.name != "settings.py"
        and path.parent.name != "exports"
        and re.search(r"environ\b|getenv", path.read_text())
    ]
    # Exported scripts ask for their own. wsgi.py names the settings module; proxy.py asks the
    # standard library for proxies; lanes.py has that of a WSGI request.
    assert {path.name for path in elsewhere} <= {"wsgi.py", "proxy.py", "lanes.py"}


DEMO = {"STUDIO_DEMO": "1"}
KEYS = {"VOLC_ACCESSKEY": "AK", "VOLC_SECRETKEY": "SK"}


@pytest.mark.parametrize(
    ("environment", "reaches"),
    [(DEMO, True), ({**DEMO, **KEYS}, False), ({}, False), (KEYS, False)],
)
def test_only_the_sandbox_is_beside_the_demos_pictures(
    environment: dict[str, str], reaches: bool, tmp_path: Path
) -> None:
    found = subprocess.run(
        [sys.executable, "-c", "from studio import settings; print(len(settings.CLOUD_REACHES))"],
        cwd=ROOT,
        env={**environment, "STUDIO_DATA": str(tmp_path)},
        check=True,
        capture_output=True,
        text=True,
    )
    assert bool(int(found.stdout)) is reaches


def test_the_secret_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    key = secret_key(tmp_path / "data")
    assert len(key) >= 50
    assert secret_key(tmp_path / "data") == key
    assert stat.S_IMODE((tmp_path / "data" / "secret-key").stat().st_mode) == 0o600


def test_the_database_lies_in_the_data_folder_whatever_that_is_called(tmp_path: Path) -> None:
    data = tmp_path / "50% of #1 + 2?"
    program = "from studio.settings import DATABASES; print(DATABASES['default']['NAME'])"
    command, environment = [sys.executable, "-c", program], {"STUDIO_DATA": str(data)}
    name = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=True)
    assert name.stdout.decode().strip() == str(data / "studio.sqlite3")


def test_many_processes_that_start_at_once_agree_on_the_key(tmp_path: Path) -> None:
    program = "from studio.settings import stored_secret_key as key; print(key())"
    started = [
        subprocess.Popen(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={"STUDIO_DATA": str(tmp_path / "data")},
            stdout=subprocess.PIPE,
        )
        for _ in range(4)
    ]
    assert len({process.communicate()[0] for process in started}) == 1
