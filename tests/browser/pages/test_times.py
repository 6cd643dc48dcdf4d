"""Times and numbers as pages write them, without a word of Intl's."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from studio.editor.models import LayoutTemplate
from tests.browser.conftest import OpenContext, Watch
from tests.driving.studio import Studio

# Half past eight in the evening there is the next morning in China.
CHANGED = datetime(2025, 11, 18, 20, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("locale", "zone", "shown"),
    [
        ("en", "UTC", "18 Nov, 20:30"),
        ("en", "Asia/Shanghai", "19 Nov, 04:30"),
        ("zh-CN", "Asia/Shanghai", "11月19日 04:30"),
    ],
)
def test_a_time_is_the_readers_own_in_the_words_of_the_page(
    studio: Studio,
    context: OpenContext,
    watch: Watch,
    template: LayoutTemplate,
    locale: str,
    zone: str,
    shown: str,
) -> None:
    LayoutTemplate.objects.filter(pk=template.pk).update(updated_at=CHANGED)
    person = context(alone=True, locale=locale, timezone_id=zone)
    person.add_cookies([studio.cookie(studio.cast.owner)])
    page = watch.page(person.new_page())
    page.goto(f"{studio.url}/templates/")
    expect(page.locator("time", has_text=shown)).to_be_visible()


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_the_editors_numbers_are_those_of_its_language(modules: Page, language: str) -> None:
    drawn = random.Random(4)
    numbers = [drawn.randint(-(10**9), 10**9) / 10 ** drawn.randint(0, 3) for _ in range(500)]
    differing = modules.evaluate(
        """async ([numbers, language]) => {
          const words = Object.assign(document.createElement("script"), {
            type: "application/json", id: "words-data", textContent: "{}" });
          document.body.append(words);
          // An instance of its own: the page is shared, and a module reads its words once.
          const { number } = await import("/editor/page/words.js?alone");
          words.remove();
          const { format } = new Intl.NumberFormat(language);
          return numbers.map((value) => [number(value), format(value)])
            .filter(([ours, its]) => ours !== its);
        }""",
        [[0, -0.5, 999, 1000, 29.97, 1234.5678, *numbers], language],
    )
    assert differing == []
