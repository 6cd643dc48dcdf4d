"""Tally lights by a link, in a second browser where nobody is signed in, and the wall, during a
show.
"""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenContext, Watch
from tests.browser.pages.conftest import Judge
from tests.driving import air
from tests.driving.processes import RunningStudio


def shows(page: Page, **words: str) -> None:
    for source, word in words.items():
        told = page.locator(f'[data-source="{source}"] b')
        expect(told).to_have_text(word, timeout=air.PATIENCE)


def test_a_second_browser_follows_a_show_by_its_link_until_that_is_revoked(
    air_studio: RunningStudio, context: OpenContext, watch: Watch, judge: Judge
) -> None:
    page = air.on_air(air_studio, air.signed_in(air_studio, context), watch)
    task, wall = page.url, watch.page(page.context.new_page())
    page.goto(f"{task}tally/links/")
    page.get_by_role("button", name="Make link").click()
    phone = watch.page(context(width=390, height=844).new_page())
    phone.goto(page.get_by_role("textbox").input_value())
    expect(phone.locator(".air")).to_contain_text("ON AIR")
    shows(phone, host="PROGRAM", slides="PROGRAM", pitch="OFF")
    page.goto(task)
    wall.goto(f"{task}wall/")

    page.bring_to_front()
    page.keyboard.press("2")
    shows(phone, host="PROGRAM", slides="PROGRAM", pitch="PREVIEW")
    expect(phone.locator('[data-source="host"]')).to_contain_text("stays in preview")
    expect(phone.locator("#said")).to_contain_text("pitch: PREVIEW")
    expect(wall.locator(".wall-still.is-preview").first).to_contain_text("pitch")
    judge(phone)
    judge(wall)

    # One source alone, as its camera has it.
    phone.locator('[data-source="pitch"] a').click()
    expect(phone.locator('[data-source="host"]')).to_be_hidden()
    page.bring_to_front()
    air.take_by_keys(page, "2", "Match with score")
    shows(phone, pitch="PROGRAM")
    expect(phone.locator("#said")).to_have_text("pitch: PROGRAM")
    phone.get_by_role("link", name="All sources").click()
    shows(phone, host="PROGRAM", slides="OFF", pitch="PROGRAM")
    expect(wall.locator(".wall-still.is-program").filter(has_text="pitch")).to_be_visible()

    # What is told no more is shown no more.
    phone.context.set_offline(True)
    expect(phone.get_by_role("heading", name="No word from the studio")).to_be_visible()
    expect(phone.locator(".is-program, .is-preview")).to_have_count(0)
    judge(phone)
    phone.context.set_offline(False)
    shows(phone, host="PROGRAM", slides="OFF", pitch="PROGRAM")

    # Nor what it can't say, which is no silence.
    phone.route("**/events", lambda route: route.fulfill(status=409))
    phone.reload()
    expect(phone.get_by_role("heading", name="The studio can’t say now")).to_be_visible()
    judge(phone)
    phone.unroute("**/events")
    shows(phone, host="PROGRAM", slides="OFF", pitch="PROGRAM")

    page.goto(f"{task}tally/links/")
    page.get_by_role("button", name="Revoke").click()
    expect(phone.get_by_role("heading", name="shows nothing any more")).to_be_visible()
    expect(phone.locator(".is-program, .is-preview")).to_have_count(0)
