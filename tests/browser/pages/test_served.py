"""What is served without comments and spare whitespace means what its source means."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles.storage import StaticFilesStorage
from playwright.sync_api import Page, Route

from studio.pages.joining import Modules
from studio.pages.static import Slim

STATIC = Path(__file__).parents[3] / "static"

# Values with a var() keep the spaces they were written with.
RULES = """([source, served]) => {
  const parse = (text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    const rules = [...sheet.cssRules].map((rule) => rule.cssText).join(" ");
    return rules.replace(/\\s+/g, " ").replace(/([,:]) /g, "$1");
  };
  return parse(source) === parse(served);
}"""
# A page; what it imports, directly and not; what it imports later, by an address of another folder.
SOURCES = {
    "page.js": """import { answer } from "./room/one.js";
ran.push("page");
globalThis.answer = async () => [await answer(), await answer()].at(-1);
""",
    "room/one.js": """import "../shared.js";
import * as two from "./two.js";
ran.push("one");
export async function answer() {
  const { late } = await import("./late.js");
  return late(two.two);
}
""",
    "room/two.js": """import { one as first } from "../shared.js";
ran.push("two");
export const two = first + first;
""",
    "room/late.js": """import { one } from "../shared.js";
import { mine } from "./mine.js";
ran.push("late");
export function late(two) {
  return one + two + mine;
}
""",
    "room/mine.js": """ran.push("mine");
export const mine = 3;
""",
    "shared.js": """ran.push("shared");
export const one = 1;
""",
}
RUN = """async () => {
  globalThis.ran = [];
  await import("/joined/page.js");
  const found = await answer();
  return [...ran, found];
}"""
# What a module imports is not there, and each imports something: all are read, and none is run.
SYNTAX = """async (source) => {
  const parts = [source, "\\nimport './nothing';"];
  const url = URL.createObjectURL(new Blob(parts, { type: "text/javascript" }));
  return import(url).then(() => "", (error) => error.name === "SyntaxError" ? String(error) : "");
}"""


@pytest.fixture(scope="module")
def slim() -> Slim:
    storage = StaticFilesStorage(location=STATIC, base_url="/static/")
    paths = [str(path.relative_to(STATIC)) for path in STATIC.glob("**/*.*")]
    return Slim({path: (storage, path) for path in paths})


def text(slim: Slim, name: str) -> str:
    with slim.open(name) as file:
        content: str = file.read().decode()
    return content


def test_styles_have_the_same_rules(modules: Page, slim: Slim) -> None:
    sheets = [path for path in STATIC.glob("css/**/*.css") if "@import" not in path.read_text()]
    assert len(sheets) > 20
    changed = [path.name for path in sheets if not same_rules(modules, slim, path)]
    assert changed == []


def same_rules(page: Page, slim: Slim, path: Path) -> bool:
    return bool(page.evaluate(RULES, [path.read_text(), text(slim, str(path.relative_to(STATIC)))]))


def test_every_file_can_still_be_read(modules: Page, slim: Slim) -> None:
    names = list(slim.joined)
    assert "editor/main.js" in names
    faults = {name: modules.evaluate(SYNTAX, text(slim, name)) for name in names}
    assert {name: fault for name, fault in faults.items() if fault} == {}


def test_joined_modules_run_once_each_and_do_what_they_did(modules: Page) -> None:
    def run(files: dict[str, str]) -> object:
        def answer(route: Route) -> None:
            path = urlsplit(route.request.url).path.removeprefix("/joined/")
            route.fulfill(body=files[path], content_type="text/javascript")

        modules.reload()
        modules.route("**/joined/**", answer)
        return modules.evaluate(RUN)

    joined = Modules(SOURCES).files()
    assert set(joined) == {"page.js", "room/late.js"}
    assert run(SOURCES) == run(joined) == ["shared", "two", "one", "page", "mine", "late", 6]
