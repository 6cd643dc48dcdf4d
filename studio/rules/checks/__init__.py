"""Document to problems: one small function per rule, every fault at once.

Errors are what the cloud refuses or what this product will not send; warnings never block.
A rule is a function in the file of its subject, as `boxes.py`, and a line of `CHECKS` below.
"""

from __future__ import annotations

from collections.abc import Callable

from studio.rules.checks import boxes, coding, extras, joins, urls
from studio.rules.checks.coding import clamped
from studio.rules.checks.finding import Finding, Findings
from studio.rules.checks.names import check_name
from studio.rules.checks.urls import NOWHERE, Reached
from studio.rules.document import MixedRules
from studio.rules.problems import Problem, in_order

__all__ = ["CHECKS", "NOWHERE", "Finding", "Reached", "check", "check_name", "clamped", "findings"]

CHECKS: tuple[Callable[[MixedRules], Findings], ...] = (
    boxes.scene_sides,
    boxes.odd_sides,
    boxes.box_places,
    boxes.box_sides,
    boxes.boxes_past_edge,
    boxes.hidden_boxes,
    joins.source_count,
    joins.logo_count,
    joins.source_types,
    joins.source_layers,
    joins.blank_ids,
    joins.duplicate_ids,
    joins.duplicate_source_layers,
    joins.duplicate_layout_layers,
    joins.layouts_without_source,
    joins.sources_without_layout,
    urls.source_urls,
    urls.logo_urls,
    urls.push_url_count,
    urls.push_urls,
    urls.duplicate_push_urls,
    urls.loops,
    urls.callback_url,
    coding.clamped_rates,
    coding.video_coding,
    coding.audio_coding,
    coding.sample_rate,
    extras.unknown_keys,
    extras.locked_extras,
    extras.ignored_layers,
)


def check(rules: MixedRules, reached: Reached = NOWHERE) -> list[Problem]:
    """Every rule the document breaks, by path.

    `reached` are private hosts and ports that the cloud can fetch from all the same.
    """
    return list(in_order(finding.problem for finding in findings(rules, reached)))


def findings(rules: MixedRules, reached: Reached = NOWHERE) -> Findings:
    """What every check has to say, with what each verdict rests on."""
    for each in CHECKS:
        yield from each(rules)
    # The only one that rests on more than the document.
    yield from urls.private_hosts(rules, reached)
