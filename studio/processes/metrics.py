"""What Prometheus is told of the studio: what its processes have counted, and what the database,
the data folder and the supervisor say at that moment.

Four queries, or six where there may be other hosts, however much there is; labels are words of the
program's own, never anybody's name, address or key.
"""

from __future__ import annotations

import json
import math
import shutil
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Case, Count, F, Min, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from studio import counting
from studio.causes import FAULTS
from studio.library.models import Frame
from studio.library.models.frame import State as FrameState
from studio.mixes.clouds.connections import CloudKind
from studio.mixes.models import MixTask, Operation, State
from studio.mixes.models.phases import PHASE_OF_STATUS, Phase
from studio.mixes.models.states import MOVING, Kind
from studio.processes import beats, hosts, report

NAME = "metrics"
WORKERS = ("clock", "watcher", "cloud", "media", "streams")
OPEN = (*MOVING, State.UNKNOWN)
RUNNING = (Phase.PREPARING, Phase.ON_AIR, Phase.STOPPING, Phase.OTHER)


def is_let_in(authorization: str) -> bool:
    """Whether it is HTTP Basic by that name with the settings' token: `Bearer` is the API's."""
    pair = b64encode(f"{NAME}:{settings.METRICS_TOKEN}".encode()).decode()
    return bool(settings.METRICS_TOKEN) and constant_time_compare(authorization, f"Basic {pair}")


def text() -> bytes:
    """All of it, in Prometheus's text format."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(Counted())
    registry.register(Seen())
    return generate_latest(registry)


class Counted(Collector):
    """What each process has written down, with its name."""

    def collect(self) -> Iterator[Metric]:
        found: dict[str, Metric] = {}
        for process, rows in written():
            for name, documentation, kind, samples in rows:
                family = found.setdefault(name, Metric(name, documentation, kind))
                for sample, labels, value in samples:
                    family.add_sample(sample, {**labels, "process": process}, value)
        yield from found.values()


def written() -> Iterator[tuple[str, list[Any]]]:
    """Of each process what it has counted."""
    for file in sorted(counting.folder().glob("*.json")):
        with suppress(OSError, ValueError):
            yield file.stem, json.loads(file.read_text())


class Seen(Collector):
    """What there is at this moment; without its database, that alone is told of it."""

    def collect(self) -> Iterator[Metric]:
        yield from (beat_ages(), process_ends(), disk_free())
        is_up = GaugeMetricFamily("mixstudio_database_up", "Whether the database answered.")
        try:
            stored = [*tasks(), *operations(), *jobs(), frames(), missed_hosts()]
        except FAULTS:
            stored = []
        is_up.add_metric([], float(bool(stored)))
        yield from (is_up, *stored)


def beat_ages() -> Metric:
    family = GaugeMetricFamily(
        "mixstudio_beat_age_seconds",
        "Since a worker was heard last, at any host; +Inf if none is.",
        labels=["worker"],
    )
    for worker, age in ages().items():
        family.add_metric([worker], age)
    return family


def ages() -> dict[str, float]:
    """This host's alone where the database can't be asked of others."""
    if not hosts.are_several():
        return {name: beats.age(name) for name in WORKERS}
    with suppress(*FAULTS):
        found = hosts.ages(WORKERS)
        return {name: found.get(name, math.inf) for name in WORKERS}
    return {name: age for name in WORKERS if (age := beats.age(name)) < math.inf}


def missed_hosts() -> Metric:
    family = GaugeMetricFamily("mixstudio_missed_hosts", "Hosts that worked and are not heard.")
    missed = hosts.missed().values("host").distinct() if hosts.are_several() else ()
    family.add_metric([], len(missed))
    return family


def process_ends() -> Metric:
    family = CounterMetricFamily(
        "mixstudio_process_ends",
        "How often a process has ended, and was started anew.",
        labels=["process"],
    )
    for process in report.read():
        family.add_metric([process.name], process.ends)
    return family


def disk_free() -> Metric:
    family = GaugeMetricFamily("mixstudio_disk_free_bytes", "Where the studio's data lie.")
    with suppress(OSError):
        family.add_metric([], shutil.disk_usage(settings.DATA).free)
    return family


def tasks() -> Iterator[Metric]:
    """Those that the cloud has not ended."""
    began = Min(Coalesce("began_at", "on_air_at"))
    rows = MixTask.objects.known().order_by().values("cloud__kind", "status")
    counted = dict.fromkeys(pairs(CloudKind.values, RUNNING), 0)
    oldest = dict.fromkeys(CloudKind.values, 0.0)
    for row in rows.annotate(count=Count("pk"), began=began):
        cloud = row["cloud__kind"]
        counted[cloud, PHASE_OF_STATUS.get(row["status"].lower(), Phase.OTHER)] += row["count"]
        oldest[cloud] = max(oldest[cloud], since(row["began"]))
    yield gauges("mixstudio_tasks", "Tasks that run, by phase.", ["cloud", "phase"], counted)
    ages = {(cloud,): age for cloud, age in oldest.items()}
    yield gauges(
        "mixstudio_oldest_task_seconds",
        "How long the oldest task has run; three days end it.",
        ["cloud"],
        ages,
    )


def operations() -> Iterator[Metric]:
    """Pushes, takes and stops that are not over."""
    sent = Min(Coalesce("sent_at", "created_at"))
    rows = Operation.objects.filter(state__in=OPEN).order_by().values("kind", "state")
    counted = dict.fromkeys(pairs(Kind.values, OPEN), 0)
    oldest = dict.fromkeys(counted, 0.0)
    for row in rows.annotate(count=Count("pk"), sent=sent):
        of = row["kind"], State(row["state"])
        counted[of], oldest[of] = row["count"], since(row["sent"])
    labels = ["kind", "state"]
    yield gauges("mixstudio_operations", "Operations that are not over.", labels, counted)
    yield gauges("mixstudio_oldest_operation_seconds", "Age of the oldest of each.", labels, oldest)


def jobs() -> Iterator[Metric]:
    """Of each queue: those that wait and those that run."""
    states = (TaskResultStatus.READY, TaskResultStatus.RUNNING)
    due = Min(Case(When(run_after=get_date_max(), then="enqueued_at"), default=F("run_after")))
    rows = DBTaskResult.objects.filter(status__in=states).order_by().values("queue_name", "status")
    queues = settings.TASKS["default"]["QUEUES"]
    counted = dict.fromkeys(pairs(queues, [state.lower() for state in states]), 0)
    oldest = {(queue,): 0.0 for queue in queues}
    for row in rows.annotate(count=Count("pk"), due=due):
        queue = row["queue_name"]
        counted[queue, row["status"].lower()] = row["count"]
        if row["status"] == TaskResultStatus.READY:
            oldest[queue,] = since(row["due"])
    yield gauges("mixstudio_jobs", "Jobs that wait or run.", ["queue", "state"], counted)
    yield gauges(
        "mixstudio_oldest_job_seconds",
        "For how long the first job could have been begun.",
        ["queue"],
        oldest,
    )


def frames() -> Metric:
    rows = Frame.objects.order_by().values_list("state").annotate(Count("pk"))
    counted = dict.fromkeys(((state,) for state in FrameState.values), 0)
    counted |= {(state,): count for state, count in rows}
    return gauges("mixstudio_frames", "Stills of sources and logos.", ["state"], counted)


def pairs(first: Any, second: Any) -> Iterator[tuple[str, str]]:
    return ((one, other) for one in first for other in second)


def since(moment: datetime | None) -> float:
    """Seconds; none of what never was, or is to come."""
    return max(0.0, (timezone.now() - moment).total_seconds()) if moment else 0.0


def gauges(name: str, documentation: str, labels: list[str], values: Mapping[Any, float]) -> Metric:
    family = GaugeMetricFamily(name, documentation, labels=labels)
    for of, value in values.items():
        family.add_metric([str(each) for each in of], value)
    return family
