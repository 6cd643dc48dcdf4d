"""One run: clicks, kills and faults until every click is acknowledged and all is quiet."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.test import Client
from django_tasks_db.models import DBTaskResult

from studio.accounts.models import Workspace
from studio.editor.models import LayoutTemplate
from studio.mixes.models import Operation, State
from studio.rules.geometry import Box
from tests import builders
from tests.air.clicks import Click, People, clicks
from tests.air.cloud import FaultyCloud, faulty_cloud
from tests.air.verdict import UNFINISHED, end_of, most_in_a_second, unsettled, verdict
from tests.air.victims import Victims
from tests.browser.processes import RunningStudio

# After the last click is acknowledged, for everything to come to its end.
SETTLE_SECONDS = 40.0
SETTLE_SECONDS_PER_PUSH = 1.0
LOOK_SECONDS = 0.5
DOCUMENTS = 8


def attack(studio: RunningStudio, *, pushes: int, lag: float, seed: int) -> dict[str, Any]:
    """What became of `pushes` clicks."""
    victims = Victims(studio, seed)
    with faulty_cloud(
        studio.data / "cloud", seed=seed, lag=lag, strike=victims.strike_owner
    ) as cloud:
        studio.environment["VOLC_LIVE_URL"] = settings.VOLC_LIVE_URL = cloud.url
        run = Run(clicks(pushes, make_templates(), seed), cloud, victims)
        began = time.monotonic()
        victims.start()
        try:
            run.click(studio.port, seed)
            run.settle()
        finally:
            victims.end()
        took = time.monotonic() - began
        return {"pushes": pushes, "lag": lag, "seed": seed, "seconds": round(took)} | run.result()


@dataclass
class Run:
    clicks: list[Click]
    cloud: FaultyCloud
    victims: Victims

    def click(self, port: int, seed: int) -> None:
        """All clicks, until each is acknowledged; the web process lives on from then."""
        web = self.victims.web
        people = People(
            port, signed_in(), settings.CSRF_COOKIE_NAME, self.clicks, seed, acknowledged=web.rise
        )
        for thread in people.start():
            thread.join(SETTLE_SECONDS + len(self.clicks) * SETTLE_SECONDS_PER_PUSH)
        web.is_spared = True

    def settle(self) -> None:
        """Return once nothing moves and the cloud has nothing that we do not know of."""
        limit = SETTLE_SECONDS + len(self.clicks) * SETTLE_SECONDS_PER_PUSH
        deadline = time.monotonic() + limit
        while time.monotonic() < deadline and not self.is_quiet():
            time.sleep(LOOK_SECONDS)

    def is_quiet(self) -> bool:
        rows = list(Operation.objects.select_related("task"))
        return not any(end_of(row) in UNFINISHED for row in rows) and not unsettled(
            rows, self.cloud.tasks.all()
        )

    def result(self) -> dict[str, Any]:
        return verdict(self.clicks, self.cloud) | {
            "kills": {name: self.victims.kills(name) for name in ("worker-cloud", "web", "clock")},
            "repeated_clicks": sum(click.tries > 1 for click in self.clicks),
            "server_errors": sum(click.server_errors for click in self.clicks),
            "faults": dict(sorted(self.cloud.faults.items())),
            "turned_away": sum(self.cloud.turned_away.values()),
            "requests": len(self.cloud.arrivals),
            "most_in_a_second": most_in_a_second(self.cloud.arrivals),
            "jobs": DBTaskResult.objects.count(),
            "looks": sum(Operation.objects.values_list("looks", flat=True)),
            "still_unknown": Operation.objects.filter(state=State.UNKNOWN).count(),
        }


def make_templates() -> list[LayoutTemplate]:
    """Templates that differ, so that a body that got to another's task would show."""
    workspace = Workspace.objects.embedded()
    return [
        builders.template(
            workspace,
            builders.document(Box(n * 10, n * 10, 640, 360)),
            name=f"show {n}",
            user=workspace.owner(),
        )
        for n in range(DOCUMENTS)
    ]


def signed_in() -> dict[str, str]:
    """The cookie of the owner's session."""
    client = Client()
    client.force_login(Workspace.objects.embedded().owner())
    name = settings.SESSION_COOKIE_NAME
    return {name: client.cookies[name].value}
