"""Pushes, to one account after the other: python -m bench.crowded.pushing SECONDS EACH_SECOND.

Prints when each was recorded, by the monotonic clock, and the name that it goes by.
"""

from __future__ import annotations

import sys
import time
from itertools import cycle

import django

django.setup()

from studio.mixes.clouds.connections import CloudKind, Connection  # noqa: E402  # names models
from studio.mixes.models import Push  # noqa: E402  # names models
from tests.volcengine.bodies import document  # noqa: E402  # read after


def main(seconds: float, each_second: float) -> None:
    clouds = Connection.objects.filter(kind=CloudKind.VOLCENGINE).select_related("workspace")
    begun = time.monotonic()
    for number, cloud in enumerate(cycle(list(clouds))):
        due = begun + number / each_second
        if due > begun + seconds:
            break
        time.sleep(max(0.0, due - time.monotonic()))
        clicked = time.monotonic()
        push = Push.record(
            workspace=cloud.workspace, person=None, rules=document(), name="crowded", cloud=cloud
        )
        push.wake()
        print(clicked, push.body["Name"], flush=True)


if __name__ == "__main__":
    main(float(sys.argv[1]), float(sys.argv[2]))
