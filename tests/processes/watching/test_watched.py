"""A studio that is watched: one push followed by one id through the logs of all its processes, and
every query of the example's dashboard and alerts asked of Debian's Prometheus.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from tests.driving.processes import ROOT, RunningStudio, free_ports, wait_for
from tests.driving.pushing import push, states
from tests.driving.visitor import Visitor
from tests.processes.watching import prometheus
from tests.processes.watching.prometheus import EXAMPLE, NEEDED
from tests.volcengine.bodies import mixed_rules

TOKEN = "a CANARY of a token that is long enough".replace(" ", "-")
# When which alert is up.
UP = ROOT / "tests" / "vectors" / "alerts_test.yml"
# What an alert is raised at stands last.
THRESHOLD = re.compile(r" [<>] [\d.e+]+$")
# How long Grafana's interval is, where the studio is asked once a second.
INTERVAL = "1m"


@pytest.fixture(scope="module")
def studio(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStudio]:
    """The whole studio, with a template that was drawn and a push that the sandbox accepted."""
    data = tmp_path_factory.mktemp("watched")
    shutil.copytree(prepared, data, dirs_exist_ok=True)
    named = {
        "DJANGO_SETTINGS_MODULE": "tests.driving.settings",
        "STUDIO_DEMO": "1",
        "STUDIO_LOG": "json",
        "STUDIO_METRICS": TOKEN,
    }
    studio = RunningStudio(data, free_ports(3), named, log=data / "log")
    studio.start()
    yield studio
    studio.stop()


@pytest.fixture(scope="module")
def task(studio: RunningStudio) -> str:
    """The address of a task that was pushed."""
    visitor = studio.visitor = Visitor(studio.sign_in_link())
    address = push(visitor)
    wait_for(lambda: states(studio) == ["accepted"], "the push is accepted")
    return address


def lines(studio: RunningStudio) -> list[dict[str, Any]]:
    """All that was logged. The greeting beside it, which is indented, is for a person to read."""
    assert studio.log
    written = studio.log.read_text().splitlines()
    return [json.loads(line) for line in written if line and not line.startswith("  ")]


def said(studio: RunningStudio, **fields: object) -> list[dict[str, Any]]:
    """The lines with these fields."""
    return [line for line in lines(studio) if fields.items() <= line.items()]


def test_a_push_is_followed_by_one_id_from_the_click_to_the_clouds_answer(
    studio: RunningStudio, task: str
) -> None:
    wait_for(lambda: said(studio, state="accepted"), "the worker says so")
    (click,) = said(studio, view="push", method="POST")
    request = click["request"]
    (cloud_request,) = [cell for (cell,) in studio.rows("SELECT request_id FROM mixes_operation")]
    assert studio.rows("SELECT asked_in FROM mixes_operation") == [(request,)]
    assert (click["process"][:4], click["status"]) == ("web-", 302)
    call, done = (line for line in said(studio, request=request) if line != click)
    assert (call["process"], call["logger"]) == ("cloud", "studio.mixes.clouds.calls")
    assert (done["process"], done["logger"]) == ("cloud", "studio.mixes.models.queue")
    assert (call["action"], call["outcome"]) == ("CreateCloudMixTask", "ok")
    assert call["cloud_request"] == done["cloud_request"] == cloud_request != ""
    assert done["state"] == "accepted"


def test_what_makes_pictures_gives_way_to_what_answers(studio: RunningStudio) -> None:
    nice = {
        name: os.getpriority(os.PRIO_PROCESS, studio.child(name))
        for name in ("web-1", "web-2", "cloud", "media")
    }
    assert nice["web-1"] == nice["web-2"] == nice["cloud"] < nice["media"]


def test_every_line_is_one_object_with_what_each_needs(studio: RunningStudio, task: str) -> None:
    assert studio.visitor
    studio.visitor.get("/nothing/is/there/")
    wait_for(lambda: said(studio, logger="django.request", level="WARNING"), "it is told")
    os.kill(studio.child("media"), signal.SIGKILL)
    wait_for(lambda: said(studio, process="supervisor", level="ERROR"), "so is this")
    for line in lines(studio):
        assert {"time", "level", "process", "logger", "request", "message"} <= line.keys()
        assert datetime.fromisoformat(line["time"]).tzinfo
    missing = said(studio, logger="django.request", level="WARNING")[-1]
    assert missing["request"]
    assert missing["process"].startswith("web-")


@NEEDED
def test_the_examples_alerts_are_up_when_they_are_to_be() -> None:
    for how, file in (("check", EXAMPLE / "alerts.yml"), ("test", UP)):
        ran = subprocess.run(
            ["promtool", how, "rules", str(file)], capture_output=True, text=True, check=False
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr


@NEEDED
def test_every_query_of_the_dashboard_and_of_the_alerts_gives_a_series(
    studio: RunningStudio, task: str, tmp_path: Path
) -> None:
    visitor = studio.visitor
    assert visitor
    template = UUID(studio.rows("SELECT id FROM editor_layouttemplate")[0][0])
    for _time in range(2):
        visitor.get(task)
        body = json.dumps({"rules": mixed_rules()}).encode()
        draws = visitor.request(f"/templates/{template}/preview/", "POST", body)
        draws.add_header("Content-Type", "application/json")
        visitor.opener.open(draws, timeout=30).close()
    with prometheus.watching(tmp_path, studio.port, TOKEN) as watcher:
        prometheus.is_up(watcher)
        rules = watcher.ask("rules", type="alert")["groups"][0]["rules"]
        alerts = [THRESHOLD.sub("", rule["query"]) for rule in rules]
        # Each had one, and none is up in a studio that is well.
        assert all(rule["query"] != alert for rule, alert in zip(rules, alerts, strict=True))
        assert watcher.ask("alerts")["alerts"] == []
        board = json.loads((EXAMPLE / "dashboard.json").read_text())
        asked = [target["expr"] for panel in board["panels"] for target in panel["targets"]]
        every = [*alerts, *(query.replace("$__rate_interval", INTERVAL) for query in asked)]
        assert len(every) > 25
        for query in every:
            wait_for(partial(watcher.series, query), query, 10)
