"""The laws of locks, without a page."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from studio.rules import codec
from studio.rules.document import Logo
from studio.rules.geometry import Box
from tests import builders

BUG = Logo(url="https://pictures.example.com/bug.png", box=Box(1600, 54, 192, 108))


FIRST, SECOND = (100, 100, 640, 360), (900, 500, 640, 360)


PAIR = builders.document(Box(*FIRST), Box(*SECOND), logos=(BUG,))


def test_the_store_refuses_what_forgot_a_lock(modules: Page) -> None:
    """Any path at all: a commit or a gesture that leaves a locked box elsewhere changes nothing."""
    assert modules.evaluate(
        """async (plain) => {
          const { adoptBoth, savedStateOf } = await import("/editor/document/state.js");
          const { items, setBox, remove } = await import("/editor/document/document.js");
          const { brokenLocks, lock } = await import("/editor/document/locks.js");
          const { Store } = await import("/editor/document/store.js");
          const store = new Store(adoptBoth(plain, {}), {
            admits: (work) => brokenLocks(work).length === 0,
          });
          const [{ key }] = items(store.rules);
          store.commit("lock", (work) => lock(work, [key]));
          const held = store.work;
          const box = { x: 1, y: 2, w: 30, h: 40 };
          const elsewhere = ({ rules }) => ({ rules: setBox(rules, key, box) });
          const without = ({ rules }) => ({ rules: remove(rules, key) });
          const told = [store.commit("move", elsewhere), store.commit("drop", without)];
          store.begin("drag");
          store.preview(elsewhere);
          store.end();
          return [told, store.work === held, store.depth, savedStateOf(store.work).locked.length];
        }""",
        codec.write(PAIR),
    ) == [[False, False], True, 1, 1]


@pytest.mark.parametrize(
    "locked",
    [None, "x", [None], [{"kind": "source", "index": 9}], [{"kind": "logo", "index": "0"}], [3]],
)
def test_locks_of_another_shape_lock_nothing(modules: Page, locked: Any) -> None:
    assert modules.evaluate(
        """async ([plain, locked]) => {
          const { adoptBoth, savedStateOf } = await import("/editor/document/state.js");
          return savedStateOf(adoptBoth(plain, { parked: [], locked }));
        }""",
        [codec.write(PAIR), locked],
    ) == {"parked": []}
