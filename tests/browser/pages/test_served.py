"""What is served without comments and spare whitespace means what its source means."""

from __future__ import annotations

from pathlib import Path

from django.contrib.staticfiles.storage import StaticFilesStorage
from playwright.sync_api import Page

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
# What a module imports is not there: only what it says itself is read.
SYNTAX = """async (source) => {
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  return import(url).then(() => "", (error) => error.name === "SyntaxError" ? String(error) : "");
}"""


def served(path: Path) -> str:
    slim = Slim(StaticFilesStorage(location=STATIC, base_url="/static/"))
    with slim.open(str(path.relative_to(STATIC))) as file:
        text: str = file.read().decode()
    return text


def test_styles_have_the_same_rules(modules: Page) -> None:
    sheets = [path for path in STATIC.glob("css/**/*.css") if "@import" not in path.read_text()]
    assert len(sheets) > 20
    changed = [path.name for path in sheets if not same_rules(modules, path)]
    assert changed == []


def same_rules(page: Page, path: Path) -> bool:
    return bool(page.evaluate(RULES, [path.read_text(), served(path)]))


def test_every_module_can_still_be_read(modules: Page) -> None:
    paths = list(STATIC.glob("*/**/*.js"))
    assert len(paths) > 100
    faults = {path.name: modules.evaluate(SYNTAX, served(path)) for path in paths}
    assert {name: fault for name, fault in faults.items() if fault} == {}
