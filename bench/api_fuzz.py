"""Whether the API does what its OpenAPI document says, and never fails, whatever it is sent.

    python -m bench.api_fuzz [--cases 1000] [--only TEXT]

Each operation is sent so many requests that schemathesis makes up: a status that is not described,
an answer of another shape or a 5xx is a failure. On a studio of its own in SQLite, in this process.
"""

from __future__ import annotations

import argparse
import os
import sys
import time

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()

from django.core.management import call_command  # noqa: E402

from tests import builders  # noqa: E402
from tests.api import fuzzing  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--cases", type=int, default=1000)
    parser.add_argument("--only", default="", help="operations with this in their address")
    options = parser.parse_args()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    there = fuzzing.stage(builders.cast())
    chosen = [row for row in fuzzing.operations() if options.only in row.label]
    told = [asked(operation, there, options.cases) for operation in chosen]
    return 0 if all(told) else 1


def asked(operation: fuzzing.Operation, there: fuzzing.Stage, cases: int) -> bool:
    """Prints what came of it; whether all is well."""
    begun, fault = time.monotonic(), ""
    try:
        fuzzing.fuzz(operation, there, cases)
    except Exception as error:  # noqa: BLE001 - whatever is found is told, and the next is asked
        fault = f"  FAILED: {error}"
    statuses = {
        status: count
        for (label, status), count in sorted(there.statuses.items())
        if label == operation.label
    }
    count, seconds = sum(statuses.values()), time.monotonic() - begun
    print(f"{operation.label:42} {count:5} in {seconds:4.0f} s  {statuses}{fault}", flush=True)
    return not fault


if __name__ == "__main__":
    sys.exit(main())
