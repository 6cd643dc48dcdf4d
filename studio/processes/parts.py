"""What of the studio runs: its parts, and the processes they share."""

from __future__ import annotations

import ctypes
import errno
import os
import socket
import threading
from collections.abc import Callable, Mapping
from functools import partial
from http.server import ThreadingHTTPServer

from django.conf import settings
from django.utils.translation import gettext as _

from studio.demo import serving
from studio.processes import clock, storage, web
from studio.processes.watcher import watching
from studio.processes.workers import Rounds, queue, told_to_end, wait_for, work
from studio.volcengine.sandbox.server import SandboxServer

# People open the studio as `localhost`, which may mean ::1 first: nobody listens there, so browsers
# (and curl, and Python) are refused at once and take this one.
ADDRESS = "127.0.0.1"
WEB_PROCESSES = 2
# By how much what makes pictures is nicer than what answers: it gets a third of its share then.
MANNERS = 5
LARGE, M_MMAP_THRESHOLD = 128 * 1024, -3
# Times faster than the cloud.
SANDBOX_SPEED = 1.0


class PortTaken(Exception):
    """Nobody can listen there, or somebody else does; says where, and what to do."""


def children() -> Mapping[str, Callable[[], None]]:
    """What each child of the supervisor does; binds the ports: a taken one is told first."""
    page = listen_to_pages()
    for port, name in ports_of_sandbox().items():
        listen(port, name).close()
    return {
        **{f"web-{number + 1}": partial(web.serve, page) for number in range(WEB_PROCESSES)},
        **workers(),
        "sandbox": run_sandbox,
    }


def workers() -> Mapping[str, Callable[[], None]]:
    """Those of them that answer nobody.

    A stop never waits behind a picture, nor a picture behind a silent stream: the cloud's jobs have
    a process of their own, and each kind of picture a thread.
    """
    return {
        "cloud": lambda: work(queue("cloud"), queue("cloud"), clock_rounds(), watching()),
        "media": lambda: give_way(queue("media"), queue("streams"), *storage_rounds()),
    }


def give_way(*threads: Rounds) -> None:
    """Works at pictures: where the computer is busy, pages, pushes and stops go first."""
    os.nice(MANNERS)
    give_memory_back()
    work(*threads)


def give_memory_back() -> None:
    """Has free memory of LARGE bytes and more go back to the computer at once: the C library learns
    from the first large picture to keep all that is smaller, for as long as the process lives.
    """
    # The numbers are glibc's (malloc.h); other libraries have no such function.
    if mallopt := getattr(ctypes.CDLL(None), "mallopt", None):
        mallopt(M_MMAP_THRESHOLD, LARGE)


def clock_rounds() -> Rounds:
    rounds = Rounds(("clock", "cloud"), rest=clock.TICK)
    rounds.do = partial(clock.tick, rounds.stopped.is_set)
    return rounds


def storage_rounds() -> list[Rounds]:
    """One where there is a storage: a thread that nothing else waits for."""
    if not settings.STORAGE:
        return []
    rounds = Rounds((storage.NAME,))
    rounds.do = partial(storage.ask, rounds.stopped.is_set)
    return [rounds]


def listen_to_pages() -> socket.socket:
    return listen(settings.PORT, "STUDIO_PORT", settings.LISTEN)


def listen(port: int, setting: str, address: str = ADDRESS) -> socket.socket:
    """A socket of this computer alone, unless it is at another address; raises PortTaken."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        listening = socket.create_server((address, port), family=family, backlog=512)
        # What is accepted inherits it: asyncio sets it only on sockets that were made for TCP by
        # name, and an answer in two parts waits 40 ms for its second one.
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return listening
    except OSError as error:
        if error.errno == errno.EADDRNOTAVAIL:
            sentence = _("{address} is no address of this computer. Set STUDIO_LISTEN to one.")
            raise PortTaken(sentence.format(address=address)) from None
        if error.errno not in (errno.EADDRINUSE, errno.EACCES):
            raise
        sentence = _(
            "Port {port} is taken (another studio?). End what listens there, or set {setting}."
        )
        raise PortTaken(sentence.format(port=port, setting=setting)) from None


def ports_of_sandbox() -> dict[int, str]:
    """The ports of the sandbox's process, with the setting that names each."""
    demo = {settings.PICTURES_PORT: "STUDIO_PICTURES_PORT"} if settings.DEMO else {}
    return {settings.SANDBOX_PORT: "STUDIO_SANDBOX_PORT"} | demo


def run_sandbox() -> None:
    """The stand-in for the cloud and, with STUDIO_DEMO, the demo's own small server."""
    servers: list[ThreadingHTTPServer] = [
        SandboxServer(settings.SANDBOX, settings.SANDBOX_PORT, SANDBOX_SPEED)
    ]
    if settings.DEMO:
        servers.append(serving.server(settings.PICTURES_PORT))
    told = told_to_end()
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    wait_for(told)
    for server in servers:
        server.shutdown()
        server.server_close()


# What `manage.py run PART` runs, each in a process of its own.
PARTS: Mapping[str, Callable[[], None]] = {
    "web": lambda: web.serve(listen_to_pages()),
    "cloud": lambda: work(queue("cloud"), queue("cloud")),
    "clock": lambda: work(clock_rounds(), watching()),
    "media": lambda: give_way(queue("media"), *storage_rounds()),
    "streams": lambda: give_way(queue("streams")),
    "sandbox": run_sandbox,
}
