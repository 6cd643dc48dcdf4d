"""Keys the API's page does not name: kept, and told of."""

from __future__ import annotations

import json
from collections.abc import Iterator

from studio.rules import paths
from studio.rules.checks.finding import Findings, error, warning
from studio.rules.document import Extra, MixedRules, Output
from studio.rules.redaction import SEALED

IGNORED_LAYER = "Layer"


def unknown_keys(rules: MixedRules) -> Findings:
    for path, extra in _extras(rules):
        for key in extra:
            yield warning(f"{path}.{key}", "unknown_key")


def locked_extras(rules: MixedRules) -> Findings:
    """Secrets under keys of which nobody knows what they hold."""
    for path, extra in _extras(rules):
        for key, value in extra.items():
            if SEALED.search(json.dumps(value)):
                yield error(f"{path}.{key}", "locked")


def ignored_layers(rules: MixedRules) -> Findings:
    """The page: a `Layer` in a logo's Layout has no effect."""
    for index, logo in enumerate(rules.logos or ()):
        if IGNORED_LAYER in logo.box_extra:
            yield warning(f"{paths.logo(index)}.Layout.{IGNORED_LAYER}", "layer_ignored")


def _extras(rules: MixedRules) -> Iterator[tuple[str, Extra]]:
    yield paths.RULES, rules.extra
    yield paths.INPUT_LAYOUT, rules.input_layout_extra
    yield paths.SCENE, rules.scene.extra
    for index, layout in enumerate(rules.scene.layouts):
        yield paths.layout(index), layout.extra
    for index, logo in enumerate(rules.logos or ()):
        yield paths.logo(index), logo.extra
        box_extra = {key: v for key, v in logo.box_extra.items() if key != IGNORED_LAYER}
        yield f"{paths.logo(index)}.Layout", box_extra
    for index, source in enumerate(rules.sources):
        yield paths.source(index), source.extra
    yield from _output_extras(rules.output)


def _output_extras(output: Output) -> Iterator[tuple[str, Extra]]:
    yield paths.OUTPUT, output.extra
    yield paths.VIDEO, output.video.extra
    yield paths.AUDIO, output.audio.extra
    if output.callback is not None:
        yield paths.CALLBACK, output.callback.extra
