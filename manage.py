#!/usr/bin/env python3
"""The command line: `python manage.py help` lists what it can do."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    # What the studio writes is its owner's alone: sessions and stream keys are among it.
    os.umask(0o077)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.settings")
    execute_from_command_line(sys.argv)
