"""Two people's edits of one document, put together by the page's own modules."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from studio.rules import codec
from studio.rules.document import Logo
from studio.rules.geometry import Box
from tests import builders

URL = "https://pictures.example.com/"
BUG = Logo(url=f"{URL}bug.png", box=Box(96, 54, 192, 108))
TOP = Logo(url=f"{URL}top.png", box=Box(500, 54, 192, 108))
RULES: dict[str, Any] = {
    **codec.write(builders.document(Box(0, 0, 640, 360), Box(700, 0, 640, 360), logos=(BUG, TOP))),
    "Vendor": {"kept": [1, 2], "mode": "a"},
}
# Hands of the scripts below: `first` and `second` are sources, `bug` and `top` logos.
HANDS = """
const base = state.adoptBoth(plain, given);
const [first, second, bug, top] = doc.items(base).map((item) => item.key);
const json = (value) => JSON.parse(JSON.stringify(value));
/** As the server sends it: no key is known there. */
const sent = (rules) => state.adoptBoth(json(rules), json(state.savedStateOf(rules)));
const moved = (rules, key, box) =>
  doc.setBox(rules, key, { ...doc.find(rules, key).box, ...box });
const at = (rules, path, value) => doc.put(rules, path, value);
const source = (rules, key, name, value) =>
  at(rules, ["InputSource", doc.find(rules, key).index, name], value);
const logo = (rules, key, name, value) =>
  at(rules, ["InputLayout", "Logo", doc.find(rules, key).index, name], value);
const both = (mine, theirs, options) => merge(base, mine, sent(theirs), options);
const clashes = ({ changes }) => changes.filter((change) => change.clash);
const boxes = (rules) => doc.items(rules).map(({ box }) => box && [box.x, box.y, box.w, box.h]);
const ids = (rules) => doc.items(rules).map((item) => item.id ?? item.url);
const bySort = (list, name) => list.toSorted((a, b) => (name(a) < name(b) ? -1 : 1));
/** What it says, whatever the order of lists and of keys that means nothing. */
const said = (rules) => {
  const copy = json(rules);
  const text = (value) => JSON.stringify(sorted(value));
  const sorted = (value) =>
    Array.isArray(value) ? value.map(sorted)
    : value && typeof value === "object"
      ? Object.fromEntries(
          bySort(Object.keys(value), (name) => name).map((name) => [name, sorted(value[name])]))
      : value;
  for (const [path, list] of [
    [["InputSource"], copy.InputSource],
    [["InputLayout", "Scene", "Layout"], copy.InputLayout.Scene.Layout],
    [["Output", "Url"], copy.Output.Url],
  ]) {
    path.slice(0, -1).reduce((inner, step) => inner[step], copy)[path.at(-1)] = bySort(list, text);
  }
  const kept = json(state.savedStateOf(rules));
  if (kept.parked) kept.parked = bySort(kept.parked, text);
  return text([copy, kept]);
};
"""


def run(
    page: Page, script: str, *, rules: dict[str, Any] = RULES, state: dict[str, Any] | None = None
) -> Any:
    """The script's value, with HANDS and the modules `doc`, `order`, `parking` and `state`."""
    return page.evaluate(
        """async ([hands, script, plain, given]) => {
          const load = (name) => import(`/editor/${name}.js`);
          const [doc, order, parking, state, { merge }] = await Promise.all(
            [
              "document/document", "document/order", "document/parking", "document/state",
              "merging/merge",
            ].map(load));
          const names = ["doc", "order", "parking", "state", "merge", "plain", "given"];
          const body = `"use strict"; ${hands} ${script}`;
          return new Function(...names, body)(doc, order, parking, state, merge, plain, given);
        }""",
        [HANDS, script, rules, state or {}],
    )
