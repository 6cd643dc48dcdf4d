"""`manage.py run`: the whole studio, until Ctrl+C; `manage.py run PART`: one part by itself, and
`manage.py run workers`: all that answers nobody.
"""

from __future__ import annotations

import gc
import logging
import os
import signal
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from http.client import HTTPConnection, HTTPException
from multiprocessing import current_process
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError, OutputWrapper
from django.db import Error, OperationalError
from django.template import engines
from django.urls import get_resolver, reverse
from django.utils.module_loading import import_string
from django.utils.translation import deactivate, gettext_lazy, override
from django.utils.translation import gettext as _

from studio import counting, sentry, spans
from studio.accounts.addresses import is_local, own_address
from studio.accounts.exposure import check_exposure
from studio.library.stores import frames
from studio.outage import StorageAway, is_outage
from studio.pages.failures import sentence_of
from studio.printing import PrintingCommand, write_line
from studio.processes import hosts, parts, report
from studio.processes.folder import Occupied, Unusable, occupied
from studio.processes.supervisor import Child, Supervisor
from studio.sqlite.emptied import Emptied, refuse_emptied

logger = logging.getLogger(__name__)

AGAIN = 1.0
# What is run as the whole is, but for pages and sandbox.
WORKERS = "workers"
# How the process that sets up ends where it has said why it could not.
TOLD = 3


class Command(PrintingCommand):
    purpose = gettext_lazy(
        "Runs the studio: every part, started anew when it ends; or one part by itself."
    )
    # Whether it may be reached is asked once its tables are there.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("part", nargs="?", choices=sorted([*parts.PARTS, WORKERS]))

    def handle(self, *, part: str | None, **options: Any) -> None:
        try:
            if part == WORKERS:
                run_children(parts.workers)
            elif part:
                run_part(part)
            else:
                run_children(parts.children, Child("greeting", greet, brief=True))
        except (Occupied, Unusable, Emptied, parts.PortTaken) as reason:
            raise CommandError(str(reason)) from None


def run_part(name: str) -> None:
    """One part; whether its database answers it sees for itself."""
    with suppress(Error):
        refuse_emptied()
    refuse_exposed()
    live(name, parts.PARTS[name])


def live(name: str, body: Callable[[], None]) -> None:
    """A process's own life. What it says is read at other terminals than the one it was started
    from, and by that name in the log.
    """
    deactivate()
    current_process().name = name
    counting.begin(name)
    with spans.told_by(name), sentry.told_by(name):
        body()


def run_children(named: Callable[[], Mapping[str, Callable[[], None]]], *others: Child) -> None:
    """The whole studio, or its workers, until it is told to end."""
    with occupied():
        current_process().name = "supervisor"
        counting.clear()
        bodies = named()
        share_what_is_loaded()
        prepare_apart()
        children = [Child(name, partial(live, name, body)) for name, body in bodies.items()]
        Supervisor([*children, *others], report.note).run()
        report.forget()
        # Who was killed has not done it himself.
        with suppress(Error, OSError):
            hosts.take_back()


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
        except BaseException:  # whatever it was: said, and the process ends
            logger.exception("the studio could not be set up")
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
            hosts.take_back()
            claim_storage()
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


def claim_storage() -> None:
    """Before a transaction writes there, in which no bucket is marked. Whatever it says: health.py
    tells it.
    """
    with suppress(StorageAway):
        frames().claim()


def refuse_exposed() -> None:
    """Raises CommandError where strangers could come in (accounts/exposure.py)."""
    found = check_exposure()
    if found:
        raise CommandError("\n".join(f"{each.msg} {each.hint}" for each in found))


def remark(line: str) -> None:
    """To who started it; among objects it is one, too."""
    if settings.LOG == "json":
        logger.warning("%s", line)
    else:
        write_line(OutputWrapper(sys.stderr), line)


def share_what_is_loaded() -> None:
    """Loads what every child needs, and keeps it where they share it: a collector that visits what
    is loaded would copy it for each of them.
    """
    assert get_resolver().url_patterns
    # The words of each language, and the addresses by their names.
    for language, _name in settings.LANGUAGES:
        with override(language):
            reverse("templates")
            _("Delete")
    for middleware in settings.MIDDLEWARE:
        import_string(middleware)
    # With all tags and filters. To have templates read before, too, costs more than it saves.
    assert engines["django"]
    frames()
    spans.load()
    sentry.load()
    gc.collect()
    gc.freeze()


def greet() -> None:
    """Says that the studio is ready, once it answers; and how to come in, where nobody reads that
    but whoever started it: of a server it is the log.
    """
    while not answers():
        time.sleep(0.1)
    if is_local(settings.HOSTS):
        call_command("open")
    else:
        remark(_("Mix Studio is ready: {address}").format(address=own_address()))


def answers() -> bool:
    """Whether a web process does, whatever it says."""
    asks = HTTPConnection(settings.LISTEN, settings.PORT, timeout=5)
    try:
        # By a name that it has: another one would be on record as somebody's try.
        asks.request("GET", "/healthz", headers={"Host": urlsplit(own_address()).netloc})
        asks.getresponse()
    except (OSError, HTTPException):
        return False
    finally:
        asks.close()
    return True
