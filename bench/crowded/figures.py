"""What came to the cloud, in figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from bench.air.rate import most_in_a_second
from bench.crowded.cloud import Came, Cloud
from bench.load.book import at

LIST, DETAIL, FIRST_PAGE = "ListCloudMixTask", "GetCloudMixTaskDetail", "1"


def figures(cloud: Cloud, clicks: Sequence[str], began: float, ended: float) -> dict[str, Any]:
    """`clicks` are lines of when a push was recorded and its name; all times are monotonic."""
    came = [each for each in list(cloud.came) if each.at <= ended]
    within = [each for each in came if each.at >= began]
    lists = [each for each in came if each.action == LIST and each.subject == FIRST_PAGE]
    details = [each for each in came if each.action == DETAIL]
    statuses = times_of((str(each.account), each.at) for each in lists)
    versions = times_of((each.subject, each.at) for each in details)
    accounts = times_of((str(each.account), each.at) for each in came)
    waits = [cloud.created[name] - float(clicked) for clicked, name in map(str.split, clicks)]
    return {
        "seconds": round(ended - began, 1),
        "requests_a_second": round(len(within) / (ended - began), 1),
        "versions_a_second": round(count(within, DETAIL) / (ended - began), 1),
        "most_in_a_second_at_one_account": max(map(most_in_a_second, accounts.values())),
        "accounts_asked": len(statuses),
        "status_asked_again_s": spread(gaps(statuses.values(), began, ended)),
        "tasks_at_the_end": cloud.tasks + len(cloud.created),
        "tasks_of_known_versions": len(versions),
        "versions_asked_again_s": spread(gaps(versions.values(), began, ended)),
        "pushes": len(clicks),
        "click_to_sent_s": spread(waits),
    }


def count(came: Iterable[Came], action: str) -> int:
    return sum(each.action == action for each in came)


def times_of(came: Iterable[tuple[str, float]]) -> dict[str, list[float]]:
    """When each was asked about."""
    found: dict[str, list[float]] = defaultdict(list)
    for subject, when in came:
        found[subject].append(when)
    return found


def gaps(asked: Iterable[list[float]], began: float, ended: float) -> list[float]:
    """The seconds between two questions about the same, of which the second came between `began`
    and `ended`; of what was not asked again, those that it has waited by then.
    """
    found = []
    for times in asked:
        again = [(a, b) for a, b in pairwise(times) if b >= began]
        found += [b - a for a, b in again or [(times[-1], ended)]]
    return found


def spread(seconds: list[float]) -> dict[str, float]:
    """Half of them, 95 of a hundred, and the longest."""
    if not seconds:
        return {}
    half, most = at(seconds, 50), at(seconds, 95)
    return {"p50": round(half, 2), "p95": round(most, 2), "longest": round(max(seconds), 2)}
