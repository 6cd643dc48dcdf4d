"""The Problems tab says what will be heard, for everybody, and that not all of it is known."""

from __future__ import annotations

from dataclasses import replace

from playwright.sync_api import Page, expect

from studio.library.models import Frame
from studio.rules.document import MixedRules
from studio.rules.geometry import Box
from tests import builders
from tests.browser.conftest import OpenEditor
from tests.browser.pages.conftest import Judge, judge  # noqa: F401  # a fixture
from tests.driving.stage import select
from tests.driving.studio import Studio

NAMES = ("host", "guest", "clip", "slides")


def document_of(studio: Studio, **told: bool) -> MixedRules:
    """Three sources of which something is told, and a picture."""
    rules = builders.document(*[Box(480 * n, 0, 480, 540) for n in range(4)])
    sources = [
        replace(source, id=name, type="live", url=f"https://live.example.com/{name}.flv")
        for source, name in zip(rules.sources, NAMES, strict=True)
    ]
    for source in sources[:3]:
        if source.id in told:
            frame = builders.frame(studio.cast.workspace, source.url)
            Frame.objects.filter(pk=frame.pk).update(kind="live", sound=told[source.id])
    picture = replace(rules.sources[3], id="slides")
    return replace(rules, sources=(*sources[:3], picture))


def told(page: Page, how: str, names: str) -> None:
    expect(page.locator(f"#sound [data-sound='{how}']")).to_have_text(names)


def test_what_is_heard_is_named_and_two_at_once_are_hinted_at(
    studio: Studio,
    open_editor: OpenEditor,
    judge: Judge,  # noqa: F811
) -> None:
    page = open_editor(document_of(studio, host=True, guest=True))
    hints = page.locator("#sound [data-sound-hint]:visible")
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        page.locator("button[data-tab='problems']:visible").click()
        told(page, "heard", "host, guest")
        told(page, "silent", "slides")
        told(page, "unknown", "clip")
        expect(hints, f"{width}").to_have_count(1)
        expect(hints).to_contain_text("Several sources have sound")
        judge(page)


def test_the_hint_goes_with_the_source_and_comes_where_nothing_is_heard(
    studio: Studio, open_editor: OpenEditor
) -> None:
    page = open_editor(document_of(studio, host=True, guest=False, clip=False))
    page.locator("#tab-problems").click()
    told(page, "heard", "host")
    hints = page.locator("#sound [data-sound-hint]:visible")
    expect(hints).to_have_count(0)
    select(page, "host").focus()
    page.keyboard.press("Delete")
    page.locator("#tab-problems").click()
    told(page, "heard", "none")
    expect(hints).to_contain_text("None of the sources is known to have sound")
