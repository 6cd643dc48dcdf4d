"""Problems at the boxes, and where "Show" leads; where the focus goes, and what is said."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from studio.rules import codec
from studio.rules.document import Json, Logo
from studio.rules.geometry import Box
from tests import builders
from tests.browser.conftest import OpenEditor
from tests.driving.stage import field, item, painted, select
from tests.driving.studio import Studio

LOGO = Logo(url="https://pictures.example.com/bug.png", box=Box(120, 60, 320, 180))
EIGHT = builders.document(
    *(Box(200 * n, 300, 150, 90) for n in range(8)),
    logos=(LOGO, replace(LOGO, box=Box(120, 400, 320, 180)), replace(LOGO, url="")),
)


def broken() -> dict[str, Json]:
    """EIGHT with a fault in each of its items."""
    body: Any = codec.write(EIGHT)
    sources, scene = body["InputSource"], body["InputLayout"]["Scene"]
    sources[0]["Url"] = "ftp://x.example/a"
    sources[1]["ID"] = " "
    sources[2]["ID"] = "source-1"
    sources[3]["Type"] = "hls"
    sources[4]["Volume"] = 1
    scene["Layout"][5]["X"] = 1900
    scene["Layout"][6]["H"] = 3
    scene["Layout"][7]["Fit"] = 3
    scene["Fit"] = 3
    logos = body["InputLayout"]["Logo"]
    logos[0]["Layout"]["X"] = 1900
    logos[1]["Alpha"] = 1
    body["Output"]["Url"] = []
    body["Output"]["Video"]["Fit"] = 1
    body["Output"]["Callback"] = {"Fit": 1, "Url": "https://x.example/hook"}
    made: dict[str, Json] = body
    return made


# How the list of all problems begins to tell each, and where "Show" leads.
LEADS = {
    r"source-1, URL: .* must begin": '[data-field="source.Url"]',
    r"Source without id, id: .* must not be empty": '[data-field="source.ID"]',
    r"source-1, id: .* has this ID already": '[data-field="source.ID"]',
    r"source-4, type: .* must be one of": '[data-field="source.Type"]',
    r"source-5: .* does not name this key": '[data-field="source.Url"]',
    r"source-6: .* past the scene": '[data-field="box.X"]',
    r"source-7, height: .* outside 10": '[data-field="box.H"]',
    r"source-8: .* does not name this key": '[data-field="box.X"]',
    r"bug.png: .* past the scene": '[data-field="box.X"]',
    r"bug.png: .* does not name this key": '[data-field="logo.Url"]',
    r"Logo 3, URL: .* must not be empty": '[data-field="logo.Url"]',
    r"Scene: .* does not name this key": '[data-field="scene.Width"]',
    r"Push URLs: .* is needed": "#add-push",
    r"Video: .* does not name this key": '[data-field="video.BitRate"]',
    r"Callback: .* does not name this key": '[data-field="callback.Url"]',
}


@pytest.fixture
def faulty(open_editor: OpenEditor, studio: Studio) -> Page:
    made = builders.template(studio.cast.workspace)
    made.rules = codec.read_rules(broken())
    made.save()
    return open_editor(template=made)


def test_each_problem_stands_at_its_box_and_show_leads_to_its_field(faulty: Page) -> None:
    expect(faulty.locator(".marks .flaw:visible")).to_have_count(11)
    for told, leads_to in LEADS.items():
        faulty.get_by_role("tab", name="Problems").click()
        sentence = re.compile("^" + told.replace(": .*", ": .*?"))
        found = faulty.locator("#problem-list li").filter(
            has=faulty.locator(".text", has_text=sentence)
        )
        message = found.first.locator(".text").inner_text().split(": ", 1)[1]
        found.first.get_by_role("button", name="Show").click()
        expect(faulty.locator(leads_to)).to_be_focused()
        panel = faulty.locator("#inspector [role=tabpanel]:not([hidden])")
        expect(panel.locator(".why:visible").filter(has_text=message).first).to_be_visible()


def test_show_leads_into_the_lists_when_there_is_too_little_or_too_much(
    open_editor: OpenEditor,
) -> None:
    empty = replace(EIGHT, sources=(), scene=replace(EIGHT.scene, layouts=()), logos=())
    page = open_editor(empty)
    page.get_by_role("tab", name="Problems").click()
    page.locator("#problem-list li", has_text="Sources: ").get_by_role("button").click()
    expect(page.locator("#add-source")).to_be_focused()


def test_the_push_dialog_begins_at_its_heading(open_editor: OpenEditor) -> None:
    page = open_editor(builders.document())
    page.locator("#push").click()
    expect(page.locator("#push-title")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#push")).to_be_focused()


def test_undoing_what_had_the_focus_leads_to_the_stage(open_editor: OpenEditor) -> None:
    page = open_editor(builders.document())
    page.get_by_role("button", name="Source", exact=True).click()
    expect(field(page, "source.Url")).to_be_focused()
    page.keyboard.press("Control+z")
    expect(page.locator("#stage")).to_be_focused()
    page.keyboard.press("Control+Shift+z")
    expect(item(page, "source-2")).to_be_visible()


def test_one_that_is_selected_is_no_longer_said_to_be_several(open_editor: OpenEditor) -> None:
    page = open_editor(EIGHT)
    item(page, "source-1").focus()
    page.keyboard.press("Control+a")
    said = page.locator("#live")
    expect(said).to_have_text("11 selected")
    select(page, "source-4")
    expect(said).to_have_text("source-4 selected")
    page.keyboard.press("Escape")
    item(page, "source-1").press("Control+a")
    expect(said).to_have_text("11 selected")
    page.keyboard.press("Escape")
    expect(said).to_have_text("Nothing selected")


def test_a_phone_shows_what_is_said_while_it_is_news(open_editor: OpenEditor) -> None:
    page = open_editor(EIGHT, width=390, height=844, has_touch=True, alone=True)
    page.clock.install()
    item(page, "source-1").tap()
    bar = page.locator(".foot")
    hidden = "e => getComputedStyle(e).clipPath !== 'none'"
    assert bar.evaluate(hidden)
    field(page, "box.W").fill("3")
    field(page, "box.W").press("Enter")
    page.clock.run_for(1000)
    expect(page.locator("#live")).to_have_text("“3” is not from 10 to 2,160.")
    painted(page)
    assert not bar.evaluate(hidden)
    shown, dock = bar.bounding_box(), page.locator(".dock").bounding_box()
    assert shown is not None
    assert dock is not None
    assert shown["y"] + shown["height"] <= dock["y"]
    page.clock.run_for(5000)
    assert bar.evaluate(hidden)


def test_of_an_address_that_is_wrong_its_picture_says_nothing_more(open_editor: OpenEditor) -> None:
    """What lies at the picture's address is no stream: that nothing comes of it is no news."""
    rules = builders.document(Box(0, 0, 960, 540), Box(960, 0, 960, 540))
    one, two = rules.sources
    page = open_editor(replace(rules, sources=(replace(one, type="live"), two)))
    whys = page.locator('[data-why="source.Url"] li')
    says = page.locator("[data-frame-says]:visible")
    select(page, "source-2")
    expect(says).to_have_text("Waiting to be fetched…")
    select(page, "source-1")
    expect(whys).to_have_count(1)
    expect(whys).to_contain_text("must be an .flv address")
    expect(page.locator("[data-frame-says]:not(:empty):visible")).to_have_count(0)
