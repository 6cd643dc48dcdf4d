"""`python -m tests.sealing.rotating_under_load`: changes the sealing keys of the studio that its
environment names, while another process pushes; prints as JSON what came of it.

One process that forks: to start three of them takes longer than all they do.
"""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from io import StringIO
from pathlib import Path

import django

PUSHES = 20


def push() -> None:
    """As the push dialog's view does, twenty times in a second and a half."""
    from django.db import transaction  # noqa: PLC0415  # apps first

    from studio.accounts.models import Workspace  # noqa: PLC0415
    from studio.mixes.models import Push  # noqa: PLC0415
    from tests import builders  # noqa: PLC0415

    workspace = Workspace.objects.embedded()
    for number in range(PUSHES):
        rules = builders.document().with_output(builders.output(address_of(number)))
        with transaction.atomic():
            made = Push.record(
                workspace=workspace, person=None, rules=rules, name=f"push-{number:02}"
            )
            made.wake()
        time.sleep(0.07)


def address_of(number: int) -> str:
    return f"rtmp://push.example.com/live/CANARY-{number:02}"


def states() -> Counter[str]:
    from studio.mixes.models import Operation  # noqa: PLC0415

    return Counter(Operation.objects.values_list("state", flat=True))


def put_keys(*keys: str) -> None:
    data = Path(os.environ["STUDIO_DATA"])
    draft = data / "sealing-keys.new"
    draft.write_text("\n".join(keys))
    draft.replace(data / "sealing-keys")


def rotate() -> str:
    from django.core.management import call_command  # noqa: PLC0415

    said = StringIO()
    call_command("rotate_sealing_keys", stdout=said)
    return said.getvalue()


def main() -> dict[str, object]:
    from tests.driving.processes import wait_for  # noqa: PLC0415
    from tests.sealing.keys import NEW, OLD  # noqa: PLC0415

    put_keys(OLD)
    if not (pushing := os.fork()):
        push()
        os._exit(0)
    wait_for(lambda: states()["accepted"] >= 2, "some are pushed")
    put_keys(NEW, OLD)
    first = rotate()
    is_over = os.waitpid(pushing, os.WNOHANG)[0]
    if not is_over:
        assert os.waitpid(pushing, 0)[1] == 0
    wait_for(lambda: states() == {"accepted": PUSHES}, "all are pushed")
    again = rotate()
    put_keys(NEW)
    return {"under_way": not is_over, "said": [first, again], "at_last": rotate()}


if __name__ == "__main__":
    django.setup()
    print(json.dumps(main()))
