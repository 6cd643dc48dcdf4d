#!/usr/bin/env python3
"""The command line: `python manage.py help` lists what it can do."""

import os
import signal
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    # What the studio writes is its owner's alone: sessions and stream keys are among it.
    os.umask(0o077)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.settings")
    try:
        execute_from_command_line(sys.argv)
    except KeyboardInterrupt:
        # As a shell says it, while modules are still being loaded, too.
        raise SystemExit(128 + signal.SIGINT) from None


if __name__ == "__main__":
    main()
