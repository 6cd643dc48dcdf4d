"""A layout's way in a browser: brought in, found, shown to a client, taken back."""

from __future__ import annotations

import json
import re

from django.urls import reverse
from playwright.sync_api import expect

from studio.editor.models import LayoutTemplate
from tests.browser.conftest import OpenContext, Watch
from tests.browser.pages.conftest import Judge
from tests.driving.studio import Studio
from tests.imports import files
from tests.imports.obs_files import camera, collection, scene, unbounded


def test_imports_a_paste_finds_it_and_shows_it_to_a_client(
    studio: Studio, context: OpenContext, watch: Watch, judge: Judge
) -> None:
    person = context()
    person.add_cookies([studio.cookie(studio.cast.editor)])
    page = watch.page(person.new_page())
    page.goto(studio.url + reverse("templates"))
    page.get_by_role("link", name="Import…").click()
    judge(page)
    field = page.get_by_label("Paste")
    field.fill("not a layout")
    page.get_by_role("button", name="Read it").click()
    expect(field).to_have_value("not a layout")
    expect(field).to_have_attribute("aria-invalid", "true")
    field.fill(files.VDO.decode())
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_text("It holds several scenes")).to_be_visible()
    judge(page)
    page.get_by_role("button", name="Import these").click()
    expect(page.get_by_role("alert")).to_have_text("Choose at least one scene.")
    for number in ("1", "2"):
        page.get_by_role("checkbox", name=number, exact=True).check()
    names = page.get_by_label("Name of the template")
    names.nth(0).fill("Split left")
    names.nth(1).fill("Split right")
    page.get_by_role("button", name="Import these").click()
    expect(page.get_by_text("2 templates were imported.")).to_be_visible()

    page.get_by_label("Search templates").fill("right")
    expect(page.locator(".card")).to_have_count(1)
    page.get_by_role("button", name="More for Split right").click()
    page.get_by_role("link", name="Export…").click()
    judge(page)
    page.get_by_role("link", name="Where this template came from").click()
    expect(page.get_by_text("vdo-ninja")).to_be_visible()
    judge(page)

    row = LayoutTemplate.objects.get(name="Split right")
    page.goto(studio.url + reverse("template-share", args=[row.pk]))
    page.get_by_role("button", name="Make link").click()
    link = page.locator("#link").input_value()
    judge(page)
    client = watch.page(context().new_page())
    client.goto(link)
    expect(client.get_by_role("heading", name="Split right")).to_be_visible()
    picture = client.get_by_role("img", name="The picture")
    assert picture.evaluate("async (img) => (await img.decode(), img.naturalWidth)") == 1280
    judge(client)
    page.get_by_role("button", name="Revoke").click()
    expect(page.get_by_text("No link is open.")).to_be_visible()
    assert client.reload().status == 404  # type: ignore[union-attr]  # a page answers
    expect(client.get_by_role("heading")).to_have_text("This link shows nothing any more")


def test_a_size_that_is_not_in_the_file_is_given(
    studio: Studio, context: OpenContext, watch: Watch, judge: Judge
) -> None:
    person = context()
    person.add_cookies([studio.cookie(studio.cast.editor)])
    page = watch.page(person.new_page())
    page.goto(studio.url + reverse("template-import"))
    obs = collection(scene("wide", unbounded("Host camera")), camera("Host camera"))
    page.get_by_label("Paste").fill(obs.decode())
    page.get_by_role("button", name="Read it").click()
    field = page.get_by_role("group", name="What these measure").get_by_label("Host camera")
    field.fill("large")
    page.get_by_role("button", name="Read again").click()
    expect(field).to_have_accessible_description(re.compile("Width and height in pixels"))
    judge(page)
    field.fill("1280x720")
    page.get_by_role("button", name="Read again").click()
    expect(page.get_by_text("The 1280 × 720 px that you gave are taken.")).to_be_visible()
    page.get_by_role("button", name="Import these").click()
    page.wait_for_url("**/templates/*-*/")
    (layout,) = LayoutTemplate.objects.get(name="wide").rules.scene.layouts
    assert (layout.box.w, layout.box.h) == (1280, 720)


def test_files_dropped_on_the_gallery_are_read(
    studio: Studio, context: OpenContext, watch: Watch
) -> None:
    person = context()
    person.add_cookies([studio.cookie(studio.cast.editor)])
    page = watch.page(person.new_page())
    page.goto(studio.url + reverse("templates"))
    dropped = page.evaluate_handle(
        """text => {
          const carried = new DataTransfer();
          carried.items.add(new File([text], "mix.json", { type: "application/json" }));
          return carried;
        }""",
        json.dumps(files.ZEGO),
    )
    page.dispatch_event("#main", "dragover", {"dataTransfer": dropped})
    expect(page.get_by_text("Drop to import")).to_be_visible()
    page.dispatch_event("#main", "drop", {"dataTransfer": dropped})
    expect(page.get_by_role("heading", name="mix.json zego")).to_be_visible()
