"""Many at once: each sees the picture of their own last document, whatever is kept for whom."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.driving.crowd import Dragger, demo_rules, is_true
from tests.driving.processes import running_studio
from tests.driving.visitor import Visitor

EDITORS = 4
DRAGS = 3


def test_the_last_picture_each_sees_is_that_of_their_last_document(
    tmp_path: Path, prepared: Path
) -> None:
    with running_studio(tmp_path, prepared=prepared, STUDIO_DEMO="1") as studio:
        studio.start("web")
        visitor = Visitor(studio.sign_in_link())
        rules = demo_rules(studio)
        editors = [Dragger(visitor, rules) for _editor in range(EDITORS)]
        lengths = [1.1 + 0.05 * n for n in range(DRAGS)]
        with ThreadPoolExecutor(EDITORS) as pool:
            work = [pool.submit(lambda one: [one.drag(s) for s in lengths], one) for one in editors]
        seen = [each for drags in work for each in drags.result()]
        assert len({each.picture for each in seen}) == DRAGS
        assert all(is_true(visitor, each) for each in seen)
