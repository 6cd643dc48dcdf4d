"""What docs/deploy.md tells people to do, as far as it needs no computer of its own; all of it, in
its order, is carried out by `python -m bench.deploy`.
"""

from __future__ import annotations

import getpass
import os
import re
import shutil
import sys
from pathlib import Path

import pytest
from django.core.management import get_commands

from tests.deploy.blocks import blocks
from tests.deploy.proxies import FILES, adapted
from tests.deploy.terminal import typed
from tests.driving.processes import ROOT, RunningStudio, free_ports

PAGE = ROOT / "docs" / "deploy.md"
BLOCKS = blocks(PAGE)
PASSWORD = "four plain words and a CANARY 7"
CALLED = re.compile(r"(?:^mix-studio|run --rm studio|manage\.py) ([a-z]+)", re.MULTILINE)
INSTALLS = re.compile(r"^install [^\n]*", re.MULTILINE)


def test_what_no_program_carries_out_is_marked_and_its_reason_told() -> None:
    """The last line before such a block, or the one before that, begins with the mark."""
    before = PAGE.read_text(encoding="utf-8").split("```sh outside\n")[:-1]
    assert len(before) == sum(block.is_outside for block in BLOCKS) > 0
    assert all("\n† " in text[-500:] for text in before)


def test_every_file_of_the_folder_is_put_to_use() -> None:
    text = PAGE.read_text(encoding="utf-8")
    unused = [path.name for path in FILES.iterdir() if path.name not in text]
    assert unused == []
    installed = {
        Path(word).name
        for block in BLOCKS
        for line in INSTALLS.findall(block.text)
        for word in line.split()[1:]
        if (FILES / Path(word).name).exists()
    }
    by_engine = {"Containerfile", "compose.yml"}
    assert installed == {path.name for path in FILES.iterdir()} - by_engine


def test_every_command_of_the_studio_is_one() -> None:
    named = [command for block in BLOCKS for command in CALLED.findall(block.text)]
    assert set(named) >= {"admin", "backup", "doctor", "migrate", "restore"}
    assert set(named) - set(get_commands()) == set()


@pytest.mark.skipif(os.geteuid() != 0, reason="Only root may act as another account.")
def test_the_first_admin_is_made_by_the_command_that_is_installed(
    prepared: Path, tmp_path: Path
) -> None:
    """With the settings of the service."""
    data = tmp_path / "data"
    shutil.copytree(prepared, data)
    environment = tmp_path / "environment"
    own = {"/var/lib/mix-studio": str(data), "DATABASE_URL": "#DATABASE_URL"}
    environment.write_text(adapted("environment", own))
    program = tmp_path / "mix-studio"
    here = {
        "/etc/mix-studio/environment": str(environment),
        "/opt/mix-studio": str(ROOT),
        "-u mix-studio": f"-u {getpass.getuser()}",
        ".venv/bin/python": sys.executable,
    }
    program.write_text(adapted("mix-studio", here))
    program.chmod(0o755)
    clean = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "studio.settings"}
    asked = [str(program), "admin", "ada"]
    status, said = typed(asked, clean, tmp_path, PASSWORD, PASSWORD)
    assert (status, "signs in with this password" in said) == (0, True), said
    assert PASSWORD not in said


def test_what_the_container_file_copies_is_a_studio(prepared: Path, tmp_path: Path) -> None:
    """With nothing beside it but what the pins install."""
    text = (FILES / "Containerfile").read_text(encoding="utf-8")
    assert "--require-hashes --requirement requirements/runtime.txt" in text
    for line in re.findall(r"^COPY (.*)$", text, re.MULTILINE):
        *sources, target = line.split()
        for source in sources:
            copy(ROOT / source, tmp_path / "top" / target, whole=len(sources) == 1)
    data = tmp_path / "data"
    shutil.copytree(prepared, data)
    studio = RunningStudio(data, free_ports(3), root=tmp_path / "top")
    assert {"static", "templates"} <= {path.name for path in studio.root.iterdir()}
    assert Path(studio.manage("backup", str(tmp_path / "kept")).strip()).exists()


def copy(source: Path, target: Path, *, whole: bool) -> None:
    if source.is_dir() and whole:
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        target.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)


def test_a_network_that_containers_share_is_of_one_that_never_ends() -> None:
    """The studio is started anew by itself; whoever had joined its network would be cut off."""
    text = (FILES / "compose.yml").read_text(encoding="utf-8")
    services = dict(re.findall(r"^  (\w+):\n((?:(?:    .*)?\n)+)", text, re.MULTILINE))
    shared = {
        name: re.findall(r'network_mode: "service:(\w+)"', services[name]) for name in services
    }
    assert shared == {"network": [], "studio": ["network"], "proxy": ["network"], "database": []}
    assert 'entrypoint: ["sleep", "infinity"]' in services["network"]


def test_what_the_containers_are_given_is_there() -> None:
    text = (FILES / "compose.yml").read_text(encoding="utf-8")
    given = re.findall(r"(?:env_file: |- \./)([\w.]+)", text)
    assert sorted(given) == ["Caddyfile", "environment"]
    assert all((FILES / name).is_file() for name in given)
    context = re.search(r"context: (\S+)\n +dockerfile: (\S+)", text)
    assert context
    assert (FILES / context[1]).resolve() == ROOT
    assert (ROOT / context[2]).is_file()
