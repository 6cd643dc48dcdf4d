"""Two people at one template, and the dialog that asks what both changed."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from studio.editor.models import LayoutTemplate
from studio.rules.document import Logo
from studio.rules.geometry import Box
from tests import builders
from tests.browser.conftest import OpenEditor
from tests.driving.saves import save_elsewhere, type_x

BUG = Logo(url="https://pictures.example.com/bug.png", box=Box(96, 54, 192, 108))
PAIR = builders.document(Box(200, 100, 640, 360), Box(1000, 500, 400, 300), logos=(BUG,))


def dialog(page: Page) -> Locator:
    return page.locator("#conflict")


def choose(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def clash(open_editor: OpenEditor, template: LayoutTemplate) -> Page:
    """A page that moved the first box while a team-mate moved it elsewhere, and the second too."""
    page = open_editor(template=template)
    save_elsewhere(template, {"X": 555})
    save_elsewhere(template, {"Y": 444}, layout=1)
    type_x(page, 300)
    expect(dialog(page)).to_be_visible()
    return page
