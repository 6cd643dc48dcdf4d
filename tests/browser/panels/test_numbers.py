"""Numbers as people type them: understood, or refused beside the field with what was typed kept."""

from __future__ import annotations

from dataclasses import replace

from playwright.sync_api import Locator, Page, expect

from studio.rules.document import MixedRules
from studio.rules.geometry import Box
from tests import builders
from tests.browser.conftest import OpenEditor
from tests.driving.stage import expect_box, expect_undo, field, item, row, select

PAIR = builders.document(Box(200, 100, 640, 360), Box(1000, 500, 400, 300))

# As people type them everywhere; what each makes of a field stands in its row, None where it is
# refused.
FORMS = ("1,280", "1.280", "1 280", "１２８０", "50％", "1280px", "8,000 kbit")
Forms = dict[str, dict[str, int | None]]


def forms(*values: int | None) -> dict[str, int | None]:
    return dict(zip(FORMS, values, strict=True))


NONE = forms(None, None, None, None, None, None, None)
SECONDS = forms(1280, 1280, 1280, 1280, None, None, None)
BOX: Forms = {
    "box.X": {
        **forms(1280, 1280, 1280, 1280, 960, 1280, None),
        "1\u00a0280": 1280,
        "1\u2009280": 1280,
        "1.28": None,
        "1,2800": None,
        "2,000": None,
    },
    "box.Y": {
        **forms(None, None, None, None, 540, None, None),
        "1,080": 1080,
        "1.080": 1080,
        "1 080": 1080,
        "１０８０": 1080,
        "108 px": 108,
        "10.5": None,
        "-1": None,
    },
    "box.W": {**forms(1280, 1280, 1280, 1280, 960, 1280, None), "12PX": 12, "9": None},
    "box.H": {**forms(1280, 1280, 1280, 1280, 540, 1280, None), "１，２８０": 1280, "1e3": None},
    "source.Layer": {**SECONDS, "1.5": None, "50%": None, "12 px": None},
    "picture.Second": {**SECONDS, "1 281 s": 1281, "１２": 12, "1.5": None, "12 px": None},
}
OUTPUT: Forms = {
    "video.BitRate": {
        **forms(None, None, None, None, None, None, 8_000_000),
        "8,000,001": 8_000_001,
        "8.001 kbit": 8_001_000,
        "8000k": 8_000_000,
        "4,5 Mbit/s": 4_500_000,
        "８００００００": 8_000_000,
        "8,000": None,
        "8 MB": None,
    },
    "video.FrameRate": {**NONE, "50fps": 50, "３０": 30, "29.97": None},
    "video.GOP": {**NONE, "4 s": 4, "５": 5, "2,5": None, "5px": None},
}
# These are asked about before they are used: what is understood has a test of its own.
SCENE: Forms = {
    "scene.Width": {"50％": None, "8,000 kbit": None, "1.28": None, "tall": None, "9,999": None},
    "scene.Height": {"50％": None, "8,000 kbit": None, "7,20": None, "1e3": None},
}
WHOLE: Forms = {
    "whole.X": {**NONE, "50％": 960, "1２8": 128, "128px": 128, "1,28": None},
    "whole.Y": {**NONE, "50％": 540, "1２8": 128, "1.5": None},
    "whole.W": {**forms(1280, 1280, 1280, 1280, 960, 1280, None), "1 281 px": 1281, "1.28": None},
    "whole.H": {**forms(1280, 1280, 1280, 1280, 540, 1280, None), "７２０": 720, "wide": None},
}


SAID = """() => {
  window.seen?.disconnect();
  window.said = [];
  window.seen = new MutationObserver(([{ target }]) => window.said.push(target.textContent));
  seen.observe(document.getElementById("live"), { childList: true });
}"""


def show() -> MixedRules:
    first, second = PAIR.sources
    return replace(PAIR, sources=(replace(first, type="vod"), second))


def says(page: Page, typed: Locator) -> Locator:
    return page.locator(f"#{typed.get_attribute('aria-describedby')} li.error")


def expect_refused(page: Page, typed: Locator, text: str) -> None:
    """What was typed is there, and why it is not taken, for the eye and for a screen reader."""
    expect(typed).to_have_value(text)
    expect(typed).to_have_attribute("aria-invalid", "true")
    expect(says(page, typed).first).to_contain_text(f"“{text}”")
    expect(says(page, typed).first).to_be_visible()
    expect(page.locator("#live")).to_contain_text(f"“{text}”")


# Types each text over what a field shows and enters it; as `expect_refused` looks at a refused one,
# which Esc then takes back. Returns what is otherwise than wanted.
TRY = """async ([name, wanted]) => {
  const typed = document.querySelector(`[data-field="${name}"]`);
  const why = document.getElementById(typed.getAttribute("aria-describedby"));
  const live = document.getElementById("live");
  const frame = () => new Promise(requestAnimationFrame);
  const press = (key) =>
    typed.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  const whys = () => [...why.querySelectorAll("li.error")].map((one) => one.textContent);
  const isSaid = () => whys().some((one) => one.includes("“"));
  const isTaken = (text) => typed.value === text && typed.ariaInvalid !== "true" && !isSaid();
  const isRefused = (text) =>
    typed.value === text &&
    typed.ariaInvalid === "true" &&
    whys()[0]?.includes(`“${text}”`) &&
    why.checkVisibility() &&
    live.textContent.includes(`“${text}”`);
  const wrong = [];
  const wait = async (isSo, text) => {
    const until = performance.now() + 10_000;
    while (!isSo(text) && performance.now() < until) await frame();
    if (!isSo(text)) wrong.push([name, text, typed.value, ...whys(), live.textContent]);
  };
  for (const [text, value] of wanted) {
    const before = typed.value;
    typed.focus();
    typed.select();
    document.execCommand("insertText", false, text);
    press("Enter");
    if (value === null) {
      await wait(isRefused, text);
      press("Escape");
    }
    await wait(isTaken, value === null ? before : String(value));
  }
  return wrong;
}"""


def try_all(page: Page, forms: Forms) -> None:
    for name, texts in forms.items():
        assert page.evaluate(TRY, [name, list(texts.items())]) == []


def test_each_field_of_a_box_and_its_source(open_editor: OpenEditor) -> None:
    page = open_editor(show())
    select(page, "source-1")
    try_all(page, BOX)


def test_each_field_of_several(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    item(page, "source-1").focus()
    page.keyboard.press("Control+a")
    try_all(page, WHOLE)


def test_each_field_of_the_output(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    page.get_by_role("tab", name="Output").click()
    try_all(page, OUTPUT)


def test_the_scene_asks_for_no_size_that_was_not_typed(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    page.get_by_role("tab", name="Scene").click()
    try_all(page, SCENE)
    dialog = page.locator("#scene-dialog")
    width = field(page, "scene.Width")
    width.fill("1.28")
    page.locator("#resize-scene").click()
    expect(dialog).to_be_hidden()
    expect_refused(page, width, "1.28")
    sides = ((width, "1280 × 1080", "1920"), (field(page, "scene.Height"), "1920 × 1280", "1080"))
    for typed, size, before in sides:
        for text in ("1,280", "1.280", "1 280", "1\u00a0280", "１２８０", "1280px"):
            typed.fill(text)
            typed.press("Enter")
            expect(dialog.locator("h2")).to_have_text(f"Change the scene to {size}?")
            dialog.get_by_role("button", name="Cancel").click()
            expect(typed).to_have_value(before)


# Beside the document.
BESIDE = ("presets.gap", "presets.margin", "view.spacing")


def field_of(page: Page, name: str) -> Locator:
    """In sight: by what is selected, in the panel of the scene, in the menu of the view."""
    if name == "box.X":
        select(page, "source-1")
    elif name == "scene.Width":
        page.get_by_role("tab", name="Scene").click()
    elif name == "view.spacing":
        page.locator("#zoom").click()
    return field(page, name)


def test_each_field_beside_the_document(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    for name in BESIDE:
        typed = field_of(page, name)
        try_all(page, {name: {**NONE, "1２0": 120, "80px": 80, "1.5": None}})
        typed.fill("12.5")
        typed.blur()
        expect_refused(page, typed, "12.5")
        typed.press("Escape")
        typed.press("Shift+ArrowUp")
        expect(typed).to_have_value("90")
        expect(typed).to_have_attribute("aria-valuenow", "90")


# The most that each may be.
MOST = {"box.X": "1920", **dict.fromkeys(BESIDE[:2], "400"), "view.spacing": "200"}


def test_a_step_from_beyond_the_range_goes_to_its_end(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    for name, most in MOST.items():
        typed = field_of(page, name)
        typed.fill("5000")
        typed.press("Enter")
        expect_refused(page, typed, "5000")
        typed.press("ArrowDown")
        expect(typed, name).to_have_value(most)
        expect(typed).to_have_attribute("aria-invalid", "false")
        expect(page.locator("#live")).to_contain_text(f"to {most}; set to {most}")


def test_what_is_refused_is_said_once(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    for name in ("scene.Width", *MOST):
        typed = field_of(page, name)
        typed.fill("12.5")
        typed.press("Enter")
        expect_refused(page, typed, "12.5")
        page.evaluate(SAID)
        typed.blur()
        page.wait_for_timeout(300)  # what is said is said by then
        typed.fill("1.25")
        typed.blur()
        expect(page.locator("#live")).to_contain_text("“1.25”")
        assert page.evaluate("window.said.length") == 1, name
        typed.press("Escape")


def test_left_what_is_refused_stays_with_the_item_it_was_typed_for(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    select(page, "source-1")
    typed = field(page, "box.X")
    typed.fill("1,28")
    item(page, "source-2").click()
    expect_box(page, (1000, 500, 400, 300))
    expect(typed).not_to_have_attribute("aria-invalid", "true")
    select(page, "source-1")
    expect_refused(page, typed, "1,28")
    typed.fill("128")
    typed.press("Enter")
    expect_undo(page, "change X of source-1")
    expect(typed).to_have_attribute("aria-invalid", "false")


def test_undo_takes_back_what_is_refused_before_any_step(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    select(page, "source-2")
    field(page, "box.Y").fill("17")
    select(page, "source-1")
    typed = field(page, "box.X")
    typed.fill("3OO")
    typed.press("Enter")
    expect_refused(page, typed, "3OO")
    typed.press("Control+z")
    expect(typed).to_have_value("200")
    expect(typed).to_have_attribute("aria-invalid", "false")
    expect_undo(page, "change Y of source-2")
    typed.press("Control+z")
    expect_box(page, (1000, 500, 400, 300))


def test_a_field_with_a_refused_text_follows_the_selection(open_editor: OpenEditor) -> None:
    """The focus stays in it while a step of another item is done again."""
    page = open_editor(PAIR)
    select(page, "source-2")
    field(page, "box.Y").fill("17")
    field(page, "box.Y").press("Enter")
    page.keyboard.press("Control+z")
    select(page, "source-1")
    typed = field(page, "box.X")
    typed.fill("3OO")
    typed.press("Enter")
    typed.press("Control+y")
    expect_box(page, (1000, 17, 400, 300))
    expect(typed).to_have_value("1000")
    typed.fill("30")
    typed.press("Enter")
    expect_undo(page, "change X of source-2")
    select(page, "source-1")
    expect(typed).to_have_value("3OO")
    expect(typed).to_have_attribute("aria-invalid", "true")


def test_what_is_refused_gives_way_when_the_box_moves(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    select(page, "source-1")
    field(page, "box.X").fill("1,28")
    field(page, "box.Y").fill("1,080")
    item(page, "source-1").focus()
    expect(field(page, "box.X")).to_have_value("1,28")
    page.keyboard.press("ArrowRight")
    expect_box(page, (201, 1080, 640, 360))


def test_an_emptied_field_is_as_it_was(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    select(page, "source-1")
    field(page, "box.X").fill(" ")
    field(page, "box.X").blur()
    expect_box(page, (200, 100, 640, 360))


def test_esc_takes_back_what_is_half_typed(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    for name in BESIDE:
        typed = field_of(page, name)
        before = typed.input_value()
        typed.fill("33")
        expect(typed, name).to_have_attribute("aria-valuenow", "33")
        typed.press("Escape")
        expect(typed).to_have_value(before)
        expect(typed).to_have_attribute("aria-valuenow", before)


def test_a_push_leads_to_what_several_items_cannot_take(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    select(page, "source-2")
    row(page, "source-1").click(modifiers=["Shift"])
    typed = field(page, "whole.X")
    typed.fill("1,28")
    typed.blur()
    select(page, "source-2")
    page.locator("#push").click()
    expect(page.locator(".toast")).to_contain_text("“1,28”")
    expect(typed).to_be_focused()
    expect(typed).to_have_value("1,28")
    select(page, "source-1").focus()
    page.keyboard.press("Delete")
    expect(page.locator("#source-list li")).to_have_count(1)
    page.locator("#push").click()
    expect(page.locator("#push-title")).to_be_visible()


def test_a_push_first_says_what_is_not_taken(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    select(page, "source-1")
    typed = field(page, "box.X")
    typed.fill("1,28")
    select(page, "source-2")
    page.locator("#push").click()
    expect(page.locator(".toast")).to_contain_text("source-1, X: “1,28”")
    expect(page.locator("#push-title")).to_have_count(0)
    expect(typed).to_be_focused()
    expect_refused(page, typed, "1,28")
    page.get_by_role("tab", name="Problems").click()
    expect(page.locator("#problem-list")).to_contain_text("source-1, X: “1,28”")
    page.locator("#problem-list").get_by_role("button").click()
    typed.press("Escape")
    page.locator("#push").click()
    expect(page.locator("#push-title")).to_be_visible()
