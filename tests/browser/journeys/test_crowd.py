"""Many at once: each sees the picture of their own document, whatever is kept for whom."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.driving.crowd import Dragger, Seen, demo_rules, is_true
from tests.driving.processes import running_studio
from tests.driving.tiles import decoded, laid
from tests.driving.visitor import Visitor

EDITORS = 4
DRAGS = 3


def test_what_each_sees_is_the_picture_of_their_document(tmp_path: Path, prepared: Path) -> None:
    with running_studio(tmp_path, prepared=prepared, STUDIO_DEMO="1") as studio:
        studio.start("web")
        visitor = Visitor(studio.sign_in_link())
        rules = demo_rules(studio)
        editors = [Dragger(visitor, rules) for _editor in range(EDITORS)]
        firsts = [editor.ask(rules) for editor in editors]
        lengths = [1.1 + 0.05 * n for n in range(DRAGS)]
        with ThreadPoolExecutor(EDITORS) as pool:
            work = [pool.submit(lambda one: [one.drag(s) for s in lengths], one) for one in editors]
        each = [drags.result() for drags in work]
        assert len({drag.picture for drags in each for drag in drags}) == DRAGS
        assert all(is_true(visitor, drag) for drags in each for drag in drags)
        for first, drags in zip(firsts, each, strict=True):
            follow(visitor, first, drags)


def follow(visitor: Visitor, whole: bytes, drags: list[Seen]) -> None:
    """Holds each picture of the drags, tiles as they were, against that of its document."""
    for drag in drags:
        shown = decoded(whole)
        for rules, answer in drag.dragged:
            assert answer.tiles
            shown = laid(shown, answer.tiles, answer.body)
            fresh = decoded(Dragger(visitor, rules).ask(rules))
            assert shown.tobytes() == fresh.tobytes()
        whole = drag.picture
