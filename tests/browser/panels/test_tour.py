"""The tour: five steps beside what they speak of, done or passed over, and shown once."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from studio.accounts.models import User
from tests.browser.conftest import OpenEditor
from tests.driving.processes import wait_for
from tests.driving.stage import drag, item, select
from tests.driving.studio import Studio

# Where the rooms of the page lie, and what is in its bar and around its stage.
PLACES = """() => [...document.querySelectorAll(
  "#editor > *, .top > *, .top .btn, .middle > :not(.tour), .surround > *"
)].map((one) => Object.values(one.getBoundingClientRect().toJSON()).join())"""
IS_SHEET = """(tour) => {
  const { left, right, top, bottom } = tour.getBoundingClientRect();
  const below = document.querySelector("#preview[data-toured], .dock").getBoundingClientRect();
  return left >= 0 && right <= innerWidth && top > innerHeight / 3 && bottom <= below.top;
}"""
SHARE_NOTHING = """(tour) => {
  const one = tour.getBoundingClientRect();
  const other = document.querySelector("[data-toured]").getBoundingClientRect();
  return one.left >= other.right || one.right <= other.left || one.top >= other.bottom;
}"""


@pytest.fixture
def newcomer(studio: Studio) -> User:
    """An operator who has not taken the tour yet."""
    person = studio.cast.operator
    person.toured = False
    person.save()
    return person


def tour(page: Page) -> Locator:
    return page.locator(".tour:popover-open")


def take(page: Page) -> None:
    """Asks for it in the help."""
    page.get_by_role("button", name="Keys and gestures").click()
    page.get_by_role("button", name="Take the tour").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(tour(page)).to_be_visible()


def expect_step(page: Page, title: str) -> None:
    expect(tour(page).get_by_role("heading")).to_have_text(title)


def expect_taken(page: Page, person: User) -> None:
    """It is gone, and does not come again."""
    expect(tour(page)).to_have_count(0)
    expect(page.locator("[data-toured]")).to_have_count(0)
    same = User.objects.filter(pk=person.pk)
    wait_for(lambda: same.get().toured, "the server knows that it was taken")
    page.reload()
    page.locator("html[data-ready]").wait_for(state="attached")
    expect(page.locator("script[src*=htmx]")).to_be_attached()  # where a tour would begin
    expect(page.locator("#tour:not([data-due])")).to_be_attached()


@pytest.mark.parametrize(
    ("locale", "titles", "done"),
    [
        (
            "en-GB",
            (
                "What is in the picture",
                "Where it lies",
                "What viewers will see",
                "Nothing to save",
                "On air only when you say so",
            ),
            "Done",
        ),
        (
            "zh-CN",
            ("画面里有什么", "放在哪里", "观众会看到什么", "无需手动保存", "由你决定何时播出"),
            "完成",
        ),
    ],
    ids=["English", "Chinese"],
)
def test_five_steps_are_done_by_doing_what_they_say(
    open_editor: OpenEditor, newcomer: User, locale: str, titles: tuple[str, ...], done: str
) -> None:
    page = open_editor(user=newcomer, locale=locale)
    expect_step(page, titles[0])
    assert page.evaluate("document.activeElement === document.body")
    expect(page.locator("#live")).to_contain_text(titles[0])
    select(page, "source-1")
    expect_step(page, titles[1])
    expect(page.locator("#live")).to_contain_text(titles[1])
    drag(page, item(page, "source-1"), (40, 20))
    expect_step(page, titles[2])
    page.locator("[data-next]").click()
    expect_step(page, titles[3])
    page.locator("#undo").click()
    expect_step(page, titles[4])
    expect(tour(page)).to_contain_text(re.compile(r"5\D+5"))
    tour(page).get_by_role("button", name=done).click()
    expect_taken(page, newcomer)


def test_each_step_lies_beside_what_it_speaks_of(open_editor: OpenEditor, newcomer: User) -> None:
    page = open_editor(user=newcomer)
    for beside in (".left-head", "#stage", "#preview", "#saved", "#push"):
        expect(page.locator(f"{beside}[data-toured]")).to_be_visible()
        if beside != "#stage":
            assert tour(page).evaluate(SHARE_NOTHING), beside
        if beside != "#push":
            page.locator("[data-next]").click()
    page.locator("#push").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(tour(page)).to_have_count(0)


def test_nothing_on_the_page_moves_when_it_comes(open_editor: OpenEditor) -> None:
    page = open_editor()
    before = page.evaluate(PLACES)
    take(page)
    assert page.evaluate(PLACES) == before


def test_it_is_skipped_by_escape_and_taken_again_from_the_help(
    open_editor: OpenEditor, newcomer: User
) -> None:
    page = open_editor(user=newcomer)
    expect_step(page, "What is in the picture")
    page.keyboard.press("Escape")
    expect_taken(page, newcomer)
    for _time in range(2):
        take(page)
        expect_step(page, "What is in the picture")
        expect(tour(page).get_by_role("button", name="Next")).to_be_focused()
        select(page, "source-1")
        page.get_by_role("button", name="Skip the tour").click()
        expect(tour(page)).to_have_count(0)
        page.keyboard.press("Escape")  # on the stage, where the focus is: nothing is selected


def test_it_is_taken_by_the_keyboard_alone(open_editor: OpenEditor, newcomer: User) -> None:
    page = open_editor(user=newcomer)
    expect_step(page, "What is in the picture")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # to the content, in which it comes last
    following = tour(page).get_by_role("button", name="Next")
    for _press in range(12):
        page.keyboard.press("Tab")
        if following.evaluate("element => element === document.activeElement"):
            break
    expect(following).to_be_focused()
    # On its way the focus has gone over the stage, and chosen what lies there.
    expect_step(page, "Where it lies")
    for title in ("What viewers will see", "Nothing to save", "On air only when you say so"):
        page.keyboard.press("Enter")
        expect_step(page, title)
    expect(tour(page).get_by_role("button", name="Done")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#stage")).to_be_focused()
    expect_taken(page, newcomer)


def test_on_a_phone_it_is_a_sheet_above_the_dock(open_editor: OpenEditor, newcomer: User) -> None:
    page = open_editor(user=newcomer, width=390, height=844, has_touch=True)
    for beside in (".dock [data-tab=layers]", "#stage", "#preview", "#saved"):
        expect(page.locator(f"{beside}[data-toured]")).to_be_visible()
        assert tour(page).evaluate(IS_SHEET), beside
        page.locator("[data-next]").tap()
    assert tour(page).evaluate(IS_SHEET)
    tour(page).get_by_role("button", name="Done").tap()
    expect(tour(page)).to_have_count(0)
    # Not the last step's words, which would lie on the panels for as long as news does.
    expect(page.locator("#live")).to_have_text("The tour is over; “?” has it again.")


def test_who_may_not_push_is_told_four_steps(open_editor: OpenEditor, studio: Studio) -> None:
    page = open_editor(user=studio.cast.editor)
    take(page)
    expect(tour(page)).to_contain_text("Step 1 of 4")


def test_who_may_only_look_is_offered_none(open_editor: OpenEditor, studio: Studio) -> None:
    viewer = studio.cast.viewer
    viewer.toured = False
    viewer.save()
    page = open_editor(user=viewer)
    expect(page.locator("script[src*=htmx]")).to_be_attached()
    expect(page.locator("#tour, .tour")).to_have_count(0)


def test_one_that_does_not_come_is_told_of_where_it_was_asked_for(open_editor: OpenEditor) -> None:
    page = open_editor()
    page.route("**/tour/", lambda route: route.abort())
    page.get_by_role("button", name="Keys and gestures").click()
    page.get_by_role("button", name="Take the tour").click()
    expect(page.get_by_text("There was no answer.")).to_be_visible()
