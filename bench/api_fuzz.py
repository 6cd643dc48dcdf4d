"""Whether the API does what its OpenAPI document says, and never fails, whatever it is sent.

    python -m bench.api_fuzz [--cases 1000]

Each operation is sent so many requests that schemathesis makes up: a status that is not described,
an answer of another shape, or a 5xx is a failure. On a studio of its own in SQLite, in this process.
"""

from __future__ import annotations

import argparse
import os
import sys
import time

import django


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--cases", type=int, default=1000)
    options = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from tests import builders
    from tests.api import fuzzing

    there, failed = fuzzing.stage(builders.cast()), 0
    for operation in fuzzing.operations():
        begun = time.monotonic()
        try:
            fuzzing.fuzz(operation, there, options.cases)
            told = "ok"
        except Exception as fault:  # noqa: BLE001 - whatever is found is told, and the next is asked
            failed, told = failed + 1, f"FAILED: {fault}"
        statuses = {
            status: count
            for (label, status), count in sorted(there.statuses.items())
            if label == operation.label
        }
        seconds = time.monotonic() - begun
        print(
            f"{operation.label:45} {sum(statuses.values()):5} in {seconds:4.0f} s  {statuses}  {told}"
        )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
