"""All that opens on the pages: dialogs, menus, panels and what is folded up."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Locator, Page

from studio.rules import codec
from tests.driving.loading import SETTLED
from tests.driving.processes import ROOT
from tests.driving.stage import field, item, painted
from tests.driving.walking.material import RULES

TEMPLATES = ROOT / "templates"
# What a template has that opens.
OPENS = re.compile(r"<dialog\b|<details\b|\spopover(?=[\s=>])")
WIDE, NARROW = (1440, 900), (720, 450)

# What is not saved yet is saved at once.
BACK_ONLINE = "dispatchEvent(new Event('online'))"

Opener = Callable[[Page], None]


@dataclass(frozen=True)
class Opening:
    """Something that opens: in which template it stands, on the page of which name it is opened, by
    which act, and what is seen then. Not `narrow` is what a small screen does not have.
    """

    template: str
    page: str
    open: Opener
    seen: str
    narrow: bool = True

    def __str__(self) -> str:
        return f"{self.page}: {self.seen}"


def press(page: Page, selector: str) -> None:
    """The first of these that is seen."""
    page.locator(f"{selector} >> visible=true").first.click()


def pressing(*selectors: str) -> Opener:
    def open_(page: Page) -> None:
        for selector in selectors:
            press(page, selector)

    return open_


def tab(page: Page, name: str) -> None:
    """That panel of the editor, which on a small screen lies below the stage."""
    if page.locator(f"button[data-tab={name}] >> visible=true").count():
        press(page, f"button[data-tab={name}]")


def choose(page: Page) -> None:
    tab(page, "layers")
    press(page, "#source-list button[data-key]")
    tab(page, "box")


def chosen(*selectors: str) -> Opener:
    """The same of the editor, with a source chosen there."""

    def open_(page: Page) -> None:
        choose(page)
        pressing(*selectors)(page)

    return open_


def in_panel(name: str, *selectors: str) -> Opener:
    def open_(page: Page) -> None:
        tab(page, name)
        pressing(*selectors)(page)

    return open_


def context_menu(page: Page) -> None:
    item(page, "source-1").click(button="right")


def move(page: Page, x: int) -> None:
    field(page, "box.X").fill(str(x))
    field(page, "box.X").press("Enter")
    painted(page)


def steps(page: Page) -> None:
    choose(page)
    move(page, 320)
    press(page, "#history-open")


def conflict(page: Page) -> None:
    """The same field is changed in another tab, to another value."""
    other = page.context.new_page()
    arrived(other, page.url)
    choose(other)
    x = int(field(other, "box.X").input_value())
    with other.expect_response("**/document/"):
        move(other, x % 500 + 10)
        other.evaluate(BACK_ONLINE)
    other.close()
    choose(page)
    move(page, x % 500 + 700)
    page.evaluate(BACK_ONLINE)


def offer(page: Page) -> None:
    """A document with problems, read but not kept."""
    page.locator("#read textarea").fill(json.dumps(codec.write(RULES)))
    press(page, "#read [type=submit]")
    press(page, "#keep summary")


EDITOR = "template-edit"
# The editor's own, which lie beside one another.
PANELS = (
    Opening("", EDITOR, in_panel("layers"), "#layers"),
    Opening("", EDITOR, choose, "#panel-box"),
    Opening("", EDITOR, in_panel("presets"), "#presets"),
    Opening("", EDITOR, in_panel("scene"), "#panel-scene"),
    Opening("", EDITOR, in_panel("output"), "#panel-output"),
    Opening("", EDITOR, in_panel("problems"), "#panel-problems"),
    Opening("", EDITOR, in_panel("scene", "#panel-scene [data-meanings]"), ".menu.meanings"),
)
OPENINGS = (
    Opening("accounts/team/_member.html", "members", pressing(".more"), ".menu"),
    Opening("accounts/team/_switch.html", "templates", pressing(".switch"), "#workspaces"),
    Opening("accounts/team/members.html", "members", pressing(".roles summary"), ".roles dl"),
    Opening("editor/_menu.html", "templates", pressing("[popovertarget^=more-]"), ".menu"),
    Opening(
        "editor/_rename.html",
        "templates",
        pressing("[popovertarget^=more-]", "[data-opens=rename]"),
        "#rename",
    ),
    Opening(
        "editor/_tags.html",
        "templates",
        pressing("[popovertarget^=more-]", "[data-opens=tags]"),
        "#tags",
    ),
    Opening("editor/dialogs/_help.html", EDITOR, pressing("[data-help]"), "#help-dialog"),
    Opening(
        "editor/dialogs/_scene_dialog.html",
        EDITOR,
        in_panel("scene", "[data-scene-size='1280x720']"),
        "#scene-dialog",
    ),
    Opening(
        "editor/dialogs/_swap_dialog.html", EDITOR, chosen("[data-act=swapWith]"), "#swap-dialog"
    ),
    Opening("editor/importing/_offer.html", "template-import", offer, "#keep details ul"),
    Opening("editor/panels/_arrange.html", EDITOR, chosen("[popovertarget=shapes]"), "#shapes"),
    Opening(
        "editor/panels/_download.html", EDITOR, pressing("[popovertarget=download]"), "#download"
    ),
    Opening(
        "editor/panels/_header.html",
        EDITOR,
        pressing("[popovertarget=snap-settings]"),
        "#snap-settings",
        narrow=False,
    ),
    Opening("editor/panels/_history.html", EDITOR, steps, "#history"),
    Opening(
        "editor/panels/_layers.html",
        EDITOR,
        in_panel("layers", "#saved-sources summary"),
        "#saved-sources li",
    ),
    Opening("editor/panels/_pad.html", EDITOR, chosen("[popovertarget=pad]"), "#pad"),
    Opening(
        "editor/panels/_presets.html", EDITOR, in_panel("presets", "#all-presets"), "#preset-dialog"
    ),
    Opening("editor/stage/_context_menu.html", EDITOR, context_menu, "#context-menu"),
    Opening(
        "editor/stage/_tools.html", EDITOR, pressing("#scene-size"), "#scene-sizes", narrow=False
    ),
    Opening("editor/stage/_view.html", EDITOR, pressing("#zoom"), "#view-menu"),
    Opening("editor/tour/tour.html", EDITOR, pressing("[data-help]", "#tour"), ".tour"),
    Opening("editor/versions/_row.html", "template-versions", pressing("summary"), "details li"),
    Opening(
        "mixes/control/_changes.html",
        "task",
        pressing("#preview-warnings summary"),
        "#preview-warnings li",
    ),
    Opening(
        "mixes/control/_drift.html",
        "task, changed elsewhere",
        pressing("#drift summary"),
        "#drift li",
    ),
    Opening(
        "mixes/control/claim.html", "task, unknown", pressing("#claim"), "#looks-dialog dialog"
    ),
    Opening("mixes/control/looks.html", "task", pressing("#add-look"), "#looks-dialog dialog"),
    Opening(
        "mixes/control/looks.html",
        "task",
        pressing("#add-look", ".looks summary"),
        ".looks .version",
    ),
    Opening("mixes/control/stop.html", "task", pressing("#stop"), "#stop-dialog dialog"),
    Opening("mixes/history/_past.html", "history", pressing(".past summary"), ".past details li"),
    Opening("mixes/push/push.html", EDITOR, pressing("#push"), "#push-dialog dialog"),
    Opening(
        "mixes/push/_meanings.html",
        EDITOR,
        pressing("#push", "[popovertarget=push-meanings]"),
        "#push-meanings",
    ),
    Opening("pages/_topbar.html", "templates", pressing("[popovertarget=you]"), "#you"),
    Opening(
        "pages/design/_buttons.html", "design", pressing("[popovertarget=specimens]"), "#specimens"
    ),
    Opening("pages/design/_buttons.html", "design", pressing("[data-opens=specimen]"), "#specimen"),
    # The last of the editor: what it leaves unsaved is offered on the page from then on.
    Opening("editor/dialogs/_conflict.html", EDITOR, conflict, "#conflict"),
)


def that_open() -> Counter[str]:
    """How many things each template has that open."""
    found = {path: len(OPENS.findall(path.read_text())) for path in TEMPLATES.rglob("*.html")}
    return Counter({str(path.relative_to(TEMPLATES)): many for path, many in found.items() if many})


def arrived(page: Page, address: str) -> None:
    """At a page that is there, with its pictures."""
    page.goto(address)
    if "#" in address:  # an invitation's token, which the page posts
        page.locator("#main .as").wait_for()
    if page.locator("#editor").count():
        page.locator("html[data-ready]").wait_for(state="attached")
    page.evaluate(SETTLED)


def opened(page: Page, opening: Opening) -> Locator:
    """What is seen of it, open on its page."""
    opening.open(page)
    shown = page.locator(f"{opening.seen} >> visible=true").first
    shown.wait_for()
    page.evaluate(SETTLED)
    return shown
