"""The keys of a cloud are replaced while pushes are under way, and the old ones disabled at once;
then the key that every secret of the database is sealed with.

    python -m bench.air.rotation [--pushes 20] [--database sqlite|postgresql] [--seed 1]
        [--json FILE]

A real studio, and the cloud of `bench.air` with its faults, whose account has two keys. People push
through the page; amid that an admin types the second key into the page of the cloud, and the first
is disabled as soon as the page has answered. A new sealing key is put before the old one, all is
sealed anew, and in the end the old one is gone. Prints what became of the pushes; fails if one was
doubled, forgotten, sent otherwise or refused for an old key's sake, or if anything stays locked.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.air.__main__ import POSTGRESQL, SQLITE, environment, own_database
from tests.driving.processes import RunningStudio, free_ports

# What is to be 0.
FAILURES = (
    *("duplicates", "orphans", "lost", "sent_again", "unsettled", "unfinished"),
    *("of_the_key", "locked"),
)
NO_KEYS = {"VOLC_ACCESSKEY": "", "VOLC_SECRETKEY": ""}


def main() -> None:
    options = arguments()
    with tempfile.TemporaryDirectory(prefix="mix-studio-keys-") as name:
        result = run(Path(name), options)
    if options.json:
        options.json.write_text(json.dumps(result, indent=1) + "\n")
    print(json.dumps(result))
    sys.exit(any(result[name] for name in FAILURES))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.air.rotation")
    parser.add_argument("--pushes", type=int, default=20)
    parser.add_argument("--database", choices=(SQLITE, POSTGRESQL), default=SQLITE)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--prepared", type=Path, help="a studio to begin with")
    parser.add_argument("--json", type=Path)
    return parser.parse_args()


def run(folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    with own_database(options.database) as own:
        studio = RunningStudio(folder / "data", free_ports(3), environment(own) | NO_KEYS)
        os.environ |= studio.all_environment

        import django  # noqa: PLC0415  # once its settings can be read

        django.setup()
        from bench.air.keys import rotate  # noqa: PLC0415  # names models

        if options.prepared:
            shutil.copytree(options.prepared, studio.data)
        # A PostgreSQL of its own has no tables yet.
        if own or not options.prepared:
            studio.prepare()
        return rotate(studio, folder / "cloud", pushes=options.pushes, seed=options.seed)


if __name__ == "__main__":
    main()
