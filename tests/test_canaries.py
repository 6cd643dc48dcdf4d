"""The guard that looks for secrets in what the suite writes sees them, in a suite of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CONFTEST = """
import logging
import pytest
from tests import canaries

logging.basicConfig()
canaries.GUARD.watch(logging.getLogger())

@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport():
    report = yield
    canaries.judge(report)
    return report
"""
WAYS = {
    "nothing": "pass",
    "a line of the log": "logging.warning('it was %s', 'CANARY1')",
    "an exception's text": """
    try:
        raise ValueError("CANARY1")
    except ValueError:
        logging.exception("oh")""",
    "a line that the test has taken": """
    logging.warning("CANARY1")
    capfd.readouterr()""",
    "a test that fails as it is torn down": """
    logging.warning("CANARY1")
    request.addfinalizer(lambda: 1 / 0)""",
    "what a child process says": "subprocess.run(['sh', '-c', 'echo CANARY1 >&2'])",
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("suite")
    (folder / "conftest.py").write_text(CONFTEST)
    tests = [
        f"def test_{number}(capfd, request):\n    {way.strip()}\n"
        for number, way in enumerate(WAYS.values())
    ]
    tests[-1] = tests[-1].replace("capfd, ", "")  # who asks for it keeps what is captured
    (folder / "test_them.py").write_text("import logging, subprocess\n" + "\n".join(tests))
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:django", "-p", "no:cacheprovider"]
    ran = subprocess.run(
        [*command, "--rootdir", folder, "--config-file", "/dev/null", folder],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        check=False,
    )
    return ran.stdout.decode()


@pytest.mark.parametrize("way", WAYS)
def test_it_fails_whatever_writes_a_secret(told: str, way: str) -> None:
    number = list(WAYS).index(way)
    assert (f"ERROR at teardown of test_{number}" in told) is (way != "nothing"), told


def test_why_a_test_failed_by_itself_stays_to_be_read(told: str) -> None:
    assert "ZeroDivisionError" in told
