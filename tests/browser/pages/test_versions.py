"""The versions of a template in a browser: worked at, named, compared, gone back to."""

from __future__ import annotations

from playwright.sync_api import expect

from studio.editor.models import LayoutTemplate
from tests import builders
from tests.browser.conftest import OpenEditor
from tests.browser.pages.conftest import Judge
from tests.driving.saves import expect_saved, saved_x, type_x
from tests.driving.studio import Studio


def test_from_the_editor_to_a_version_and_back(
    open_editor: OpenEditor, studio: Studio, judge: Judge
) -> None:
    template = LayoutTemplate.objects.start(
        studio.cast.workspace, studio.cast.owner, "Talk", builders.document()
    )
    page = open_editor(template=template)
    type_x(page, 300)
    expect_saved(page)
    page.get_by_role("button", name="All steps").press("Enter")
    page.get_by_role("link", name="Versions").click()

    rows = page.locator(".past tbody tr")
    expect(rows).to_have_count(2)
    page.get_by_label("Keep what it is now").fill("Dress rehearsal")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Version 2 is kept as “Dress rehearsal”.")).to_be_visible()
    expect(rows).to_have_count(2)
    for picture in page.locator(".past img").all():
        expect(picture).to_have_js_property("complete", value=True)
        assert picture.evaluate("(image) => image.naturalWidth") == 480
    judge(page)

    page.get_by_role("link", name="Version 1").click()
    expect(page.get_by_text("source-1 moves from 0, 0 to 300, 0 px")).to_be_visible()
    page.get_by_label("Compare with").select_option(label="What it is now")
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        judge(page)
    page.get_by_role("button", name="Restore").click()
    expect(page.get_by_text("Version 1 is back, as version 3.")).to_be_visible()
    assert saved_x(template) == 0
    judge(page)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Version 2 is back, as version 4.")).to_be_visible()
    assert saved_x(template) == 300
