"""`python -m studio.volcengine.sandbox --data DIR [--port N] [--speed N]`"""

from __future__ import annotations

import argparse
import signal
import sqlite3
import sys
import threading
from pathlib import Path

from studio.volcengine.sandbox.keys import SandboxNotStarted
from studio.volcengine.sandbox.server import SandboxServer


def main() -> int:
    """Serve until SIGTERM or SIGINT. 1 when the port or the directory can not be had."""
    options = _options()
    try:
        server = SandboxServer(options.data, options.port, options.speed)
    except (OSError, OverflowError, sqlite3.Error, SandboxNotStarted) as error:
        sys.stderr.write(f"The sandbox can not start: {error}\n")
        return 1
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: _stop(server))
    sys.stdout.write(f"The sandbox answers at {server.url}\n")
    sys.stdout.flush()
    with server:
        server.serve_forever()
    return 0


def _stop(server: SandboxServer) -> None:
    """From a signal: `shutdown` waits for the loop that the signal interrupted."""
    threading.Thread(target=server.shutdown).start()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m studio.volcengine.sandbox",
        description="A stand-in for Volcengine's cloud mix",
    )
    parser.add_argument("--data", type=Path, required=True, help="where tasks and keys are kept")
    parser.add_argument("--port", type=int, default=0, help="on 127.0.0.1; 0 takes any free one")
    parser.add_argument("--speed", type=_speed, default=1.0, help="times faster than the cloud")
    return parser.parse_args()


def _speed(text: str) -> float:
    speed = float(text)
    if not 0 < speed < float("inf"):
        raise argparse.ArgumentTypeError("must be above 0")
    return speed


if __name__ == "__main__":
    sys.exit(main())
