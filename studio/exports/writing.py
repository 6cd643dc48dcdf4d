"""Every format there is, in the order in which they are offered."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from studio.exports import (
    core_snippet,
    create_body,
    mixed_rules,
    obs,
    sdk_snippet,
    smelter,
    update_body,
)
from studio.rules.document import MixedRules


class Exporter(NamedTuple):
    """How one format is called, what its files end in, and how a named document is written."""

    format: str
    suffix: str
    write: Callable[[str, MixedRules], str]


EXPORTERS = {
    module.FORMAT: Exporter(module.FORMAT, module.SUFFIX, module.write)
    for module in (
        mixed_rules,
        create_body,
        update_body,
        sdk_snippet,
        core_snippet,
        smelter,
        obs,
    )
}
