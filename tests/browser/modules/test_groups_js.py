"""The laws of groups that are moved and resized, without a stage."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import Page


def test_a_group_keeps_its_shape_within_reach(modules: Page) -> None:
    boxes: list[dict[str, Any]] = modules.evaluate(
        """async () => {
          const { movedAll } = await import("/editor/geometry/boxes.js");
          const boxes = [{ x: 40, y: 0, w: 50, h: 50 }, { x: 900, y: 500, w: 80, h: 80 }];
          return movedAll(boxes, -900, 9000, { w: 1920, h: 1080 });
        }"""
    )
    assert boxes == [{"x": 0, "y": 560, "w": 50, "h": 50}, {"x": 860, "y": 1060, "w": 80, "h": 80}]


GROUPS = """async () => {
  const { carried, resized, union } = await import("/editor/geometry/boxes.js");
  const groups = [
    [{ x: 0, y: 0, w: 333, h: 77 }, { x: 333, y: 77, w: 401, h: 10 }],
    [{ x: 700, y: 300, w: 11, h: 500 }, { x: 100, y: 50, w: 900, h: 31 },
     { x: 5, y: 5, w: 2000, h: 9 }],
  ];
  let dice = 3;
  const upTo = (most) => (dice = (dice * 48271) % 2147483647) % (most + 1);
  const box = () => ({ x: upTo(1900), y: upTo(1060), w: 10 + upTo(900), h: 10 + upTo(900) });
  for (const size of [2, 3, 5, 8]) groups.push(Array.from({ length: size }, box));
  const limits = { scene: { w: 1920, h: 1080 }, sides: { min: 10, max: 2160 } };
  const found = [];
  for (const boxes of groups)
    for (const handle of ["nw", "n", "ne", "e", "se", "s", "sw", "w"])
      for (const [dx, dy] of [[0, 0], [-3000, -3000], [41.3, -17.7], [3000, 3000], [-90, 200.5]])
        for (const ratio of [false, true])
          for (const centre of [false, true]) {
            const from = union(boxes);
            const to = resized(from, handle, dx, dy, { ratio, centre, boxes, ...limits });
            const after = boxes.map((box) => carried(box, from, to));
            found.push({ from, to, boxes, after, dx, dy });
          }
  return JSON.stringify(found);
}"""


def test_a_resized_group_keeps_proportions_to_a_pixel_and_every_box_its_limits(
    modules: Page,
) -> None:
    for case in json.loads(modules.evaluate(GROUPS)):
        start, end = case["from"], case["to"]
        for old, new in zip(case["boxes"], case["after"], strict=True):
            for place, size in (("x", "w"), ("y", "h")):
                scale = end[size] / start[size]
                wanted = end[place] + (old[place] - start[place]) * scale
                assert abs(new[place] - wanted) <= 1, case
                assert abs(new[size] - old[size] * scale) <= 1, case
                assert min(10, old[size]) <= new[size] <= max(2160, old[size]), case
        if (case["dx"], case["dy"]) == (0, 0):
            assert case["after"] == case["boxes"], case
