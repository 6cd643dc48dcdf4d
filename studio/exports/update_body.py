"""A body of UpdateCloudMixTask, but for the task's id. No Callback: an update takes none."""

from __future__ import annotations

from studio.exports.text import as_json
from studio.rules import codec
from studio.rules.document import MixedRules

FORMAT, SUFFIX = "update", "update.json"
TASK_ID = "the-id-of-a-task-on-air"


def write(name: str, rules: MixedRules) -> str:
    del name
    return as_json({"TaskID": TASK_ID, "MixedRules": codec.write(rules.without_callback())})
