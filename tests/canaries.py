"""Every secret that tests make up has this word in it, and no line that the studio writes may: what
pytest captures of stdout and stderr, of child processes too, and what logging would write there.
"""

from __future__ import annotations

import logging

import pytest

CANARY = "CANARY"
CAPTURED = ("Captured stdout", "Captured stderr")


class Guard(logging.Handler):
    """Keeps the lines with a canary, as the log's own handlers would write them."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        text = self.format(record)
        if CANARY in text:
            self.lines.append(text)

    def watch(self, root: logging.Logger) -> None:
        """Sees what that logger's handlers see, after their filters."""
        for handler in root.handlers:
            if handler.filters:
                self.filters, self.formatter = list(handler.filters), handler.formatter
        root.addHandler(self)

    def take(self) -> list[str]:
        taken, self.lines = self.lines, []
        return taken


GUARD = Guard()


def judge(report: pytest.TestReport) -> None:
    """Fails a test, once it is over, of which a secret was written somewhere."""
    if report.when != "teardown":
        return
    captured = [text for name, text in report.sections if name.startswith(CAPTURED)]
    lines = [line for text in captured for line in text.splitlines() if CANARY in line]
    if told := [*GUARD.take(), *lines]:
        report.outcome = "failed"
        # Why it failed by itself, if it did, stays to be read.
        report.longrepr = f"{report.longrepr or ''}\nSecrets were written:\n" + "\n".join(told)
