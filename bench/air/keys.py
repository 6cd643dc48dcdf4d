"""One run of `bench.air.rotation`: pushes until all is quiet, and the keys replaced amid them."""

from __future__ import annotations

import time
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
from studio.mixes.models import Connection, Operation
from studio.mixes.models.operation import OF_THE_KEY
from studio.volcengine.sandbox.keys import Note
from tests import builders
from tests.driving.processes import RunningStudio
from tests.volcengine.bodies import ACCESS_KEY, SECRET_KEY

LAG = 0.15
# How many pushes have come to the cloud when the keys are replaced.
BEFORE = 2
TRIES = 20
SECOND = Note(url="", access_key="AKLTTHESECONDKEY", secret_key="the second secret key")


def rotate(studio: RunningStudio, folder: Path, *, pushes: int, seed: int) -> dict[str, Any]:
    """What became of `pushes` clicks. `folder` is the cloud's."""
    with faulty_cloud(folder, seed=seed, lag=LAG, strike=lambda _port: None) as cloud:
        cloud.gateway.admit(SECOND)
        studio.environment["STUDIO_CLOUD_ALLOW"] = cloud.url.partition("://")[2]
        row = builders.paid_cloud(
            Workspace.objects.embedded(), url=cloud.url, keys=(ACCESS_KEY, SECRET_KEY)
        )
        try:
            studio.start()
            templates = make_templates()
            clicked = clicks(pushes, templates, seed)
            run = Run(clicked, shows_of(clicked, templates, 0), 0, cloud, no_news, seed)
            cookies = {**signed_in(), settings.CSRF_COOKIE_NAME: SECRET}
            began = time.monotonic()
            with ThreadPoolExecutor(1) as admin:
                replaced = admin.submit(
                    replace_keys, Line(studio.port, cookies, no_news), row, cloud
                )
                run.click(studio.port)
                under_way = replaced.result()
            run.settle()
            took = time.monotonic() - began
        finally:
            studio.stop()
        codes = Operation.objects.filter(state="refused").values_list("error_code", flat=True)
        return run.result() | {
            "under_way": under_way,
            "at_the_gate": cloud.gateway.keys_refused,
            "of_the_key": sum(code in OF_THE_KEY for code in codes),
            "seconds": round(took),
        }


def no_news() -> None:
    """Nobody is killed here who would be waited for."""


def replace_keys(line: Line, row: Connection, cloud: FaultyCloud) -> int:
    """Through the page, while pushes come; how many were not settled then."""
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
    cloud.gateway.disable(ACCESS_KEY)
    under_way = Operation.objects.exclude(state__in=["accepted", "refused", "failed"]).count()
    connection.close()
    return under_way
