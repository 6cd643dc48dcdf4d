"""A body of CreateCloudMixTask."""

from __future__ import annotations

from studio.exports.text import as_json
from studio.rules import codec
from studio.rules.document import Json, MixedRules

FORMAT, SUFFIX = "create", "create.json"


def body(name: str, rules: MixedRules) -> Json:
    return {"Name": name, "MixedRules": codec.write(rules)}


def write(name: str, rules: MixedRules) -> str:
    return as_json(body(name, rules))
