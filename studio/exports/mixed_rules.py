"""The MixedRules object itself: what an import of it exports again, byte for byte."""

from __future__ import annotations

from studio.exports.text import as_json
from studio.rules import codec
from studio.rules.document import MixedRules

FORMAT, SUFFIX = "mixedrules", "mixedrules.json"


def write(name: str, rules: MixedRules) -> str:
    del name
    return as_json(codec.write(rules))
