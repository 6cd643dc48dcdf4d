"""What a command says may be lost; what it did may not: its exit code stands.

Letters that a terminal has none for are escaped; a stream that is full, closed, or read by nobody
is left alone.
"""

from __future__ import annotations

import os
import select
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import (
    BaseCommand,
    CommandError,
    CommandParser,
    OutputWrapper,
    SystemCheckError,
)
from django.utils.translation import override

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class SpokenCommand(BaseCommand):
    """A command that speaks the language of the terminal; `purpose` is what it is for."""

    purpose: _StrPromise

    def run_from_argv(self, argv: list[str]) -> None:
        with override(settings.TERMINAL_LANGUAGE):
            super().run_from_argv(argv)

    def create_parser(self, *args: Any, **options: Any) -> CommandParser:
        self.help = str(self.purpose)
        return super().create_parser(*args, **options)


class PrintingCommand(SpokenCommand):
    """A command that ends as what it did has ended, whatever becomes of what it says of it."""

    _called_from_command_line: bool

    def say(self, line: str) -> None:
        write_line(self.stdout, line)

    def remark(self, line: str) -> None:
        write_line(self.stderr, line)

    def execute(self, *args: Any, **options: Any) -> Any:
        """As Django's, which lets a broken standard error end it in a traceback."""
        try:
            return super().execute(*args, **options)
        except SystemCheckError:
            raise
        except CommandError as error:
            if not self._called_from_command_line or options["traceback"]:
                raise
            self.remark(f"{type(error).__name__}: {error}")
            raise SystemExit(error.returncode) from None


def write_line(stream: OutputWrapper, line: str) -> bool:
    """Write a line at once; False of a pipe whose reader has gone."""
    try:
        stream.write(escaped(line, stream))
        stream.flush()
    except (OSError, ValueError, AttributeError) as error:
        # A stream that was closed before Python began is None, one closed since a ValueError.
        abandon(stream)
        return not isinstance(error, BrokenPipeError)
    return True


def has_reader(stream: OutputWrapper) -> bool:
    """False of a pipe whose reader has gone, also before anything is written."""
    watched = select.poll()
    try:
        watched.register(stream.fileno(), 0)
        found = watched.poll(0)
    except (OSError, ValueError, AttributeError):
        return True
    return not any(events & select.POLLERR for _descriptor, events in found)


def escaped(text: str, stream: OutputWrapper) -> str:
    """The text with what the stream's encoding cannot write as backslash and number."""
    encoding = getattr(stream, "encoding", None) or "utf-8"
    return text.encode(encoding, "backslashreplace").decode(encoding)


def abandon(stream: OutputWrapper) -> None:
    """What could not be written goes nowhere: Python would try again at its exit, and exit 120."""
    with suppress(OSError, ValueError, AttributeError):
        descriptor = stream.fileno()
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, descriptor)
        os.close(nowhere)
