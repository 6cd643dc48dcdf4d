"""The laws of a long history, without its list."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.modules.test_document_js import run


def test_hundreds_of_steps_are_kept_and_one_goes_anywhere_at_once(modules: Page) -> None:
    assert run(
        modules,
        """const store = made();
        const [item] = doc.items(rules);
        const texts = [JSON.stringify(rules)];
        for (let x = 1; x <= 300; x += 1) {
          store.commit(`to ${x}`, ({ rules }) => ({
            rules: doc.setBox(rules, item.key, { ...item.box, x }),
          }));
          texts.push(JSON.stringify(store.rules));
        }
        let told = 0;
        store.subscribe(() => { told += 1; });
        const visits = [0, 300, 17, 250, 250].map((depth) => {
          store.goTo(depth);
          return [store.depth, JSON.stringify(store.rules) === texts[depth], store.undoLabel];
        });
        return [visits, told, store.steps.length, store.steps[249], store.redoLabel];""",
    ) == [
        [
            [0, True, None],
            [300, True, "to 300"],
            [17, True, "to 17"],
            [250, True, "to 250"],
            [250, True, "to 250"],
        ],
        4,
        300,
        "to 250",
        "to 251",
    ]


def test_going_somewhere_cancels_a_gesture_and_closes_what_would_join(modules: Page) -> None:
    assert run(
        modules,
        """const store = made();
        const { key, box } = doc.items(rules)[0];
        const to = (x) => ({ rules }) => ({ rules: doc.setBox(rules, key, { ...box, x }) });
        const merge = { key: "nudge", within: 60000 };
        store.commit("one", to(1), { merge });
        store.begin("drag");
        store.preview(to(7));
        store.goTo(0);
        store.goTo(1);
        store.commit("two", to(2), { merge });
        return [store.live, store.steps, doc.find(store.rules, key).box.x];""",
    ) == [False, ["one", "two"], 2]
