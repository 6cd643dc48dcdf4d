"""The units of docs/deploy, as systemd itself judges them."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

import pytest

from studio.processes.supervisor import PATIENCE
from tests.deploy.proxies import FILES, adapted
from tests.driving.processes import ROOT

UNITS = sorted(path.name for path in FILES.glob("*.service"))
ANALYZE = shutil.which("systemd-analyze")
# What systemd gives a service that is open to all is 9.6, and calls less than 2.0 safe.
MOST_EXPOSED = {"mix-studio.service": 1.6, "mix-studio-backup.service": 1.6}

needs_systemd = pytest.mark.skipif(not ANALYZE, reason="systemd (Debian's) is not installed.")


@pytest.fixture
def units(tmp_path: Path) -> Path:
    """A folder with all of them, whose programs are this checkout's."""
    for name in UNITS:
        here = {
            "/opt/mix-studio/.venv/bin/python": sys.executable,
            "=/opt/mix-studio\n": f"={ROOT}\n",
        }
        (tmp_path / name).write_text(adapted(name, here))
    for timer in FILES.glob("*.timer"):
        shutil.copy(timer, tmp_path)
    return tmp_path


def analyze(*arguments: str) -> str:
    """What systemd-analyze says, on both ways."""
    ran = subprocess.run(
        [str(ANALYZE), *arguments], capture_output=True, text=True, check=False, timeout=30
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout + ran.stderr


@needs_systemd
def test_systemd_finds_no_fault_with_them(units: Path) -> None:
    """It warns, and ends well, also of a word that it does not know."""
    assert analyze("verify", *map(str, sorted(units.iterdir()))) == ""


@needs_systemd
@pytest.mark.parametrize("name", UNITS)
def test_a_service_is_as_little_exposed_as_it_was(units: Path, name: str) -> None:
    said = analyze("security", "--offline=true", "--no-pager", str(units / name))
    found = re.search(r"Overall exposure level for \S+: ([\d.]+)", said)
    assert found
    assert float(found[1]) <= MOST_EXPOSED[name]


def test_a_studio_that_is_told_to_end_has_the_time_that_it_takes() -> None:
    """And two seconds, for what it kills then to be gone."""
    by_systemd = unit("mix-studio.service")["Service"]["TimeoutStopSec"]
    composed = (FILES / "compose.yml").read_text(encoding="utf-8")
    by_engine = re.findall(r"stop_grace_period: (\d+)s", composed)
    assert min(map(float, [by_systemd, *by_engine])) >= PATIENCE + 2
    assert len(by_engine) == 1


def unit(name: str) -> ConfigParser:
    parser = ConfigParser(strict=False, interpolation=None)
    parser.read_string((FILES / name).read_text(encoding="utf-8"))
    return parser
