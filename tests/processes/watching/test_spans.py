"""Spans: a push is one trace through the studio's processes, and no span has a secret in it."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from tests.driving.processes import RunningStudio, free_ports, wait_for
from tests.driving.pushing import push, states
from tests.driving.visitor import Visitor
from tests.processes.test_web import connected
from tests.volcengine.bodies import mixed_rules
from tests.volcengine.stand_in import StandIn, hang, reply, running

# Of a proxy that keeps traces itself.
TRACE, SPAN = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
KEY = "a-CANARY-of-a-key"
# What the SDK writes by, as the system knows it.
LOADED = "google/_upb"


@pytest.fixture(scope="module")
def collector() -> Iterator[StandIn]:
    with running(reply(200, b"")) as collector:
        yield collector


@pytest.fixture(scope="module")
def studio(
    prepared: Path, collector: StandIn, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningStudio]:
    """The whole studio, with a push that the sandbox accepted."""
    data = tmp_path_factory.mktemp("spans")
    shutil.copytree(prepared, data, dirs_exist_ok=True)
    named = {
        "DJANGO_SETTINGS_MODULE": "tests.driving.settings",
        "OTEL_EXPORTER_OTLP_ENDPOINT": f"{collector.url}/otlp",
        "OTEL_BSP_SCHEDULE_DELAY": "200",
        "STUDIO_PROXIES": "127.0.0.2",
        "STUDIO_LOG": "json",
    }
    studio = RunningStudio(data, free_ports(3), named, log=data / "log")
    studio.start()
    studio.visitor = Visitor(studio.sign_in_link())
    push(studio.visitor)
    wait_for(lambda: states(studio) == ["accepted"], "the push is accepted")
    yield studio
    studio.stop()


def told(collector: StandIn) -> list[dict[str, Any]]:
    """Every span, with its process and what is said of it."""
    spans = []
    for request in list(collector.requests):
        assert request.path == "/otlp/v1/traces"
        batch = ExportTraceServiceRequest.FromString(request.body)
        for resource in batch.resource_spans:
            of_process = said(resource.resource.attributes)
            for scope in resource.scope_spans:
                spans += [whole(span) | of_process for span in scope.spans]
    return spans


def said(attributes: Any) -> dict[str, Any]:
    return {pair.key: getattr(pair.value, pair.value.WhichOneof("value")) for pair in attributes}


def whole(span: Any) -> dict[str, Any]:
    return {
        "name": span.name,
        "trace": span.trace_id.hex(),
        "id": span.span_id.hex(),
        "parent": span.parent_span_id.hex(),
        "links": [link.span_id.hex() for link in span.links],
        "events": len(span.events),
        "status": span.status.code,
        "seconds": (span.end_time_unix_nano - span.start_time_unix_nano) / 1e9,
        **said(span.attributes),
    }


def named(collector: StandIn, name: str) -> dict[str, Any]:
    """The only span of that name."""
    wait_for(lambda: [span for span in told(collector) if span["name"] == name], name)
    (found,) = (span for span in told(collector) if span["name"] == name)
    return found


def test_a_push_is_one_trace_from_the_click_to_the_clouds_answer(
    studio: RunningStudio, collector: StandIn
) -> None:
    click = named(collector, "POST push")
    done = named(collector, "carry out push")
    turn = next(span for span in told(collector) if span["parent"] == done["id"])
    call = named(collector, "CreateCloudMixTask")
    assert click["parent"] == ""
    assert done["parent"] == click["id"]
    assert call["parent"] == done["id"]
    assert (turn["name"], turn["mixstudio.rank"]) == ("turn", "push")
    assert {span["trace"] for span in (click, done, turn, call)} == {click["trace"]}
    assert click["service.instance.id"].rpartition("/")[2].startswith("web-")
    assert done["service.instance.id"].endswith("/cloud")
    assert (click["mixstudio.view"], click["http.response.status_code"]) == ("push", 302)
    ((operation, request),) = studio.rows("SELECT request_id, asked_in FROM mixes_operation")
    assert click["mixstudio.request"] == done["mixstudio.request"] == request
    assert (call["mixstudio.outcome"], call["mixstudio.cloud_request"]) == ("ok", operation)
    assert done["mixstudio.state"] == "accepted"
    assert 0 < call["seconds"] <= done["seconds"]


def test_what_a_worker_does_is_linked_to_its_job(studio: RunningStudio, collector: StandIn) -> None:
    job, done = named(collector, "job carry_out"), named(collector, "carry out push")
    assert done["links"] == [job["id"]]
    assert job["trace"] != done["trace"]
    assert job["mixstudio.queue"] == "cloud"


def test_a_preview_is_a_span_of_its_request(studio: RunningStudio, collector: StandIn) -> None:
    visitor = studio.visitor
    assert visitor
    template = UUID(studio.rows("SELECT id FROM editor_layouttemplate")[0][0])
    draws = visitor.request(
        f"/templates/{template}/preview/", "POST", json.dumps({"rules": mixed_rules()}).encode()
    )
    draws.add_header("Content-Type", "application/json")
    visitor.opener.open(draws, timeout=30).close()
    assert named(collector, "preview")["parent"] == named(collector, "POST template-preview")["id"]


def asked(studio: RunningStudio, path: str, source: str, parent: str) -> None:
    with connected(studio, source) as asks:
        head = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        asks.sendall(f"{head}Traceparent: {parent}\r\nCookie: a={KEY}\r\n\r\n".encode())
        while asks.recv(65536):
            pass


def test_a_proxy_of_ours_may_have_begun_the_trace_and_nobody_else(
    studio: RunningStudio, collector: StandIn
) -> None:
    parent = f"00-{TRACE}-{SPAN}-01"
    asked(studio, f"/sign-in/?next={KEY}", "127.0.0.2", parent)
    assert (span := named(collector, "GET account_login"))["trace"] == TRACE
    assert span["parent"] == SPAN
    asked(studio, "/readyz", "127.0.0.1", parent)
    assert named(collector, "GET readyz")["trace"] != TRACE


def test_no_span_has_a_secret_in_it(studio: RunningStudio, collector: StandIn) -> None:
    asked(studio, f"/hooks/mix/{KEY}/", "127.0.0.1", "")
    asked(studio, f"/{KEY}", "127.0.0.1", "")
    wait_for(lambda: any(span["name"] == "GET none" for span in told(collector)), "it is told")
    sent = b"".join(request.body for request in collector.requests)
    # Those of the body that was pushed are canaries, too.
    assert b"CANARY" not in sent
    assert b"://" not in sent
    assert all(span["events"] == 0 for span in told(collector))


def test_what_the_clock_asks_by_itself_is_no_trace(
    studio: RunningStudio, collector: StandIn
) -> None:
    alone = [span["name"] for span in told(collector) if not span["parent"]]
    assert {name.partition(" ")[0] for name in alone} <= {"GET", "POST", "PUT", "job"}


def mapped(studio: RunningStudio) -> str:
    """What the web process has in its memory of files."""
    return Path(f"/proc/{studio.processes['web'].pid}/maps").read_text()


def test_a_collector_that_hangs_holds_up_neither_an_answer_nor_the_end(
    prepared: Path, tmp_path: Path
) -> None:
    shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)
    with running(hang) as silent:
        named = {"OTEL_EXPORTER_OTLP_ENDPOINT": silent.url, "OTEL_BSP_SCHEDULE_DELAY": "100"}
        studio = RunningStudio(tmp_path, free_ports(3), named)
        studio.start("web")
        began = time.monotonic()
        asked(studio, "/readyz", "127.0.0.1", "")
        assert time.monotonic() - began < 3
        wait_for(lambda: silent.requests, "the collector is sent something")
        assert LOADED in mapped(studio)
        began = time.monotonic()
        studio.stop()
        assert time.monotonic() - began < 6


def test_who_has_no_collector_loads_nothing_of_it(prepared: Path, tmp_path: Path) -> None:
    shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)
    studio = RunningStudio(tmp_path, free_ports(3))
    studio.start("web")
    found = mapped(studio)
    studio.stop()
    assert LOADED not in found
