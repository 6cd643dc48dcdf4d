"""The editor tells of sound what the pages of the server do: static/editor/document/sound.js."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Page

from studio.rules import codec
from studio.rules.geometry import Box
from tests import builders


@pytest.mark.parametrize(
    ("told", "hint"),
    [
        ([True, True, None], "together"),
        ([True, False], ""),
        ([True, None], ""),
        ([False, False], "none"),
        ([False, None], ""),
        ([], "none"),
    ],
)
def test_sources_are_heard_silent_or_not_known(
    modules: Page, told: list[bool | None], hint: str
) -> None:
    rules = builders.document(*[Box(0, 0, 640, 360)] * (len(told) + 1))
    *named, picture = rules.sources
    live = [replace(source, type="live") for source in named]
    frames = {source.url: {"sound": has} for source, has in zip(live, told, strict=True)}
    found: dict[str, Any] = modules.evaluate(
        """async ([rules, frames]) => {
          const { adopt } = await import("/editor/document/document.js");
          const { soundHint, soundIn } = await import("/editor/document/sound.js");
          const sound = soundIn(adopt(rules), { of: ({ url }) => frames[url] });
          const ids = (sources) => sources.map(({ id }) => id);
          const named = Object.entries(sound).map(([how, sources]) => [how, ids(sources)]);
          return { ...Object.fromEntries(named), hint: soundHint(sound) };
        }""",
        [codec.write(replace(rules, sources=(*live, picture))), frames],
    )
    having = {
        how: [source.id for source, has in zip(live, told, strict=True) if has is sound]
        for how, sound in (("heard", True), ("silent", False), ("unknown", None))
    }
    having["silent"].append(picture.id)
    assert found == {**having, "hint": hint}


@pytest.mark.parametrize("change", [{"type": "live"}, {"url": ""}])
def test_of_what_was_not_asked_for_nothing_is_known(modules: Page, change: dict[str, Any]) -> None:
    rules = builders.document()
    asked = replace(rules, sources=(replace(rules.sources[0], **change),))
    unknown = modules.evaluate(
        """async (rules) => {
          const { adopt } = await import("/editor/document/document.js");
          const { soundIn } = await import("/editor/document/sound.js");
          return soundIn(adopt(rules), { of: () => undefined }).unknown.length;
        }""",
        codec.write(asked),
    )
    assert unknown == 1
