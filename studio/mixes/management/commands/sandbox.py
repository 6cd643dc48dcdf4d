"""`manage.py sandbox`: the stand-in for the cloud, and the demo's picture server.

Both listen on this computer alone.
"""

from __future__ import annotations

import signal
import threading
from argparse import ArgumentParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from studio import editor
from studio.volcengine.sandbox import SandboxNotStarted
from studio.volcengine.sandbox.server import SandboxServer

PICTURES = Path(editor.__file__).parent / "demo"


class Command(BaseCommand):
    help = "Runs the sandbox cloud and, with STUDIO_DEMO, the demo's picture server."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--speed", type=float, default=1.0, help="times faster than the cloud")

    def handle(self, **options: Any) -> None:
        try:
            servers = start(options["speed"])
        except (OSError, SandboxNotStarted) as error:
            raise CommandError(f"The sandbox cannot start: {error}.") from None
        stopped = threading.Event()
        for sign in (signal.SIGINT, signal.SIGTERM):
            signal.signal(sign, lambda *_: stopped.set())
        for server in servers:
            threading.Thread(target=server.serve_forever, daemon=True).start()
        stopped.wait()
        for server in servers:
            server.shutdown()
            server.server_close()


def start(speed: float) -> list[ThreadingHTTPServer]:
    """The servers, listening already."""
    servers: list[ThreadingHTTPServer] = [
        SandboxServer(settings.SANDBOX, settings.SANDBOX_PORT, speed)
    ]
    if settings.DEMO:
        servers.append(PictureServer(("127.0.0.1", settings.PICTURES_PORT), Pictures))
    return servers


class Pictures(SimpleHTTPRequestHandler):
    """The files in the demo folder, by name; no listing, no log."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, directory=str(PICTURES), **kwargs)

    def list_directory(self, path: Any) -> None:
        self.send_error(404)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the base's name
        """Nothing: what is fetched is shown in the studio itself."""


class PictureServer(ThreadingHTTPServer):
    daemon_threads = True
