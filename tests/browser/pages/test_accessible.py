"""axe-core on every page and dialog, light, dark and in forced colours; no rule is off."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from studio.accounts.models import User
from studio.editor.models import LayoutTemplate
from studio.mixes.clouds.connections import Colour
from studio.mixes.models import MixTask, Operation, Push, State
from studio.rules.document import Logo
from studio.rules.geometry import Box
from tests import builders
from tests.browser.conftest import OpenContext, OpenEditor, Watch
from tests.driving.saves import expect_saved, save_elsewhere, type_x
from tests.driving.stage import item, select
from tests.driving.studio import Studio
from tests.mixes.history.past import moved, stopped, taken
from tests.mixes.rehearsal.rehearsals import task_at_sandbox

VENDOR = Path(__file__).parents[2] / "vendor"
AXE = VENDOR / "axe-core" / "axe.min.js"
# What axe can tell for certain, of every rule it has switched on by itself, best practice included.
VERDICT = """async (asked) => {
  const { violations } = await axe.run(document, { resultTypes: ["violations"], ...asked });
  const told = ({ html, failureSummary }) => [html, failureSummary];
  return violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(told) }));
}"""
# Looks differ in colours alone: what else there is, is asked in the first.
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
LOGO = Logo(url="https://pictures.example.com/logo.png", box=Box(1800, 20, 90, 90))
# Past the scene's edge and odd: problems are shown too.
RULES = builders.document(
    Box(200, 100, 641, 360), Box(1600, 500, 400, 300), width=1919, logos=(LOGO,)
)

SCHEMES: tuple[dict[str, Any], ...] = (
    {"color_scheme": "light", "forced_colors": "none"},
    {"color_scheme": "dark", "forced_colors": "none"},
    {"color_scheme": "light", "forced_colors": "active"},
    {"color_scheme": "dark", "forced_colors": "active"},
)

Judge = Callable[[Page], None]


@pytest.fixture
def judge() -> Judge:
    """Shows the page in every look and fails with what axe finds."""

    def look(page: Page) -> None:
        page.evaluate(AXE.read_text())
        for number, chosen in enumerate(SCHEMES):
            page.emulate_media(**chosen)
            found: list[dict[str, Any]] = page.evaluate(VERDICT, COLOURS if number else {})
            assert found == [], chosen

    return look


@pytest.fixture
def template(studio: Studio) -> LayoutTemplate:
    return builders.template(studio.cast.workspace, RULES, user=studio.cast.operator)


@pytest.fixture
def task(studio: Studio, template: LayoutTemplate) -> MixTask:
    """On air since now."""
    pushed = Push.record(
        workspace=studio.cast.workspace,
        person=studio.cast.operator,
        rules=RULES,
        name="show",
        key=None,
    )
    now = timezone.now()
    Operation.objects.filter(pk=pushed.pk).update(state=State.ACCEPTED, sent_at=now)
    MixTask.objects.filter(pk=pushed.task.pk).update(
        template=template, task_id="3b1a7bb73ab6b06c", status="runing", on_air_at=now, seen_at=now
    )
    return MixTask.objects.get(pk=pushed.task.pk)


Visit = Callable[..., Page]


@pytest.fixture
def visit(studio: Studio, context: OpenContext, watch: Watch) -> Visit:
    """Opens a page by its name, as an operator unless told, or nobody is signed in."""

    def open_page(
        name: str, *args: object, signed_in: bool = True, user: User | None = None
    ) -> Page:
        person = context()
        if signed_in:
            person.add_cookies([studio.cookie(user or studio.cast.operator)])
        page = watch.page(person.new_page())
        page.goto(studio.url + reverse(name, args=args))
        return page

    return open_page


def open_dialog(page: Page, button: str) -> None:
    page.get_by_role("button", name=button).first.click()
    expect(page.get_by_role("dialog")).to_be_visible()


def test_axe_is_the_one_that_is_noted() -> None:
    assert hashlib.sha256(AXE.read_bytes()).hexdigest() in (VENDOR / "README.md").read_text()


def test_the_page_that_signs_in(visit: Visit, judge: Judge) -> None:
    judge(visit("start", signed_in=False))


@pytest.mark.usefixtures("template")
def test_the_gallery_its_menu_and_renaming(visit: Visit, judge: Judge) -> None:
    page = visit("templates")
    judge(page)
    page.locator(".card").first.hover()
    page.get_by_role("button", name="More for").first.click()
    judge(page)
    open_dialog(page, "Rename…")
    judge(page)


def test_the_empty_gallery_and_the_empty_list_of_tasks(visit: Visit, judge: Judge) -> None:
    judge(visit("templates"))
    judge(visit("tasks"))


def test_the_audit_log(
    visit: Visit, judge: Judge, template: LayoutTemplate, studio: Studio
) -> None:
    judge(visit("audit"))
    template.set_name("Evening news")
    Push.record(
        workspace=studio.cast.workspace,
        person=studio.cast.operator,
        rules=template.rules,
        name="show",
    )
    judge(visit("audit"))


def test_tokens(visit: Visit, judge: Judge) -> None:
    page = visit("tokens")
    judge(page)
    page.get_by_role("button", name="Make token").click()
    expect(page.get_by_text("Give it a name")).to_be_visible()
    judge(page)
    page.get_by_label("Name").fill("Stream deck")
    page.get_by_label("Go on air").check()
    page.get_by_role("button", name="Make token").click()
    expect(page.get_by_text("Copy it now")).to_be_visible()
    judge(page)


def test_the_editor_with_nothing_and_with_something_selected(
    open_editor: OpenEditor, template: LayoutTemplate, judge: Judge
) -> None:
    page = open_editor(template=template)
    expect(page.locator("#preview img")).to_have_attribute("src", re.compile("^blob:"))
    judge(page)
    for name in ("source-2", "logo.png"):
        select(page, name)
        judge(page)


def test_the_picture_that_is_being_drawn_anew_can_be_read_meanwhile(
    open_editor: OpenEditor, template: LayoutTemplate, judge: Judge
) -> None:
    page = open_editor(template=template)
    expect(page.locator("#preview img")).to_have_attribute("src", re.compile("^blob:"))
    held: list[Route] = []
    # The first alone: one for a picture that came meanwhile follows it.
    page.route("**/preview/", lambda route: route.continue_() if held else held.append(route))
    type_x(page, 300)
    expect(page.locator("#preview")).to_have_attribute("aria-busy", "true")
    judge(page)
    held[0].continue_()
    expect(page.locator("#preview")).not_to_have_attribute("aria-busy", "true")


def test_every_tab_of_the_inspector(
    open_editor: OpenEditor, template: LayoutTemplate, judge: Judge
) -> None:
    page = open_editor(template=template)
    for tab in ("Scene", "Output", "Problems"):
        page.get_by_role("tab", name=tab).click()
        judge(page)


def test_presets_and_what_is_set_aside(
    open_editor: OpenEditor, template: LayoutTemplate, judge: Judge
) -> None:
    page = open_editor(template=template)
    open_dialog(page, "All 33")
    judge(page)
    page.get_by_role("dialog").get_by_role("button", name="Full screen").first.click()
    page.get_by_role("button", name="Hide source-1").click()
    expect(page.get_by_role("button", name="Bring back source-2")).to_be_visible()
    judge(page)


def test_the_sizes_of_the_scene_and_what_is_asked(
    open_editor: OpenEditor, template: LayoutTemplate, judge: Judge
) -> None:
    page = open_editor(template=template)
    page.locator("#scene-size").click()
    judge(page)
    page.locator("#scene-sizes").get_by_role("button", name="1280 × 720").click()
    judge(page)


def test_the_menu_of_the_view_and_all_it_shows(
    open_editor: OpenEditor, template: LayoutTemplate, judge: Judge
) -> None:
    for options in ({}, {"width": 390, "height": 844, "has_touch": True}):
        page = open_editor(template=template, **options)
        page.locator("#zoom").click()
        for toggle in page.locator("#view-menu [data-mode]").all():
            toggle.click()
        judge(page)


def test_the_list_of_steps_and_two_versions(
    open_editor: OpenEditor, template: LayoutTemplate, judge: Judge
) -> None:
    page = open_editor(template=template)
    type_x(page, 300)
    expect_saved(page)
    type_x(page, 400)
    page.locator("#undo").click()
    page.get_by_role("button", name="All steps").click()
    judge(page)
    template.refresh_from_db()
    save_elsewhere(template, {"X": 555})
    page.keyboard.press("Escape")
    type_x(page, 350)
    expect(page.locator("#conflict [data-state=drawn]")).to_have_count(3)
    judge(page)
    page.set_viewport_size({"width": 390, "height": 844})
    judge(page)


def test_the_context_menu_the_help_the_pad_and_swapping(
    open_editor: OpenEditor, template: LayoutTemplate, judge: Judge
) -> None:
    page = open_editor(template=template)
    select(page, "source-2").focus()
    page.get_by_role("button", name="Lock source-2").click()
    item(page, "source-2").click(button="right")
    judge(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Move and size").click()
    judge(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Swap with…").click()
    judge(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Keys and gestures").click()
    judge(page)


def test_the_editor_on_a_phone(
    open_editor: OpenEditor, template: LayoutTemplate, judge: Judge
) -> None:
    page = open_editor(template=template, width=390, height=844, has_touch=True)
    for panel in ("Layers", "Box", "Presets", "Scene", "Output", "Problems"):
        page.locator(".dock").get_by_role("button", name=panel).click()
        judge(page)


def test_forced_colours_leave_what_is_chosen_and_the_miniatures_to_be_seen(
    open_editor: OpenEditor, template: LayoutTemplate
) -> None:
    page = open_editor(template=template)
    page.emulate_media(forced_colors="active")
    select(page, "source-1")

    def colour(selector: str, name: str) -> str:
        found: str = page.locator(selector).first.evaluate(
            "(element, name) => getComputedStyle(element)[name]", name
        )
        return found

    chosen = colour("#tab-box", "borderBottomColor")
    assert chosen != colour("#tab-scene", "borderBottomColor")
    assert colour("#snap", "backgroundColor") != colour("#several", "backgroundColor")
    assert colour("#layers [aria-pressed=true]", "outlineColor") == chosen
    assert colour("#stage .selection", "outlineColor") == chosen
    # The words that say why a preset does not fit lie above it only when there are any.
    assert colour("#presets .reason", "backgroundColor").endswith(", 0)")


def test_forced_colours_leave_pictures_of_the_output_as_they_are(
    open_editor: OpenEditor, template: LayoutTemplate
) -> None:
    page = open_editor(template=template)
    select(page, "source-1")
    drawn = (
        "#stage .scene",
        "#stage .card",
        "#preview .shot img",
        "#presets .mini",
        "#presets .cell",
    )
    words = ("#stage .card b", "#stage .card .says")

    def colours() -> list[str]:
        found: list[str] = page.evaluate(
            """([drawn, words]) => {
              const style = (selector) => getComputedStyle(document.querySelector(selector));
              return [
                ...drawn.map((selector) => style(selector).backgroundColor),
                ...words.map((selector) => style(selector).color),
              ];
            }""",
            [drawn, words],
        )
        return found

    usual = colours()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, forced_colors="active")
        assert colours() == usual


def test_the_rehearsal_as_it_behaves_and_misbehaves(
    visit: Visit, judge: Judge, task: MixTask
) -> None:
    MixTask.objects.filter(pk=task.pk).update(task_id=task_at_sandbox(task.name))
    page = visit("rehearsal")
    judge(page)
    page.locator("#button-slow").click()
    page.locator("#day-lose").get_by_role("button").click()
    expect(page.locator("#day-lose").get_by_role("button")).to_contain_text("it ends in")
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        judge(page)


def test_the_editor_for_someone_who_only_views(
    open_editor: OpenEditor, studio: Studio, template: LayoutTemplate, judge: Judge
) -> None:
    page = open_editor(template=template, user=studio.cast.viewer)
    select(page, "source-2")
    judge(page)


def test_the_push_dialog(open_editor: OpenEditor, template: LayoutTemplate, judge: Judge) -> None:
    page = open_editor(template=template)
    open_dialog(page, "Push…")
    judge(page)


def test_the_list_of_tasks_a_task_and_stopping_it(
    visit: Visit, task: MixTask, judge: Judge
) -> None:
    judge(visit("tasks"))
    page = visit("task", task.pk)
    judge(page)
    open_dialog(page, "Stop…")
    judge(page)


def test_the_history_of_all_tasks(
    visit: Visit, studio: Studio, task: MixTask, judge: Judge
) -> None:
    page = visit("history")
    expect(page.locator(".past tbody tr")).to_have_count(1)
    judge(page)
    push = Operation.objects.get()
    taken(push, moved(RULES, 10), state=State.REFUSED, error_code="400", error_message="taken")
    taken(push, moved(RULES, 20), state=State.UNKNOWN)
    stopped(push)
    page.reload()
    page.get_by_text("1 change").first.click()
    expect(page.get_by_text("source-1 moves from").first).to_be_visible()
    judge(page)
    page.set_viewport_size({"width": 390, "height": 844})
    judge(page)
    page.goto(f"{studio.url}{reverse('history')}?since=2026-02-30&kind=none")
    expect(page.get_by_role("alert")).to_be_visible()
    judge(page)


def test_the_clouds_of_a_workspace(
    studio: Studio, context: OpenContext, watch: Watch, judge: Judge
) -> None:
    workspace, now = studio.cast.workspace, timezone.now()
    keys = ("AKLTKEYSOFATESTab12", "secret")
    for colour in Colour.values:
        row = builders.paid_cloud(
            workspace, name=f"Hall {colour}", colour=colour, keys=keys, tested_at=now
        )
    builders.paid_cloud(workspace, name="Bad", tested_at=now, tested="InvalidAccessKey")
    person = context()
    person.add_cookies([studio.cookie(studio.cast.owner)])
    page = watch.page(person.new_page())
    for name in ("connections", "connection-new"):
        page.goto(studio.url + reverse(name))
        for width in (1440, 390):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            judge(page)
    page.get_by_role("button", name="Add").click()
    expect(page.locator(".why").first).to_be_visible()
    judge(page)
    for name in ("connection", "connection-keys", "connection-delete"):
        page.goto(studio.url + reverse(name, args=[row.pk]))
        judge(page)
