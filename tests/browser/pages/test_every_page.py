"""Every page that links lead to, as a screen of 1440 × 900 shows it at 200 %: nothing of it moves
while it comes, nothing asks Intl, and it can still be read with letters, words and lines further
apart.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page

from studio.editor.models import LayoutTemplate
from tests.browser.conftest import OpenContext, Watch
from tests.driving.arriving import Held
from tests.driving.loading import WATCH, come, coming
from tests.driving.pages import pages
from tests.driving.studio import Studio
from tests.driving.walking.looking import LANGUAGES, unreadable
from tests.driving.walking.material import material

# A fifth of what counts as good.
MOST_SHIFT = 0.02


# Where what holds a page stands, and where it stood when no more had come of it than its heading.
HEADED = """() => {
  const main = document.getElementById("main");
  const place = () => [main.offsetLeft, main.offsetTop, main.offsetWidth];
  const all = place();
  const after = [];
  for (let last = main.querySelector("h1"); last && last !== main; last = last.parentElement)
    for (let next = last.nextSibling; next; next = next.nextSibling)
      after.push([last.parentElement, next]);
  for (const [, node] of after) node.remove();
  const headed = place();
  // The page's own modules look for it.
  for (const [parent, node] of after) parent.append(node);
  return [headed, all];
}"""


def owner(context: OpenContext, studio: Studio, **options: object) -> BrowserContext:
    person = context(alone=True, **options)
    person.add_cookies([studio.cookie(studio.cast.owner)])
    person.add_init_script(f"({WATCH})()")
    return person


@pytest.mark.parametrize("locale", LANGUAGES)
def test_every_page_stands_still_and_can_be_read_with_wide_spacing(
    studio: Studio, context: OpenContext, watch: Watch, locale: str
) -> None:
    person = owner(context, studio, width=720, height=450, device_scale_factor=2, locale=locale)
    page = watch.page(person.new_page())
    begin, _shown = material(studio.cast)
    found = pages(person, *(studio.url + path for path in begin))
    assert len(found) > 30
    moving, asking, cut, leaping = {}, {}, {}, {}
    for name, address in found.items():
        if (came := coming(page, address)).shift > MOST_SHIFT:
            moving[name] = came
        if came.asked:
            asking[name] = came.asked
        if faults := unreadable(page):
            cut[name] = faults
        headed, whole = page.evaluate(HEADED)
        if headed != whole:
            leaping[name] = headed, whole
    assert moving == {}
    assert asking == {}
    assert cut == {}
    # A page is painted whenever its next part keeps it waiting.
    assert leaping == {}


def test_the_editor_stands_still_when_its_template_comes(
    studio: Studio, context: OpenContext, watch: Watch, template: LayoutTemplate
) -> None:
    page = watch.page(owner(context, studio).new_page())
    held = Held(page, "**/opening/")
    page.goto(studio.address(template))
    # The page is seen without it.
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)))")
    held.let_go()
    page.locator("html[data-ready]").wait_for(state="attached")
    came = come(page)
    assert came.asked == []
    # A row of presets that gets its height late would move a fiftieth of it.
    assert came.shift <= 0.002, came.moved


UNREADABLE = """<main>
  <p id="high">A line in a box</p><p id="button">A word</p><p id="beneath">Lies beneath</p>
  <p id="wide">So wide that</p></main>"""
STYLES = """main { display: grid; position: relative; font: 16px/1 sans-serif }
#high { height: 6px; overflow: hidden } #button { height: 8px; border: 1px solid }
#beneath, #wide { grid-area: 3 / 1 } #wide { width: 3000px }"""


def shown(modules: Page, html: str, css: str) -> list[str]:
    """What of this can't be read, on a page of its own."""
    modules.evaluate(
        """([html, css]) => {
          document.body.innerHTML = html;
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(css);
          document.adoptedStyleSheets = [sheet];
          document.querySelector("[popover]")?.showPopover();
        }""",
        [html, css],
    )
    found = unreadable(modules)
    modules.evaluate("document.adoptedStyleSheets = []; document.body.innerHTML = ''")
    return found


def test_what_is_cut_off_sticks_out_or_lies_over_another_is_found(modules: Page) -> None:
    found = shown(modules, UNREADABLE, STYLES)
    assert "cut: A line in a box" in found
    assert "sticks out: A word" in found
    assert any(fault.startswith("over one another: Lies beneath") for fault in found)
    assert any(fault.endswith("px wide") for fault in found)


MENU = """<p>Lies beneath</p><div popover><b>One act</b><b>Another</b></div>"""
MENU_STYLES = """p { position: absolute; top: 0 }
[popover] { display: grid; inset: 40px auto auto 0; height: 200vh; margin: 0; overflow: hidden }
b { grid-area: 1 / 1 }"""


def test_a_menu_that_reaches_past_the_window_or_lies_over_itself_is_found(modules: Page) -> None:
    beyond, over = shown(modules, MENU, MENU_STYLES)
    assert beyond.startswith("past the window")
    assert over == "over one another: One act | Another"
    assert shown(modules, MENU, "[popover] { max-height: 50vh }") == []
