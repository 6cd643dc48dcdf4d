"""A process that asks a cloud as often as it may.

python -m bench.air.greedy RANK SECONDS
"""

from __future__ import annotations

import sys
import time

import django

django.setup()

from studio.mixes.clouds.connections import Connection  # noqa: E402  # names models
from studio.mixes.models import Rank  # noqa: E402
from studio.volcengine.client import Client  # noqa: E402
from studio.volcengine.errors import CloudError  # noqa: E402


def main(rank: Rank, seconds: float) -> None:
    """Lists without end, each under a turn of the rank."""
    cloud = Connection.objects.of_environment()
    assert cloud
    client = Client(cloud.credentials())
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            cloud.take_turn(rank)
            client.list()
        except CloudError:
            continue


if __name__ == "__main__":
    main(Rank(int(sys.argv[1])), float(sys.argv[2]))
