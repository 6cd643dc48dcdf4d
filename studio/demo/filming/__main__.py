"""`python -m studio.demo.filming FILE`: encodes the film of that name, unless the line that is its
standard input ends before: whoever has asked for it holds the other end as long as it lives.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from threading import Thread

from studio.demo.filming import pendulums, pitch
from studio.demo.filming.encoding import encode

FILMS = {"pendulums": pendulums.FILM, "pitch": pitch.FILM}


def main(file: Path) -> None:
    # So that nothing half made is left.
    signal.signal(signal.SIGTERM, lambda *_told: sys.exit(1))
    Thread(target=end_with_line, daemon=True).start()
    encode(FILMS[file.stem], file)


def end_with_line() -> None:
    os.read(sys.stdin.fileno(), 1)
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
