"""One run of `bench.air.rotation`: pushes until all is quiet, and amid them the cloud's keys
replaced, and then the key that all secrets are sealed with.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from bench.air.attack import Run, make_templates, shows_of, signed_in
from bench.air.clicks import clicks
from bench.air.cloud import FaultyCloud, faulty_cloud
from bench.air.line import SECRET, LeftAlone, Line
from studio.accounts.models import Workspace
from studio.keyfiles import fernet_key
from studio.mixes.models import Connection, Operation
from studio.mixes.models.operation import OF_THE_KEY
from studio.sealing import rotating
from studio.volcengine.sandbox.keys import Note
from tests import builders
from tests.driving.processes import RunningStudio
from tests.volcengine.bodies import ACCESS_KEY, SECRET_KEY

LAG = 0.15
# So long does the cloud think while its keys are replaced: some requests are under way then.
THINKING = 0.8
# How many pushes have come to the cloud when the keys are replaced.
BEFORE = 2
TRIES = 20
SECOND = Note(url="", access_key="AKLTTHESECONDKEY", secret_key="the second secret key")


def rotate(studio: RunningStudio, folder: Path, *, pushes: int, seed: int) -> dict[str, Any]:
    """What became of `pushes` clicks. `folder` is the cloud's."""
    with faulty_cloud(folder, seed=seed, lag=LAG, strike=lambda _port: None) as cloud:
        (gateway,) = cloud.gateways
        gateway.admit(SECOND)
        studio.environment["STUDIO_CLOUD_ALLOW"] = gateway.url.partition("://")[2]
        row = builders.paid_cloud(
            Workspace.objects.embedded(), url=gateway.url, keys=(ACCESS_KEY, SECRET_KEY)
        )
        try:
            studio.start()
            templates = make_templates()
            clicked = clicks(pushes, templates, seed)
            run = Run(clicked, shows_of(clicked, templates, 0), 0, cloud, no_news, seed)
            cookies = {**signed_in(), settings.CSRF_COOKIE_NAME: SECRET}
            began = time.monotonic()
            with ThreadPoolExecutor(1) as admin:
                line = Line(studio.port, cookies, no_news)
                replaced = admin.submit(replace_both, line, row, cloud, studio.data)
                run.click(studio.port)
                under_way, drop_old = replaced.result()
            run.settle()
            took = time.monotonic() - began
            locked = drop_old()
        finally:
            studio.stop()
        codes = Operation.objects.filter(state="refused").values_list("error_code", flat=True)
        return run.result() | {
            "under_way": under_way,
            "locked": locked,
            "at_the_gate": gateway.keys_refused,
            "of_the_key": sum(code in OF_THE_KEY for code in codes),
            "seconds": round(took),
        }


def no_news() -> None:
    """Nobody is killed here who would be waited for."""


def replace_both(
    line: Line, row: Connection, cloud: FaultyCloud, data: Path
) -> tuple[int, Callable[[], int]]:
    """How many pushes were not settled yet once both keys were other ones, and what drops the old
    sealing key for good and counts what is locked then.
    """
    replace_keys(line, row, cloud)
    kept = data / "sealing-keys"
    new, old = fernet_key(), kept.read_text()
    put(kept, f"{new}\n{old}")
    rotating.rotate()
    under_way = Operation.objects.exclude(state__in=["accepted", "refused", "failed"]).count()
    connection.close()

    def drop_old() -> int:
        rotating.rotate()
        put(kept, new)
        return rotating.rotate().locked

    return under_way, drop_old


def put(file: Path, text: str) -> None:
    """At once: other processes read it."""
    draft = file.with_suffix(".new")
    draft.write_text(text)
    draft.replace(file)


def replace_keys(line: Line, row: Connection, cloud: FaultyCloud) -> None:
    """The cloud's, through the page, while pushes come."""
    usual, cloud.thinking = cloud.thinking, THINKING
    while len(cloud.writes) < BEFORE:
        time.sleep(0.01)
    fields = {
        "version": row.version,
        "access_key": SECOND.access_key,
        "secret_key": SECOND.secret_key,
    }
    # A list may fail, as all that this cloud is asked: then the page says so, and is sent again.
    for _try in range(TRIES):
        reply = line.insist("POST", f"/workspace/clouds/{row.pk}/keys/", fields)
        if reply.status == 302:
            break
        time.sleep(0.1)
    else:
        raise LeftAlone(f"the keys: {reply.status}")
    cloud.gateways[0].disable(ACCESS_KEY)
    cloud.thinking = usual
