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
const items = (work) => doc.items(work.rules);
const [first, second, bug, top] = items(base).map((item) => item.key);
const json = (value) => JSON.parse(JSON.stringify(value));
/** As the server sends it: no key is known there. */
const sent = (work) => state.adoptBoth(json(work.rules), json(state.savedStateOf(work)));
const inRules = (work, change) => state.edited(work, { rules: change(work.rules) });
const at = (work, path, value) => inRules(work, (rules) => doc.put(rules, path, value));
const find = (work, key) => doc.find(work.rules, key);
const moved = (work, key, box) =>
  inRules(work, (rules) => doc.setBox(rules, key, { ...find(work, key).box, ...box }));
const source = (work, key, name, value) =>
  at(work, ["InputSource", find(work, key).index, name], value);
const logo = (work, key, name, value) =>
  at(work, ["InputLayout", "Logo", find(work, key).index, name], value);
const without = (work, key) => inRules(work, (rules) => doc.remove(rules, key));
const withSource = (work, ...made) => inRules(work, (rules) => doc.addSource(rules, ...made)[0]);
const withLogo = (work, ...made) => inRules(work, (rules) => doc.addLogo(rules, ...made)[0]);
const both = (mine, theirs, options) => merge(base, mine, sent(theirs), options);
const clashes = ({ changes }) => changes.filter((change) => change.clash);
const boxes = (work) => items(work).map(({ box }) => box && [box.x, box.y, box.w, box.h]);
const ids = (work) => items(work).map((item) => item.id ?? item.url);
const bySort = (list, name) => list.toSorted((a, b) => (name(a) < name(b) ? -1 : 1));
/** What it says, whatever the order of lists and of keys that means nothing. */
const said = (work) => {
  const copy = json(work.rules);
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
  const kept = json(state.savedStateOf(work));
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
