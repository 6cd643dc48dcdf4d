"""Straps from the button to the wire: added, written where they lie, undone, pushed."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django import Settings

from studio.compositor.straps import Style, Words
from studio.editor.models import LayoutTemplate
from studio.library.models import Frame, Kind, Upload
from studio.mixes.models import Operation
from studio.rules.document import Logo
from studio.rules.geometry import Box
from studio.straps import making
from studio.straps.models import Strap, StrapStyle
from tests import builders
from tests.browser.conftest import OpenEditor
from tests.browser.pages.conftest import (  # noqa: F401  # fixtures
    Judge,
    Visit,
    judge,
    visit,
)
from tests.driving.stage import box, centre, expect_box, expect_undo, field, item, select
from tests.driving.studio import Studio

PUBLIC = "https://studio.example.com"
RULES = builders.document(Box(0, 0, 1920, 1080))


def saved(page: Page, template: LayoutTemplate) -> tuple[Logo, ...]:
    expect(page.locator("#saved")).to_have_attribute("data-kind", "saved")
    template.refresh_from_db()
    return template.rules.logos or ()


@pytest.fixture
def template(studio: Studio, settings: Settings) -> LayoutTemplate:
    """Of a studio that the cloud can reach."""
    settings.PUBLIC_URL = PUBLIC
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "studio.example.com"]
    return builders.template(studio.cast.workspace, RULES)


def words(page: Page) -> tuple[Locator, Locator, Locator]:
    """Where the words of a strap are written: the form, its name and its line."""
    form = page.get_by_role("form", name="The strap’s words")
    return form, form.get_by_label("Name"), form.get_by_label("Line")


def test_a_strap_is_added_and_written_where_it_lies_in_one_step_each(
    open_editor: OpenEditor, template: LayoutTemplate
) -> None:
    page = open_editor(template=template)
    form, name, line = words(page)
    add = page.get_by_role("button", name="Strap", exact=True)
    add.click()
    expect(name).to_be_focused()
    name.press("Escape")
    expect(form).to_have_count(0)
    add.click()
    name.fill("Anna \U0001f600")
    expect(form.get_by_role("status")).to_contain_text("“\U0001f600”")
    expect(name).to_have_attribute("aria-invalid", "true")
    name.fill("Anna Li")
    line.fill("Reporter")
    expect(page.locator(".writing > img")).to_be_visible()
    expect(name).to_have_attribute("aria-invalid", "false")
    # Nothing is there of what was only tried.
    expect(page.locator("#undo")).to_be_disabled()
    assert not Upload.objects.exists()
    line.press("Enter")
    expect(form).to_have_count(0)
    expect_undo(page, "add the strap Anna Li")
    expect(item(page, "Anna Li")).to_have_class(re.compile("has-picture"))
    expect(item(page, "Anna Li")).to_be_focused()
    first = Strap.objects.get()
    x, y, w, h = box(page)
    assert (x, y + h) == (96, 1080 - 54)
    assert (w, h) == (first.upload.width, first.upload.height)

    page.keyboard.press("Enter")
    expect(name).to_have_value("Anna Li")
    name.fill("Anna Lindqvist-Avery")
    page.get_by_role("button", name="Done").click()
    expect_undo(page, "write the strap Anna Lindqvist-Avery")
    wider = box(page)
    assert (wider[0], wider[1] + wider[3]) == (x, y + h)
    assert wider[2] > w
    page.locator("#undo").click()
    expect_box(page, (x, y, w, h))
    moves_and_locks_it_meanwhile(page)
    (logo,) = saved(page, template)
    assert logo.url == f"{PUBLIC}{first.public_path()}"


def moves_and_locks_it_meanwhile(page: Page) -> None:
    """Moved while its words are written it stays there; locked then, the words stay written."""
    before = box(page)
    _form, name, _line = words(page)
    item(page, "Anna Li").press("Enter")
    picture = page.locator(".writing > img")
    expect(picture).to_be_visible()
    lay = picture.bounding_box()
    field(page, "box.X").fill("300")
    field(page, "box.X").press("Enter")
    moved = picture.bounding_box()
    assert lay
    assert moved
    assert moved["x"] > lay["x"]
    page.get_by_role("button", name="Lock Anna Li").click()
    name.fill("Anna Lind")
    name.press("Enter")
    expect(page.locator("#live")).to_have_text(re.compile("Anna Li is locked"))
    expect(name).to_have_value("Anna Lind")
    page.get_by_role("button", name="Unlock Anna Li").click()
    name.press("Enter")
    expect_undo(page, "write the strap Anna Lind")
    assert box(page)[0] == 300
    for _step in ("write", "unlock", "lock", "move"):
        page.locator("#undo").click()
    expect_box(page, before)


def test_a_team_mate_writes_other_words_in_the_size_it_has_and_they_are_pushed(
    open_editor: OpenEditor, studio: Studio, template: LayoutTemplate
) -> None:
    drawn = making.drawn(Words("Anna Li", "Reporter"), Style(), (1920, 1080), 54)
    first = Strap.objects.keep(
        template.workspace, studio.cast.editor, Words("Anna Li", "Reporter"), 54, drawn
    )
    url = f"{PUBLIC}{first.public_path()}"
    Frame.objects.keep_decoded(template.workspace, url, Kind.PICTURE, drawn)
    twice = Box(96, 500, 2 * drawn.width, 2 * drawn.height)
    guest = Words("Guest")
    unmade = making.drawn(guest, Style(), (1920, 1080), 54)
    late = Strap.objects.keep(template.workspace, studio.cast.editor, guest, 54, unmade)
    unseen = Logo(url=f"{PUBLIC}{late.public_path()}", box=Box(96, 100, 400, 100))
    template.rules = replace(RULES, logos=(Logo(url=url, box=twice), unseen))
    template.save()

    page = open_editor(template=template)
    _form, name, line = words(page)
    # How large its letters are shown is not known before its picture is.
    select(page, "Guest").press("ContextMenu")
    expect(page.get_by_role("menuitem", name="Remove")).to_be_visible()
    expect(page.get_by_role("menuitem", name="Write its words…")).to_have_count(0)
    page.keyboard.press("Escape")
    page.mouse.dblclick(*centre(item(page, "Anna Li")))
    expect(line).to_have_value("Reporter")
    name.fill("Li Ming")
    line.fill("")
    line.press("Enter")
    expect_undo(page, "write the strap Li Ming")
    last = Strap.objects.get(name="Li Ming")
    assert last.size == 2 * first.size
    logo, _unseen = saved(page, template)
    assert logo.box[2:] == (last.upload.width, last.upload.height)
    assert logo.box.y + logo.box.h == twice.y + twice.h
    assert logo.url == f"{PUBLIC}{last.public_path()}"

    # What is sent holds the public address.
    page.locator("#push").click()
    dialog = page.locator("dialog.push[open]")
    dialog.locator("button[type=submit]").last.click()
    expect(dialog).to_have_count(0)
    body = Operation.objects.get().body
    assert body["MixedRules"]["InputLayout"]["Logo"][0]["Url"] == logo.url


def test_writing_and_the_look_are_for_everybody(
    open_editor: OpenEditor,
    studio: Studio,
    visit: Visit,  # noqa: F811
    judge: Judge,  # noqa: F811
) -> None:
    logo = Logo(url="https://pictures.example.com/logo.png", box=Box(40, 40, 240, 135))
    page = open_editor(replace(RULES, logos=(logo,) * 3))
    add = page.get_by_role("button", name="Strap", exact=True)
    add.click()
    _form, name, line = words(page)
    name.fill("Anna Li")
    expect(page.locator(".writing > img")).to_be_visible()
    line.fill("\U0001f600")
    expect(page.locator("#strap-why .error")).to_be_visible()
    judge(page)
    line.fill("")
    page.get_by_role("button", name="Done").click()
    expect(page.locator("#logo-list li")).to_have_count(4)
    select(page, "Anna Li").press("ContextMenu")
    expect(page.get_by_role("menuitem", name="Write its words…")).to_be_visible()
    page.keyboard.press("Escape")
    add.click()
    expect(page.get_by_text("A mix has 4 logos at most.")).to_be_visible()

    styling = visit("straps", user=studio.cast.editor)
    sample = styling.get_by_role("img", name="The strap on a dark picture")
    expect(sample).to_be_visible()
    styling.get_by_role("radio", name="Two tiers").check()
    styling.get_by_label("Words", exact=True).fill("#203040")
    expect(styling.locator("#sample-why")).to_contain_text("hard to read")
    judge(styling)
    styling.get_by_role("button", name="Save").click()
    expect(styling.locator(".toast")).to_contain_text("Straps look so from now on.")
    assert StrapStyle.objects.get().style.shape == "tiers"

    # The same words get the style there is now; in that they are as they are.
    for _again in range(2):
        select(page, "Anna Li").press("Enter")
        expect(name).to_be_focused()
        name.press("Enter")
        expect(page.locator(".writing")).to_have_count(0)
        expect_undo(page, "write the strap Anna Li")
        assert Strap.objects.count() == 2
    expect(page.locator("#live")).to_have_text("Nothing changed")

    seen = visit("straps", user=studio.cast.viewer)
    expect(seen.get_by_role("img", name="The strap on a light picture")).to_be_visible()
    expect(seen.get_by_role("radio", name="Two tiers")).to_be_disabled()
    expect(seen.get_by_role("button", name="Save")).to_have_count(0)
    judge(seen)
