"""A show from push to stop, by keyboard, with a colleague who follows it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenContext, Watch
from tests.driving import air
from tests.driving.processes import RunningStudio

# Longer than an armed take stays armed, in ms.
LAPSED = 10_000
# Farther apart than the clicks of a double click, in ms.
APART = 500


@pytest.fixture
def studio(air_studio: RunningStudio) -> RunningStudio:
    return air_studio


def test_a_show_is_run_by_keyboard_and_followed_by_another(
    studio: RunningStudio, context: OpenContext, watch: Watch
) -> None:
    person = air.signed_in(studio, context)
    page = air.push(studio, person, watch)
    air.state(page, "on_air")
    air.prepare_rundown(page)
    follower = watch.page(air.signed_in(studio, context).new_page())
    follower.goto(page.url)

    air.take_by_keys(page, "2", "Match with score")
    air.program(page, "Match with score")
    air.program(follower, "Match with score")

    air.take_by_keys(page, "3", "Lecture with an experiment")
    air.program(page, "Lecture with an experiment")

    # A bad take, and the way back: one key puts the last good look into preview and arms.
    air.take_by_keys(page, "1", "Thursday talk show")
    air.program(page, "Thursday talk show")
    expect(page.locator("#back")).to_contain_text("Lecture with an experiment")
    page.keyboard.press("b")
    expect(page.locator("#main")).to_have_class("task-page is-armed", timeout=air.PATIENCE)
    air.preview(page, "Lecture with an experiment")
    page.keyboard.press("Enter")
    air.program(page, "Lecture with an experiment")
    air.program(follower, "Lecture with an experiment")

    page.locator("#stop").click()
    page.get_by_role("button", name="Stop now").click()
    air.state(page, "ended")
    air.state(follower, "ended")
    told = [text.split("\n")[0] for text in page.locator(".hist b").all_inner_texts()]
    assert told == [
        "Stop",
        "Take 4 · Lecture with an experiment",
        "Take 3 · Thursday talk show",
        "Take 2 · Lecture with an experiment",
        "Take 1 · Match with score",
        "Push · Thursday talk show",
    ]
    expect(page.locator(".hist .badge.ok")).to_have_count(6)


class TestHands:
    """Nothing goes on air by one key, by a reload, or by what somebody else has changed."""

    @pytest.fixture
    def page(self, studio: RunningStudio, context: OpenContext, watch: Watch) -> Page:
        return air.on_air(studio, air.signed_in(studio, context), watch)

    def test_of_whom_each_single_key_sends_nothing(self, page: Page) -> None:
        # On no button, which Enter and Space would press.
        page.evaluate("document.activeElement.blur()")
        for key in ("2", "Enter", "1", "Space", "Escape", "x", "3"):
            page.keyboard.press(key)
        air.preview(page, "Lecture with an experiment")
        page.keyboard.press("t")
        expect(page.locator("#main")).to_have_class("task-page is-armed")
        page.keyboard.press("Escape")
        expect(page.locator("#main")).to_have_class("task-page")
        page.keyboard.press("t")
        page.reload()
        expect(page.locator("#main")).to_have_class("task-page")
        expect(page.locator(".hist > li")).to_have_count(1)

    def test_faster_than_the_page_lose_neither_a_key_nor_the_page(self, page: Page) -> None:
        page.evaluate("window.isTheSame = true")
        # The second press comes before the first is answered, the third as soon as it is.
        page.keyboard.press("1")
        page.keyboard.press("2")
        page.evaluate("""() => document.addEventListener("htmx:afterSettle", () => {
          document.querySelector('[data-digit="3"]').click();
        }, { once: true })""")
        air.preview(page, "Lecture with an experiment")
        page.keyboard.press("t")
        expect(page.locator("#main")).to_have_class("task-page is-armed")
        assert page.evaluate("window.isTheSame") is True

    def test_take_on_a_page_that_was_just_opened(self, page: Page) -> None:
        page.keyboard.press("2")
        air.preview(page, "Match with score")
        page.add_init_script(
            # As soon as the page is put together: faster than any hand, and still two acts.
            """addEventListener("DOMContentLoaded", () => setTimeout(() => {
              for (const key of ["t", "Enter"])
                document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
            }))"""
        )
        page.reload()
        air.program(page, "Match with score")

    def test_that_arm_and_wait_are_disarmed(
        self, studio: RunningStudio, context: OpenContext, watch: Watch
    ) -> None:
        page = air.on_air(studio, air.signed_in(studio, context, alone=True), watch)
        page.clock.install()
        page.keyboard.press("2")
        air.preview(page, "Match with score")
        page.locator("#take").click()
        expect(page.locator("#take")).to_contain_text("TAKE?")
        page.clock.run_for(LAPSED)
        expect(page.locator("#main")).to_have_class("task-page")
        expect(page.locator("#said")).to_have_text("Disarmed. Nothing was sent.")
        expect(page.locator(".hist > li")).to_have_count(1)

    def test_armed_over_a_preview_that_another_changes_are_disarmed(
        self, page: Page, watch: Watch
    ) -> None:
        page.keyboard.press("2")
        air.preview(page, "Match with score")
        other = watch.page(page.context.new_page())
        other.goto(page.url)
        page.keyboard.press("t")
        expect(page.locator("#main")).to_have_class("task-page is-armed")
        other.keyboard.press("3")
        air.preview(page, "Lecture with an experiment")
        expect(page.locator("#main")).to_have_class("task-page")
        expect(page.locator("#said")).to_contain_text("has changed")

    def test_with_a_mouse_take_in_two_clicks_at_one_place(
        self, studio: RunningStudio, context: OpenContext, watch: Watch
    ) -> None:
        page = air.on_air(studio, air.signed_in(studio, context, alone=True), watch)
        page.locator("[data-digit='2']").click()
        air.preview(page, "Match with score")
        before = page.locator("#take").bounding_box()
        page.clock.install()
        page.locator("#take").click()
        page.clock.run_for(APART)
        page.locator("#take").click()
        air.last(page, "Take 1")
        assert page.locator("#take").bounding_box() == before
        air.program(page, "Match with score")

    def test_that_double_click_or_hold_a_key_only_arm(self, page: Page) -> None:
        page.locator("[data-digit='2']").click()
        air.preview(page, "Match with score")
        page.locator("#take").dblclick()
        expect(page.locator("#main")).to_have_class("task-page is-armed")
        page.keyboard.press("Escape")
        page.locator("#take").focus()
        page.keyboard.down("Enter")
        for _repeated in range(5):
            page.keyboard.down("Enter")
        page.keyboard.up("Enter")
        expect(page.locator("#main")).to_have_class("task-page is-armed")
        expect(page.locator(".hist > li")).to_have_count(1)

    def test_in_a_field_or_dialog_type_and_prepare_nothing(self, page: Page) -> None:
        page.locator("#add-look").click()
        expect(page.locator("dialog[open]")).to_be_visible()
        for key in ("2", "t", "b"):
            page.keyboard.press(key)
        page.keyboard.press("Escape")
        expect(page.locator(".mon.pvw .blank")).to_be_visible()
