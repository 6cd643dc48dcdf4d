"""What the Companion module asks for, of whom, and how long it takes silence for an answer."""

from __future__ import annotations

import json
import subprocess
from typing import Any

import pytest

from tests.driving.companion import MODULE, NODE

BEGIN = f"""
import {{ mock }} from "node:test";
const {{ Api }} = await import("{MODULE.as_uri()}/api.js");
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
