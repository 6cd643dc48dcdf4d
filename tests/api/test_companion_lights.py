"""What Companion's buttons light up for, by what a task's state says."""

from __future__ import annotations

import json
import subprocess
from typing import Any

import pytest

from tests.driving.companion import MODULE, NODE

PROGRAM = """
import { feedbacks } from "./feedbacks.js";
import { Show } from "./show.js";
const show = new Show();
show.hear(JSON.parse(process.argv[1]));
const all = feedbacks(() => show);
const options = { source: "host", number: 1 };
const lit = Object.keys(all).filter((id) => all[id].callback({ options }));
console.log(JSON.stringify(lit));
"""


def lit(light: str, **state: Any) -> set[str]:
    """The lights of a source and of a look that is next, and the task's."""
    source = {"id": "host", "light": light, "program": None, "preview": True}
    look = {"title": "Two", "on_air": False, "next": True}
    told = {"known": True, "on_air": True, "sources": [source], "looks": [look]} | state
    command = [str(NODE), "--input-type=module", "--eval", PROGRAM, json.dumps(told)]
    run = subprocess.run(command, cwd=MODULE, check=True, capture_output=True, text=True)
    return set(json.loads(run.stdout))


PREPARED = {"source_preview", "look_preview"}


@pytest.mark.parametrize(
    ("light", "state", "told"),
    [
        ("preview", {}, {"on_air", *PREPARED}),
        ("maybe", {}, {"on_air", "source_program", *PREPARED}),
        ("unknown", {"known": False, "armed": {"by": "Ann"}}, {"armed"}),
    ],
    ids=["prepared", "may be seen", "the cloud is silent"],
)
def test_a_button_says_no_more_than_is_known(
    light: str, state: dict[str, Any], told: set[str]
) -> None:
    assert lit(light, **state) == told
