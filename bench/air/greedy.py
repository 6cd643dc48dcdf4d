"""A process that asks a cloud as often as it may.

python -m bench.air.greedy RANK SECONDS
"""

from __future__ import annotations

import sys
import time

import django

django.setup()

from studio.mixes.clouds import configured  # noqa: E402  # names models
from studio.mixes.models import Rank  # noqa: E402
from studio.volcengine.client import Client  # noqa: E402
from studio.volcengine.errors import CloudError  # noqa: E402


def main(rank: Rank, seconds: float) -> None:
    """Lists without end, each under a turn of the rank."""
    identity = configured.identity()
    client = Client(configured.credentials(identity))
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            configured.take_turn(identity, rank)
            client.list()
        except CloudError:
            continue


if __name__ == "__main__":
    main(Rank(int(sys.argv[1])), float(sys.argv[2]))
