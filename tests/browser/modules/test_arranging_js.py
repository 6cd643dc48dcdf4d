"""The laws of copies and mirrors, without a page."""

from __future__ import annotations

from playwright.sync_api import Page

SIDES = {"X": 10, "Y": 10, "W": 100, "H": 100}


def test_copies_keep_keys_that_no_page_names(modules: Page) -> None:
    logo = {"Url": "https://x.example/a.png", "Alpha": 5, "Layout": {**SIDES, "Layer": 7}}
    source = {"ID": "a", "Layer": 1, "Type": "pic", "Url": "https://x.example/1.jpg", "Volume": 3}
    rules = {
        "InputLayout": {
            "Scene": {"Width": 1920, "Height": 1080, "Layout": [{**SIDES, "Layer": 1, "Fit": 2}]},
            "Logo": [logo],
        },
        "InputSource": [source],
    }
    layout, made, bug = modules.evaluate(
        """async ([rules, limits]) => {
          const doc = await import("/editor/document/document.js");
          const { adoptBoth } = await import("/editor/document/state.js");
          const { copiesOf, withCopies } = await import("/editor/document/newitems.js");
          const work = adoptBoth(rules, {});
          const copies = JSON.parse(JSON.stringify(copiesOf(work, doc.items(work.rules))));
          const [{ rules: { InputLayout, InputSource } }] = withCopies(work, copies, limits);
          return [InputLayout.Scene.Layout[1], InputSource[1], InputLayout.Logo[1]];
        }""",
        [rules, {"layer": {"min": 1, "max": 9999}}],
    )
    aside = {"X": 42, "Y": 42, "W": 100, "H": 100}
    assert layout == {**aside, "Layer": 2, "Fit": 2}
    assert made == {**source, "ID": "source-1", "Layer": 2}
    assert bug == {**logo, "Layout": {**aside, "Layer": 7}}


def test_mirroring_twice_is_the_identity_and_neighbours_keep_touching(modules: Page) -> None:
    """200 random rows of three boxes that touch, and a box alone within the scene."""
    assert modules.evaluate(
        """async () => {
          const { mirrored } = await import("/editor/geometry/align.js");
          const scene = { w: 1920, h: 1080 };
          const upTo = (most) => Math.floor(Math.random() * most);
          const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
          for (let turn = 0; turn < 200; turn += 1) {
            const [a, b, c] = [1, 1, 1].map(() => 10 + upTo(300));
            const [x, y] = [upTo(500), upTo(500)];
            const boxes = [
              { x, y, w: a, h: a },
              { x: x + a, y: y + a, w: b, h: b },
              { x: x + a + b, y: y + a + b, w: c, h: c },
            ];
            for (const [axis, size] of [["x", "w"], ["y", "h"]]) {
              const [first, second, third] = mirrored(boxes, axis, scene);
              const touching = first[axis] === second[axis] + second[size]
                && second[axis] === third[axis] + third[size];
              const whole = third[axis] === boxes[0][axis];
              const twice = mirrored([first, second, third], axis, scene);
              const [alone] = [mirrored(mirrored([boxes[0]], axis, scene), axis, scene)];
              if (!touching || !whole || !same(twice, boxes) || !same(alone, [boxes[0]])) {
                return [turn, axis, boxes];
              }
            }
          }
          return mirrored([{ x: 100, y: 20, w: 300, h: 200 }], "x", scene);
        }"""
    ) == [{"x": 1520, "y": 20, "w": 300, "h": 200}]
