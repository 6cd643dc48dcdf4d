"""The small server of the demo's pictures, on this computer alone."""

from __future__ import annotations

from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from studio import editor

FOLDER = Path(editor.__file__).parent / "demo"


def server(port: int) -> ThreadingHTTPServer:
    """It listens already."""
    return PictureServer(("127.0.0.1", port), Pictures)


class Pictures(SimpleHTTPRequestHandler):
    """The files in the demo folder, by name; no listing, no log."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, directory=str(FOLDER), **kwargs)

    def list_directory(self, path: Any) -> None:
        self.send_error(404)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the base's name
        """Nothing: what is fetched is shown in the studio itself."""


class PictureServer(ThreadingHTTPServer):
    daemon_threads = True
