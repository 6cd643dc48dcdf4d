"""People who push: each click is repeated until the studio has acknowledged it."""

from __future__ import annotations

import random
import re
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from bench.air.line import LeftAlone, Line
from studio.editor.models import LayoutTemplate

# How long a person thinks between two clicks; together they want more than a cloud allows.
THINK_SECONDS = (0.2, 0.6)

# What a page says where it refuses.
ALERT = re.compile(r'role="alert".*?class="text">([^<]*)', re.DOTALL)


@dataclass
class Click:
    """One press of *Push*. `cloud` is as the dialog posts it, "" where it goes by itself; `task` is
    the row its answer led to, `tries` how often it was sent.
    """

    number: int
    template: LayoutTemplate
    key: str
    cloud: str = ""
    task: str = ""
    tries: int = 0

    @property
    def name(self) -> str:
        return f"push-{self.number:03}"


def push(line: Line, click: Click, chance: random.Random) -> None:
    """Think, and press until the press is acknowledged. Raises LeftAlone."""
    time.sleep(chance.uniform(*THINK_SECONDS))
    before = line.tries
    fields = {"name": click.name, "key": click.key, "version": click.template.version}
    fields |= {"cloud": click.cloud} if click.cloud else {}
    reply = line.insist("POST", f"/templates/{click.template.pk}/push/", fields)
    if reply.status != 302:
        raise LeftAlone(f"{click.name}: {reply.status} {ALERT.findall(reply.text)}")
    click.task = reply.location.strip("/").split("/")[-1]
    click.tries = line.tries - before


def clicks(
    count: int, templates: Sequence[LayoutTemplate], seed: int, clouds: Sequence[str] = ("",)
) -> list[Click]:
    """To each cloud as many; who pushes to which, and what is stopped there, differs."""
    chance = random.Random(f"{seed} keys")
    return [
        Click(
            number=n,
            template=templates[n % len(templates)],
            key=str(uuid.UUID(int=chance.getrandbits(128))),
            cloud=clouds[n // 2 % len(clouds)],
        )
        for n in range(count)
    ]
