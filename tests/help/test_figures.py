"""No figure that a page names can go stale: it is filled in, or no limit of ours, or held here."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.conf import settings

from studio.help.figures import SECOND, counted, figures
from studio.help.reading import pages, source
from studio.rules.limits import MAX_SOURCES, SCENE_SIDE
from tests.help.test_pages import LANGUAGES, WRITTEN

pytestmark = pytest.mark.usefixtures("data")

# What is no prose: code, but for what is filled in there; addresses; the numbers of a list's items.
ASIDE = re.compile(r"`[^`{]*`|\]\([^)]*\)|^\d\.(?= )|\{\w+\}", re.MULTILINE)
# Sides of an example's pictures and boxes, layers of another, a time of day, the cloud's own
# documents, a lasting value of the modules: each as it stands in the page.
EXAMPLES = {
    "letterbox": ["1920 × 1080", "640 × 640", "640 × 360", "140"],
    "layers": ["1", "2", "3", "10", "500", "9000"],
    "preview": ["14:02"],
    "push": ["5", "10"],
    "scene": ["1920 × 1080", "1080 × 1920", "2560 × 1440", "3840 × 2160"],
    "templates": ["500"],
}
NUMBER = re.compile(r"\d[\d:.]*(?: × \d+)?")
# A figure in words would be one that nothing fills in.
UNITS = r"seconds?|minutes?|hours?|days?|weeks?|steps?|pixels|sources|logos|inquiries"
WORDS = (
    "a|an|one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|hundred|half an?"
)
IN_WORDS = re.compile(
    rf"\b(?:{WORDS}) (?:{UNITS})\b|[一二三四五六七八九十百半两]+ ?(?:秒|分钟|小时|天|步|像素)"
    "|最多[一二三四五六七八九十]|up to (?:two|three|four|five|six|seven|eight|nine|ten)"
)
# What the editor's modules know, as the page of templates says it; and what is no limit.
SAID = {"a second", "一秒", "two sources", "one step", "一步"}

every_page = pytest.mark.parametrize("name", WRITTEN)
every_language = pytest.mark.parametrize("language", LANGUAGES)


def prose(name: str, language: str) -> str:
    return ASIDE.sub(" ", source(name, language))


@every_language
@every_page
def test_no_number_is_written_by_hand_that_is_no_example(name: str, language: str) -> None:
    assert sorted(NUMBER.findall(prose(name, language))) == sorted(EXAMPLES.get(name, []))


@every_language
@every_page
def test_no_figure_is_written_in_words(name: str, language: str) -> None:
    assert {found.lower() for found in IN_WORDS.findall(prose(name, language))} <= SAID


def test_both_languages_name_the_same_figures() -> None:
    for name in WRITTEN:
        one, other = (
            sorted(set(re.findall(r"\{(\w+)\}", source(name, language)))) for language in LANGUAGES
        )
        assert one == other, name


def test_every_figure_is_named_somewhere() -> None:
    named = {
        word for name in WRITTEN for word in re.findall(r"\{(\w+)\}", source(name, LANGUAGES[0]))
    }
    assert named == set(figures())


@every_language
def test_pages_say_the_limits_as_they_are(language: str) -> None:
    text = " ".join(section.text for section in pages(language)["sources"].sections)
    assert re.search(rf"(up to|最多) {MAX_SOURCES}\b", text)
    assert "{" not in "".join(
        page.html for page in pages(language).values() if page.name in WRITTEN
    )


def test_examples_of_sizes_are_within_the_limits_and_beyond_them() -> None:
    possible, beyond = re.split("are possible|不能用", source("scene", "en"))[:2]
    for text, fits in ((possible, True), (beyond.partition("are not")[0], False)):
        sides = [int(side) for pair in re.findall(r"(\d+) × (\d+)", text) for side in pair]
        assert all(map(SCENE_SIDE.holds, sides)) is fits
        assert sides


def test_what_the_editor_s_modules_know_is_as_they_know_it() -> None:
    editor = settings.BASE / "static" / "editor"
    assert "const QUIET = 1000;" in (editor / "saving" / "saving.js").read_text()  # “a second”
    (steps,) = re.findall(r"\blimit = (\d+)", (editor / "document" / "store.js").read_text())
    assert [steps] == EXAMPLES["templates"]


def test_take_stays_armed_as_long_by_its_page_as_by_the_api() -> None:
    page = (settings.BASE / "static" / "pages" / "control.js").read_text()
    assert f"const SECONDS = {figures()['armed_seconds']};" in page


def test_a_time_that_is_no_whole_number_of_its_unit_is_not_rounded() -> None:
    assert counted(timedelta(minutes=1), SECOND) == 60
    with pytest.raises(ValueError, match="not counted"):
        counted(timedelta(seconds=90), timedelta(minutes=1))
