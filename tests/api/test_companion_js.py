"""What the Companion module asks for, of whom, and how long it takes silence for an answer."""

from __future__ import annotations

import json
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.driving.companion import MODULE, NODE, companion, missing

BEGIN = f"""
import {{ mock }} from "node:test";
const {{ Api }} = await import("{MODULE.as_uri()}/api.js");
const {{ Show }} = await import("{MODULE.as_uri()}/show.js");
mock.timers.enable({{ apis: ["setTimeout", "Date"] }});
const api = new Api("http://studio.test", "token");
const read = () => new Promise((done) => setImmediate(done));
"""


def ran(script: str) -> Any:
    """What `told` is at its end; of time nothing passes but what it ticks."""
    whole = f"{BEGIN}let told;{script}\nprocess.stdout.write(JSON.stringify(told));process.exit();"
    command = [str(NODE), "--input-type=module", "--no-warnings", "--eval", whole]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize(("takes", "times"), [(100, 2), (2900, 2), (3100, 1), (15_000, 1)])
def test_what_got_no_answer_is_asked_for_again_only_while_it_is_young(
    takes: int, times: int
) -> None:
    """Under one key: it is done once."""
    keys = ran(f"""
    told = [];
    global.fetch = async (_at, {{ headers }}) => {{
      told.push(headers["Idempotency-Key"]);
      mock.timers.tick({takes});
      throw new Error("cut off");
    }};
    await api.ask("PUT", "tasks/1/preview", {{ body: {{ look: 1 }} }}).catch(() => {{}});
    """)
    assert (len(keys), len(set(keys))) == (times, 1)


def test_a_stream_that_falls_silent_is_left_after_ten_seconds() -> None:
    assert ran("""
    told = [];
    let tell;
    global.fetch = async (_at, { signal }) => new Response(new ReadableStream({
      start(stream) {
        tell = (text) => stream.enqueue(new TextEncoder().encode(text));
        signal.addEventListener("abort", () => stream.error(signal.reason));
      },
    }));
    let left = false;
    api.follow("1", (state) => told.push(state), new AbortController().signal)
      .catch(() => { left = true; });
    await read();
    tell('event: state\\ndata: {"n": 1}\\n\\n');
    for (const _ of [1, 2, 3]) {
      await read();
      mock.timers.tick(9900);
      await read();
      told.push(left);
      tell(":\\n\\n");
    }
    await read();
    mock.timers.tick(10_100);
    await read();
    told.push(left);
    """) == [{"n": 1}, False, False, False, True]


TASK: dict[str, Any] = {"state": "on_air", "made_elsewhere": False, "cloud": {"kind": "volcengine"}}


def test_buttons_stay_with_the_task_that_they_found_until_it_is_left() -> None:
    tasks = [
        {**TASK, "id": "elsewhere", "title": "Elsewhere", "made_elsewhere": True},
        {**TASK, "id": "stopping", "title": "Stopping", "state": "stopping"},
        {**TASK, "id": "rehearsed", "title": "Rehearsed", "cloud": {"kind": "sandbox"}},
        {**TASK, "id": "show", "title": "Show"},
        {**TASK, "id": "older", "title": "Older"},
    ]
    later = {**TASK, "id": "later", "title": "Later"}
    found = ran(f"""
    told = [];
    let tasks = {json.dumps(tasks)};
    global.fetch = async () => Response.json({{ items: tasks }});
    const show = new Show(api, (title) => told.push(title));
    const find = async (named) => told.push((await show.find(named)) ?? null);
    await find();
    tasks = [{json.dumps(later)}, ...tasks];
    await find();
    await find("named");
    show.leave();
    await find();
    show.leave();
    for (const id of ["later", "show", "older", "rehearsed", "stopping", "elsewhere"]) {{
      tasks = tasks.filter((task) => task.id !== id);
      await find();
      show.leave();
    }}
    """)
    first, then = ["Show", "show", "show", "named", "Later", "later"], "Show Older Rehearsed"
    rest = [
        word for title in f"{then} Stopping Elsewhere".split() for word in (title, title.lower())
    ]
    assert found == [*first, *rest, None]


class Studio(BaseHTTPRequestHandler):
    """Says once how a task stands, and cuts off; another begins when somebody has listened."""

    asked: list[str]
    states: dict[str, list[str]]

    def log_message(self, *_arguments: object) -> None:
        pass

    def do_GET(self) -> None:
        name = self.path.removeprefix("/api/v1/tasks")
        self.asked.append(name)
        if name == "?running=true":
            tasks = [{**TASK, "id": task, "title": task.title()} for task in reversed(self.states)]
            self.say(200, json.dumps({"items": tasks}))
            return
        task = name.split("/")[1]
        state = {"task": task, "state": self.states[task].pop(0), "sources": [], "looks": []}
        self.states.setdefault("later", ["gone"])
        if state["state"] == "gone":
            self.say(404, "{}")
        else:
            self.say(200, f"event: state\ndata: {json.dumps(state)}\n\n")

    def say(self, status: int, text: str) -> None:
        self.send_response(status)
        self.end_headers()
        self.wfile.write(text.encode())


@pytest.mark.skipif(bool(missing()), reason=missing() or "")
def test_a_stream_that_is_cut_off_moves_no_buttons(tmp_path: Path) -> None:
    there = {"asked": [], "states": {"first": ["on_air", "ended"]}}
    handler = type("Handler", (Studio,), there)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        with companion(tmp_path, address, "token", []) as deck:
            deck.until(lambda: deck.status == "bad_config", "it is gone")
        server.shutdown()
    find = "?running=true"
    assert there["asked"] == [find, *["/first/events"] * 2, find, "/later/events"]
    assert [line for line in deck.log if "buttons" in line] == [
        "These buttons are for “First”.",
        "These buttons are for “Later”.",
    ]
