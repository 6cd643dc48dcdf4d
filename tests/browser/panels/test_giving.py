"""Pictures that people give, by button, drop or clipboard; and what is shown of a video."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import FilePayload, Page, Response, Route, expect
from pytest_django import Settings

from studio.library.models import Frame, Kind, Upload, Wanted
from studio.library.models.frame import State
from studio.rules.document import Logo, MixedRules
from studio.rules.geometry import Box
from tests import builders
from tests.browser.conftest import OpenEditor
from tests.driving.arriving import Held
from tests.driving.stage import expect_undo, field, item, painted, row, select
from tests.driving.studio import Studio

LOGO = Logo(url="https://pictures.example.com/logo.png", box=Box(40, 40, 240, 135))
BOXES = (Box(100, 100, 640, 360), Box(1000, 500, 640, 360))
RULES = replace(builders.document(*BOXES), logos=(LOGO,))
PUBLIC = "https://studio.example.com"
SOURCE, BOTH = "#panel-box [data-shown=source] ", "#panel-box "

# Drops a file on the element, or pastes it where the focus is.
ARRIVE = """(target, [kind, name, type, text]) => {
  const bytes = Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], name, { type }));
  const how = { bubbles: true, cancelable: true };
  if (kind === "paste") {
    return target.dispatchEvent(new ClipboardEvent("paste", { ...how, clipboardData: data }));
  }
  target.dispatchEvent(new DragEvent("dragover", { ...how, dataTransfer: data }));
  const lit = document.querySelectorAll(".is-target").length;
  target.dispatchEvent(new DragEvent("drop", { ...how, dataTransfer: data }));
  return lit;
}"""


def arrive(page: Page, at: Any, data: bytes, *, kind: str = "drop") -> Any:
    return at.evaluate(ARRIVE, [kind, "a.png", "image/png", base64.b64encode(data).decode()])


def payload(data: bytes) -> FilePayload:
    return {"name": "a.png", "mimeType": "image/png", "buffer": data}


def choose(page: Page, part: str, data: bytes | Path) -> None:
    """By the button of the inspector."""
    with page.expect_file_chooser() as chooser:
        page.locator(f"#panel-box [data-shown={part}] [data-give]").click()
    chooser.value.set_files(data if isinstance(data, Path) else payload(data))


def is_asked_for(answer: Response) -> bool:
    """Whether the page asked for the picture at the new address."""
    return answer.url.endswith("/frames/") and PUBLIC in (answer.request.post_data or "")


def fetch_all() -> None:
    """What the worker does."""
    for frame in Frame.objects.filter(state=State.PENDING):
        frame.fetch()


def test_a_still_stands_in_for_a_source_and_is_told_to(
    open_editor: OpenEditor, studio: Studio
) -> None:
    template = builders.template(studio.cast.workspace, RULES)
    page = open_editor(template=template)
    select(page, "source-1")
    choose(page, "source", builders.png(300, 400, "red"))
    expect(item(page, "source-1")).to_have_class("item has-picture")
    expect(page.locator(SOURCE + "[data-measured]")).to_have_text("300 × 400 of the still")
    expect(page.locator("#fit-badge")).to_have_text("a still you gave")
    expect(page.locator(SOURCE + "[data-frame-says]")).to_contain_text("never sent")
    expect_undo(page, "give source-1 a still")
    expect(page.locator("#saved")).to_have_attribute("data-kind", "saved")
    template.refresh_from_db()
    assert template.editor_state == {"stills": {"source-1": str(Upload.objects.get().pk)}}
    assert template.rules == RULES


def test_a_still_is_taken_away_and_brought_back_by_undo(open_editor: OpenEditor) -> None:
    page = open_editor(RULES)
    select(page, "source-1")
    choose(page, "source", builders.png(300, 400))
    away = page.get_by_role("button", name="Take the still away")
    away.click()
    expect(page.locator(SOURCE + "[data-measured]")).to_have_text("1920 × 1080 assumed")
    expect(away).to_be_hidden()
    page.locator("#undo").click()
    expect(page.locator(SOURCE + "[data-measured]")).to_have_text("300 × 400 of the still")
    page.locator("#undo").click()
    expect(page.locator(SOURCE + "[data-measured]")).to_have_text("1920 × 1080 assumed")


def test_a_logo_gets_the_public_address_of_what_was_uploaded_in_one_step(
    open_editor: OpenEditor, studio: Studio, settings: Settings
) -> None:
    settings.PUBLIC_URL = PUBLIC
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "studio.example.com"]
    page = open_editor(RULES)
    select(page, "logo.png")
    with page.expect_response(is_asked_for):
        choose(page, "logo", builders.png(400, 100))
    expect(field(page, "logo.Url")).to_have_value(re.compile(f"^{PUBLIC}/u/[-\\w]{{43}}/a.png$"))
    fetch_all()
    expect(page.locator("#panel-box [data-shown=logo] [data-measured]")).to_have_text(
        "400 × 100 measured"
    )
    expect(page.locator(".toast.warning")).to_have_count(0)
    page.locator("#undo").click()
    expect(field(page, "logo.Url")).to_have_value(LOGO.url)


def test_without_a_public_address_the_page_warns_that_the_cloud_cannot_fetch_it(
    open_editor: OpenEditor, studio: Studio
) -> None:
    page = open_editor(RULES)
    select(page, "logo.png")
    choose(page, "logo", builders.png(400, 100))
    expect(page.locator(".toast.warning")).to_contain_text("the cloud can fetch it only if")
    expect(field(page, "logo.Url")).to_have_value(re.compile(f"^{studio.url}/u/.*/a.png$"))
    expect(page.locator("#why-logo-Url")).to_contain_text("private address")


def test_what_is_no_picture_or_too_large_is_told_at_the_button_and_changes_nothing(
    open_editor: OpenEditor, tmp_path: Path
) -> None:
    page = open_editor(RULES)
    select(page, "source-1")
    choose(page, "source", b"GIF89a" + bytes(50))
    why = page.locator(SOURCE + "[data-give-whys]")
    expect(why).to_contain_text("This is no PNG or JPEG picture.")
    expect(page.locator("#live")).to_contain_text("This is no PNG or JPEG picture.")
    expect(page.locator("#undo")).to_be_disabled()
    select(page, "source-2")
    expect(why).to_be_hidden()
    select(page, "source-1")
    expect(why).to_be_visible()
    # What is too large is not even sent.
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    large = tmp_path / "large.png"
    large.write_bytes(bytes(20 * 2**20 + 1))
    choose(page, "source", large)
    expect(why).to_contain_text("20 MiB at most")
    assert not [url for url in sent if "uploads" in url]
    with page.expect_request(re.compile("uploads")):
        choose(page, "source", builders.png())
    expect(why).to_be_hidden()


def fail(status: int | None) -> Callable[[Route], None]:
    """With that status, or without any answer."""
    return lambda route: route.fulfill(status=status, body="no") if status else route.abort()


def test_an_upload_that_fails_is_told_and_may_be_tried_again(open_editor: OpenEditor) -> None:
    page = open_editor(RULES)
    select(page, "source-1")
    why = page.locator(SOURCE + "[data-give-whys]")
    for width, status in enumerate((413, 500, None), start=300):
        page.route("**/uploads/?*", fail(status))
        choose(page, "source", builders.png())
        expect(why, f"{status}").to_contain_text("Try again")
        page.unroute("**/uploads/?*")
        choose(page, "source", builders.png(width, 400))
        measured = page.locator(SOURCE + "[data-measured]")
        expect(measured).to_have_text(f"{width} × 400 of the still")
        expect(why).to_be_hidden()


def test_a_picture_dropped_on_a_row_is_for_that_item_and_a_pasted_one_for_what_is_selected(
    open_editor: OpenEditor,
) -> None:
    page = open_editor(RULES)
    assert arrive(page, row(page, "source-2"), builders.png(300, 400)) == 1
    expect_undo(page, "give source-2 a still")
    expect(row(page, "source-2")).to_have_attribute("aria-pressed", "true")
    arrive(page, row(page, "logo.png"), builders.png(400, 100))
    expect_undo(page, "upload a picture for logo.png")
    expect(page.locator(".is-target")).to_have_count(0)
    select(page, "source-1")
    arrive(page, page.locator("body"), builders.png(300, 400), kind="paste")
    expect_undo(page, "give source-1 a still")


def test_a_picture_dropped_on_the_stage_is_for_what_lies_there_or_a_new_logo(
    open_editor: OpenEditor,
) -> None:
    page = open_editor(RULES)
    # Beside the stage it is for nothing, and the page is not left for it.
    assert arrive(page, page.locator("#inspector"), builders.png()) == 0
    painted(page)
    assert not Upload.objects.exists()
    arrive(page, item(page, "source-1"), builders.png(300, 400))
    expect_undo(page, "give source-1 a still")
    arrive(page, page.locator("#stage"), builders.png(400, 100))
    expect_undo(page, "add a logo")
    expect(page.locator("#logo-list li")).to_have_count(2)


def test_a_new_logo_is_as_its_picture_is(open_editor: OpenEditor) -> None:
    page = open_editor(RULES)
    for (width, height), box in {(400, 100): ("240", "60"), (100, 200): ("68", "135")}.items():
        arrive(page, page.locator("#stage"), builders.png(width, height))
        expect(field(page, "box.W")).to_have_value(box[0])
        expect(field(page, "box.H")).to_have_value(box[1])


def test_a_fifth_logo_is_refused_before_it_is_uploaded(open_editor: OpenEditor) -> None:
    page = open_editor(replace(RULES, logos=(LOGO,) * 4))
    arrive(page, page.locator("#stage"), builders.png(400, 100))
    expect(page.get_by_text("A mix has 4 logos at most.")).to_be_visible()
    assert not Upload.objects.exists()


def test_a_source_keeps_its_still_under_another_id_and_its_copy_has_it_too(
    open_editor: OpenEditor,
) -> None:
    page = open_editor(RULES)
    select(page, "source-1")
    choose(page, "source", builders.png(300, 400))
    field(page, "source.ID").fill("guest")
    field(page, "source.ID").press("Enter")
    measured = page.locator(SOURCE + "[data-measured]")
    expect(measured).to_have_text("300 × 400 of the still")
    item(page, "guest").press("Control+d")
    expect(field(page, "source.ID")).to_have_value("source-1")
    expect(measured).to_have_text("300 × 400 of the still")


def test_somebody_who_may_only_look_sees_the_still_and_can_give_none(
    open_editor: OpenEditor, studio: Studio, data: Path
) -> None:
    upload = Upload.objects.take(studio.cast.workspace, studio.cast.editor, builders.png(300, 400))
    template = builders.template(studio.cast.workspace, RULES)
    template.editor_state = {"stills": {"source-1": str(upload.pk)}}
    template.save()
    page = open_editor(template=template, user=studio.cast.viewer)
    select(page, "source-1")
    expect(page.locator(SOURCE + "[data-measured]")).to_have_text("300 × 400 of the still")
    expect(page.locator("[data-give], [data-take-away], #give-file")).to_have_count(0)


def video(url: str) -> MixedRules:
    rules = builders.document(BOXES[0], urls=(url,))
    return replace(rules, sources=(replace(rules.sources[0], type="vod"),))


def keep(studio: Studio, url: str, second: int, width: int, **facts: Any) -> None:
    """A frame of a video, as a worker would have kept it."""
    frame, _made = Frame.objects.row_of(studio.cast.workspace, Wanted(url, Kind.VOD, second))
    picture = Upload.objects.take(studio.cast.workspace, studio.cast.editor, builders.png(width))
    frame.keep(replace(picture.still(), **facts))


def test_the_picture_of_a_chosen_second_is_asked_for_and_kept_beside_the_document(
    open_editor: OpenEditor, studio: Studio
) -> None:
    url = "https://videos.example.com/talk.mp4"
    keep(studio, url, 0, 640, duration=724.2, rate=25.0, at=0.0)
    keep(studio, url, 90, 320, duration=724.2, rate=25.0, at=90.0)
    keep(studio, url, 999, 160, duration=724.2, rate=25.0, at=724.1)
    template = builders.template(studio.cast.workspace, video(url))
    page = open_editor(template=template)
    select(page, "source-1")
    measured = page.locator(SOURCE + "[data-measured]")
    expect(measured).to_have_text("640 × 36 · 25 fps · 12:04")
    second = field(page, "picture.Second")
    second.fill("90")
    second.press("Enter")
    expect(measured).to_have_text("320 × 36 · 25 fps · 12:04")
    expect_undo(page, "change second of the picture of source-1")
    second.fill("999")
    second.press("Enter")
    expect(page.locator(SOURCE + "[data-frame-says]")).to_have_text(
        "The video ends at 12:04: this is its last picture, at 12:04."
    )
    expect(page.locator("#saved")).to_have_attribute("data-kind", "saved")
    template.refresh_from_db()
    assert template.editor_state == {"seconds": {"source-1": 999}}
    second.fill("0")
    second.press("Enter")
    expect(measured).to_have_text("640 × 36 · 25 fps · 12:04")


def test_only_video_files_have_a_second_to_choose(open_editor: OpenEditor) -> None:
    page = open_editor(RULES)
    select(page, "source-1")
    expect(field(page, "picture.Second")).to_be_hidden()
    field(page, "source.Type").select_option("vod")
    expect(field(page, "picture.Second")).to_be_visible()
    field(page, "source.Type").select_option("live")
    expect(field(page, "picture.Second")).to_be_hidden()


def test_a_page_says_that_it_is_looked_at_and_shows_what_came_anew(
    open_editor: OpenEditor, studio: Studio
) -> None:
    url = RULES.sources[0].url
    builders.frame(studio.cast.workspace, url, builders.png(64, 36))
    page = open_editor(RULES, alone=True)
    picture = item(page, "source-1").locator("img")
    expect(item(page, "source-1")).to_have_class("item has-picture")
    before = picture.get_attribute("src")
    seen = Frame.objects.get(url=url).seen_at
    builders.frame(studio.cast.workspace, url, builders.png(64, 36, "red"))
    page.clock.install()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(picture).not_to_have_attribute("src", before or "")
    assert Frame.objects.get(url=url).seen_at > seen


def test_what_is_new_is_asked_for_at_once_whatever_the_page_waits_for(
    open_editor: OpenEditor, studio: Studio
) -> None:
    """An answer that comes late must not put off what was asked for since."""
    new = "https://pictures.example.com/new.png"
    builders.frame(studio.cast.workspace, new, builders.png(300, 400))
    page = open_editor(RULES)
    select(page, "source-1")
    with page.expect_request("**/frames/"):
        held = Held(page, "**/frames/")
    field(page, "source.Url").fill(new)
    field(page, "source.Url").press("Enter")
    held.let_go()
    expect(page.locator(SOURCE + "[data-measured]")).to_have_text("300 × 400 measured")


def test_a_picture_fetched_anew_stays_in_sight_meanwhile(
    open_editor: OpenEditor, studio: Studio
) -> None:
    builders.frame(studio.cast.workspace, RULES.sources[0].url)
    page = open_editor(RULES)
    select(page, "source-1")
    expect(item(page, "source-1")).to_have_class("item has-picture")
    page.locator(SOURCE + "[data-again]").click()
    expect(page.locator(SOURCE + "[data-frame-says]")).to_have_text("Waiting to be fetched…")
    expect(item(page, "source-1")).to_have_class("item has-picture")
    expect(page.locator(SOURCE + "[data-again]")).to_be_focused()


def test_a_slow_upload_says_how_far_it_is(open_editor: OpenEditor, data: Path) -> None:
    page = open_editor(RULES, alone=True)
    select(page, "source-1")
    heard = page.evaluate_handle(
        """() => {
          const live = document.getElementById("live");
          const heard = [];
          new MutationObserver(() => heard.push(live.textContent)).observe(live, {
            childList: true, characterData: true, subtree: true,
          });
          return heard;
        }"""
    )
    line = page.context.new_cdp_session(page)
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 900_000}
    line.send("Network.emulateNetworkConditions", slow)
    noise = Image.effect_noise((800, 800), 100)
    file = BytesIO()
    noise.save(file, "PNG")
    choose(page, "source", file.getvalue())
    expect_undo(page, "give source-1 a still")
    # How often a browser tells of it is its own affair.
    told = [text for text in heard.json_value() if re.fullmatch(r"Uploading .*: [1-9]0 %", text)]
    assert told
    assert told == sorted(told)
