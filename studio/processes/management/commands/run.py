"""`manage.py run`: the whole studio, until Ctrl+C; `manage.py run PART`: one part by itself."""

from __future__ import annotations

import gc
import os
import signal
import sys
import time
import traceback
from argparse import ArgumentParser
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from http.client import HTTPConnection, HTTPException
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError, OutputWrapper
from django.db import Error, OperationalError
from django.urls import get_resolver
from django.utils.translation import deactivate, gettext_lazy
from django.utils.translation import gettext as _

from studio.accounts.exposure import check_exposure
from studio.outage import is_outage
from studio.pages.failures import sentence_of
from studio.printing import PrintingCommand, write_line
from studio.processes import parts, report
from studio.processes.folder import Occupied, Unusable, occupied
from studio.processes.supervisor import Child, Supervisor
from studio.sqlite.emptied import Emptied, refuse_emptied

AGAIN = 1.0
# How the process that sets up ends where it has said why it could not.
TOLD = 3


class Command(PrintingCommand):
    purpose = gettext_lazy(
        "Runs the studio: every part, started anew when it ends; or one part by itself."
    )
    # Whether it may be reached is asked once its tables are there.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("part", nargs="?", choices=sorted(parts.PARTS))

    def handle(self, *, part: str | None, **options: Any) -> None:
        try:
            if part:
                run_part(part)
            else:
                run_all()
        except (Occupied, Unusable, Emptied, parts.PortTaken) as reason:
            raise CommandError(str(reason)) from None


def run_part(name: str) -> None:
    """One part; whether its database answers it sees for itself."""
    with suppress(Error):
        refuse_emptied()
    refuse_exposed()
    speaking_to_all(parts.PARTS[name])


def speaking_to_all(body: Callable[[], None]) -> None:
    """What a part says is read at other terminals than the one it was started from."""
    deactivate()
    body()


def run_all() -> None:
    """The whole studio, until it is told to end."""
    with occupied():
        bodies = parts.children()
        prepare_apart()
        share_what_is_loaded()
        children = [Child(name, partial(speaking_to_all, body)) for name, body in bodies.items()]
        Supervisor([*children, Child("greeting", greet, brief=True)], report.note).run()
        report.forget()


def prepare_apart() -> None:
    """Brings the tables and the static files up to date, in a process of its own: a connection that
    this one opened, all children would inherit.
    """
    pid = os.fork()
    if not pid:
        status = 1
        try:
            # Ctrl+C reaches this process, too: it ends as quietly as it would by being killed.
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            prepare()
            status = 0
        except CommandError as error:
            remark(f"CommandError: {error}")
            status = TOLD
        except BaseException:  # noqa: BLE001  # whatever it was: said, and the process ends
            traceback.print_exc()
        finally:
            os._exit(status)
    try:
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    except KeyboardInterrupt:
        # The same Ctrl+C may have ended it, and the wait for it just have been over.
        with suppress(ProcessLookupError, ChildProcessError):
            os.kill(pid, signal.SIGTERM)
            os.waitpid(pid, 0)
        raise
    if status == TOLD:
        raise SystemExit(1)
    if status:
        raise CommandError(_("The studio could not be set up: see above."))


def prepare() -> None:
    """As soon as the database answers: whatever starts first, the other is waited for.

    Raises CommandError where waiting won't help.
    """
    said, parent = "", os.getppid()
    while os.getppid() == parent:
        try:
            refuse_emptied()
            call_command("migrate", verbosity=0)
            call_command("collectstatic", interactive=False, verbosity=0)
            call_command("demo")
            refuse_exposed()
            return
        except Emptied as reason:
            raise CommandError(str(reason)) from None
        except (Error, OSError) as error:
            if not is_outage(error):
                raise
            if not isinstance(error, OperationalError):
                raise CommandError(sentence_of(error)) from None
            if said != str(error):
                said = str(error)
                remark(_("Waiting for the database: {reason}").format(reason=said.strip()))
            time.sleep(AGAIN)


def refuse_exposed() -> None:
    """Raises CommandError where strangers could come in (accounts/exposure.py)."""
    found = check_exposure()
    if found:
        raise CommandError("\n".join(f"{each.msg} {each.hint}" for each in found))


def remark(line: str) -> None:
    write_line(OutputWrapper(sys.stderr), line)


def share_what_is_loaded() -> None:
    """Loads what every child needs, and keeps it where they share it: a collector that visits what
    is loaded would copy it for each of them.
    """
    assert get_resolver().url_patterns
    gc.collect()
    gc.freeze()


def greet() -> None:
    """Says that the studio is ready, once it answers, and how to come in."""
    while not answers():
        time.sleep(0.1)
    call_command("open")


def answers() -> bool:
    """Whether a web process does, whatever it says."""
    asks = HTTPConnection("127.0.0.1", settings.PORT, timeout=5)
    try:
        asks.request("GET", "/healthz")
        asks.getresponse()
    except (OSError, HTTPException):
        return False
    finally:
        asks.close()
    return True
