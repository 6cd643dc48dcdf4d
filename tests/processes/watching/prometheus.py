"""Debian's Prometheus beside a running studio, set up as docs/monitoring/ has it."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import ProxyHandler, build_opener

import pytest

from tests.driving.processes import ROOT, free_ports, wait_for

EXAMPLE = ROOT / "docs" / "monitoring"
NEEDED = pytest.mark.skipif(
    not (shutil.which("prometheus") and shutil.which("promtool")),
    reason="Prometheus is not installed (Debian's package prometheus).",
)


@dataclass(frozen=True)
class Prometheus:
    """Where it answers."""

    url: str

    def ask(self, path: str, **asked: str) -> Any:
        """What its HTTP API answers; raises HTTPError with what it refuses."""
        address = f"{self.url}/api/v1/{path}?{urlencode(asked)}"
        with build_opener(ProxyHandler({})).open(address, timeout=10) as answer:
            return json.load(answer)["data"]

    def series(self, expression: str) -> list[Any]:
        """Each with its value now."""
        found: list[Any] = self.ask("query", query=expression)["result"]
        return found

    def has_scraped(self) -> bool:
        """Whether it is up and has the studio's metrics twice."""
        try:
            return bool(self.series("rate(mixstudio_requests_total[1m])"))
        except URLError:
            return False


@contextmanager
def watching(folder: Path, studio: int, token: str) -> Iterator[Prometheus]:
    """The example, asking the studio at that port once a second."""
    shutil.copytree(EXAMPLE, folder, dirs_exist_ok=True)
    (folder / "metrics-token").write_text(token)
    example = (EXAMPLE / "prometheus.yml").read_text()
    own = example.replace("15s", "1s").replace("localhost:8000", f"localhost:{studio}")
    assert own.count("1s") == 2
    (folder / "prometheus.yml").write_text(own)
    subprocess.run(["promtool", "check", "config", folder / "prometheus.yml"], check=True)
    port = free_ports(1)
    process = subprocess.Popen(
        [
            "prometheus",
            f"--config.file={folder / 'prometheus.yml'}",
            f"--storage.tsdb.path={folder / 'series'}",
            f"--web.listen-address=127.0.0.1:{port}",
            "--log.level=error",
        ]
    )
    try:
        yield Prometheus(f"http://127.0.0.1:{port}")
    finally:
        process.terminate()
        process.wait(20)


def is_up(prometheus: Prometheus) -> None:
    wait_for(prometheus.has_scraped, "Prometheus has asked the studio twice")
