"""A source is saved by its name, dragged onto the stage, given another address; a show is made of
it, and pushed to a destination that has a name, too.
"""

from __future__ import annotations

from django.urls import reverse
from playwright.sync_api import Page, expect

from studio.accounts.models import Workspace
from studio.editor.models import LayoutTemplate
from studio.library.models import Sort
from studio.mixes.models import Operation
from studio.rules.document import MixedRules, Source
from tests import builders
from tests.browser.conftest import OpenEditor
from tests.browser.pages.conftest import Judge, judge  # noqa: F401  # a fixture
from tests.driving.saves import expect_saved
from tests.driving.studio import Studio

HOST = "https://pictures.example.com/host.jpg"
NEWER = "https://pictures.example.com/newer.jpg"
BUG = "https://pictures.example.com/bug.png"
GUEST = "rtmp://pull.example.com/live/guest"
MAIN = "rtmp://push.example.com/live/main"
LATE = "https://pictures.example.com/late.png"
UNDER_THE_POINTER = """row => {
  const { x, y, width, height } = row.getBoundingClientRect();
  return document.elementFromPoint(x + width / 2, y + height / 2).tagName;
}"""
SIZES = ((HOST, (360, 640)), (NEWER, (640, 360)), (BUG, (90, 90)))


def test_from_a_name_onto_the_stage_and_to_a_show(
    studio: Studio,
    open_editor: OpenEditor,
    judge: Judge,  # noqa: F811
) -> None:
    workspace = studio.cast.workspace
    for url, size in SIZES:
        builders.frame(workspace, url, builders.png(*size))
    template = builders.template(workspace, name="Talk")
    page = open_editor(template=template, user=studio.cast.editor)
    saves_a_source(page, judge)
    builders.saved(workspace, Sort.LOGO, name="Bug", url=BUG)
    page.goto(studio.address(template))
    opens_what_comes_late(page, workspace)
    adds_what_is_saved(page, template, judge)
    page.goto(studio.url + reverse("saved"))
    changes_an_address(page, template, judge)
    page.goto(studio.url + reverse("templates"))
    makes_a_show(page, judge)
    show = LayoutTemplate.objects.get(name="Friday")
    assert page.url == studio.address(show)
    builders.saved(workspace, Sort.DESTINATION, name="Main output", url=MAIN)
    pushes_to_a_destination(open_editor(template=show), judge)
    page.goto(studio.url + reverse("template-reseat", args=[template.pk]))
    takes_addresses_and_undoes_it(page, template, judge)


def rules_of(template: LayoutTemplate) -> MixedRules:
    return LayoutTemplate.objects.get(pk=template.pk).rules


def urls_of(rules: MixedRules) -> list[str]:
    return [source.url for source in rules.sources]


def saves_a_source(page: Page, judge: Judge) -> None:  # noqa: F811
    """From the editor, which says that there is none yet."""
    page.get_by_text("Saved sources and logos").click()
    page.get_by_role("link", name="Save one").click()
    page.get_by_role("link", name="Save a source").click()
    page.get_by_label("Name").fill("Host")
    page.get_by_label("Address").fill("rtsp://a")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_label("Address")).to_have_accessible_description(
        "The address must begin with one of: rtmp, http, https."
    )
    page.get_by_label("Address").fill(HOST)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("“Host” is saved.")).to_be_visible()
    card = page.locator(".card", has_text="Host")
    expect(card).to_contain_text("360 × 640")
    expect(card).to_contain_text("in no template")
    judge(page)


def opens_what_comes_late(page: Page, workspace: Workspace) -> None:
    """A list that did not come does when it is opened again, and a size once it is known."""
    late = builders.saved(workspace, name="Late", url=LATE)
    page.locator("html[data-ready]").wait_for(state="attached")
    page.route("**/choosing/list*.js", lambda route: route.abort())
    turn = page.get_by_text("Saved sources and logos").first
    turn.click()
    expect(page.get_by_text("They could not be loaded.")).to_be_visible()
    page.unroute("**/choosing/list*.js")
    turn.click()
    turn.click()
    row = page.locator("#saved-sources li", has_text="Late")
    expect(row).to_be_visible()
    expect(page.get_by_text("They could not be loaded.")).to_be_hidden()
    builders.frame(workspace, LATE, builders.png(320, 200))
    expect(row).to_contain_text("320 × 200")
    # From a button Firefox starts no drag.
    assert row.evaluate(UNDER_THE_POINTER) == "LI"
    turn.click()
    late.delete()


def adds_what_is_saved(page: Page, template: LayoutTemplate, judge: Judge) -> None:  # noqa: F811
    """Dragged to where it shall be, in its own shape; once more by a click; a logo by a key."""
    page.get_by_text("Saved sources and logos").first.press("Enter")
    rows = page.locator("#saved-sources li")
    expect(rows).to_have_count(2)
    judge(page)
    rows.first.drag_to(page.locator("#stage"))
    expect(page.get_by_text("Done: add Host")).to_be_attached()
    rows.first.click()
    rows.last.get_by_role("button").press("Enter")
    expect_saved(page)
    rules = rules_of(template)
    assert rules.sources[1:] == (
        Source(id="Host", layer=2, type="pic", url=HOST),
        Source(id="Host 2", layer=3, type="pic", url=HOST),
    )
    assert [logo.url for logo in rules.logos or ()] == [BUG]
    dropped = rules.scene.layouts[1].box
    assert abs(dropped.x + dropped.w / 2 - 960) <= 2
    assert abs(dropped.y + dropped.h / 2 - 540) <= 2
    assert abs(dropped.w / dropped.h - 360 / 640) < 0.01


def changes_an_address(page: Page, template: LayoutTemplate, judge: Judge) -> None:  # noqa: F811
    """Where it is used is told before; what is ticked follows."""
    card = page.locator(".card", has_text="Host")
    expect(card).to_contain_text("used in 1 template")
    page.get_by_role("link", name="Edit Host").click()
    judge(page)
    page.get_by_role("textbox", name="Address").fill(NEWER)
    page.get_by_label("Give “Talk” the new address too").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("“Host” is changed. Nothing on air is.")).to_be_visible()
    expect(card).to_contain_text("640 × 360")
    assert urls_of(rules_of(template))[1:] == [NEWER, NEWER]


def makes_a_show(page: Page, judge: Judge) -> None:  # noqa: F811
    """Who sits in each slot, in one form."""
    page.get_by_role("link", name="New show…").click()
    page.get_by_label("Looks like").select_option(label="Talk")
    page.get_by_label("Name of the show").fill("Friday")
    page.get_by_label("Saved source for source-1").select_option(label="Host")
    # Another choice, and back: what was typed is there again.
    page.get_by_label("Looks like").select_option(label="Choose a template")
    expect(page.get_by_label("Name of the show")).to_have_count(0)
    page.get_by_label("Looks like").select_option(label="Talk")
    expect(page.get_by_label("Name of the show")).to_have_value("Friday")
    page.get_by_label("Address for Host 2").fill(GUEST)
    judge(page)
    page.get_by_role("button", name="Make the show").click()
    page.locator("html[data-ready]").wait_for(state="attached")
    show = LayoutTemplate.objects.get(name="Friday")
    assert urls_of(show.rules) == [NEWER, NEWER, GUEST]


def pushes_to_a_destination(page: Page, judge: Judge) -> None:  # noqa: F811
    """As an operator: the show has no address of its own."""
    page.get_by_role("button", name="Push…").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Nothing can be pushed until the errors are mended.")
    dialog.get_by_role("checkbox", name="Main output").check()
    judge(page)
    dialog.get_by_role("button", name="Push to sandbox").click()
    page.wait_for_url("**/tasks/**")
    document = Operation.objects.get().document
    assert document
    assert document.output.urls == (MAIN,)


def takes_addresses_and_undoes_it(
    page: Page,
    template: LayoutTemplate,
    judge: Judge,  # noqa: F811
) -> None:
    before = rules_of(template)
    page.get_by_label("Take the addresses of").select_option(label="Friday")
    expect(page.get_by_text("has it already")).to_have_count(1)
    judge(page)
    page.get_by_role("button", name="Take these addresses").click()
    expect(page.get_by_text("has the addresses of “Friday” now.")).to_be_visible()
    assert urls_of(rules_of(template)) == [NEWER, NEWER, GUEST]
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("is back, as version")).to_be_visible()
    assert rules_of(template) == before
