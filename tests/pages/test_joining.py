"""Which modules stand in which file, and what is refused. What the files do: browser/pages."""

from __future__ import annotations

import pytest

from studio.pages.joining import Modules


def test_a_file_for_each_page_and_for_what_is_imported_later() -> None:
    sources = {
        "a/page.js": 'import { one } from "./one.js";\none();\n',
        "a/one.js": 'export const one = () => import("./late.js");\n',
        "a/late.js": 'import { two } from "../b/two.js";\nexport const late = two;\n',
        "b/two.js": "export const two = 2;\n",
        "b/other.js": "two();\n",
    }
    assert set(Modules(sources).files()) == {"a/page.js", "a/late.js", "b/other.js"}


@pytest.mark.parametrize(
    "line",
    [
        'import one from "./one.js";',
        "import { one } from './one.js';",
        'export { one } from "./one.js";',
        "export default 1;",
        "export let one = 1;",
    ],
)
def test_what_is_written_otherwise_is_refused(line: str) -> None:
    sources = {"page.js": f"{line}\n", "one.js": "export const one = 1;\n"}
    with pytest.raises(ValueError, match="joined"):
        Modules(sources).files()


def test_a_circle_is_refused() -> None:
    sources = {
        "page.js": 'import "./one.js";\n',
        "one.js": 'import "./two.js";\n',
        "two.js": 'import "./one.js";\n',
    }
    with pytest.raises(ValueError, match=r"one\.js → two\.js → one\.js"):
        Modules(sources).files()


def test_a_module_that_a_page_has_is_not_imported_later_too() -> None:
    sources = {
        "page.js": 'import "./one.js";\nimport("./one.js");\n',
        "one.js": "export const one = 1;\n",
    }
    with pytest.raises(ValueError, match="in two ways"):
        Modules(sources).files()
