"""ES modules that belong together as one file: in a page's module stands all that it imports.

Each module that is imported becomes a function that runs once and returns what it exports; they
stand in the order in which browsers would run them. A module that is imported while the page runs
(`await import("./x.js")`) stays a file of its own: it brings what the page's file lacks, and is
handed the rest, so that no module ever runs twice.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping

# As `make fix` writes them. What else begins a line so is refused, rather than served half joined.
IMPORT = re.compile(
    r'^import (?:(?:(?P<names>\{[^}]*\})|\* as (?P<all>\w+)) from )?"(?P<path>\.[^"]+)";\n',
    re.MULTILINE,
)
LATER = re.compile(r'\bimport\("(?P<path>\.[^"]+)"\)')
EXPORT = re.compile(r"^export (?=(?:(?:async )?function\*?|class|const) ([\w$]+))", re.MULTILINE)
UNKNOWN = re.compile(r"^(?:import\b(?!\()|export\b).*", re.MULTILINE)


class Modules:
    """Modules by name, which is their path below static/."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        self.sources = sources

    def files(self) -> dict[str, str]:
        """The file of every page's module, and of every one imported later, by name.

        Raises ValueError for modules that can't be joined.
        """
        joined: dict[str, str] = {}
        for page in self.pages():
            there = self.reached(page)
            functions = [self.function(name, page) for name in there[:-1]]
            joined[page] = "".join([*functions, self.body(page, page)])
            for name in there:
                for late in self.named(name, LATER):
                    if late in joined or late in there:
                        raise ValueError(f"{late} is imported by two pages, or in two ways")
                    joined[late] = self.handed(late, page)
        return joined

    def pages(self) -> list[str]:
        """The modules that no other one imports."""
        kinds = (IMPORT, LATER)
        imported = {
            one for name in self.sources for kind in kinds for one in self.named(name, kind)
        }
        return [name for name in self.sources if name not in imported]

    def named(self, name: str, kind: re.Pattern[str]) -> list[str]:
        """What a module imports in one of the two ways."""
        folder = posixpath.dirname(name)
        found = kind.finditer(self.sources[name])
        return [posixpath.normpath(posixpath.join(folder, one["path"])) for one in found]

    def reached(self, name: str) -> list[str]:
        """All that a module needs in the order it runs in, itself last. Raises ValueError."""
        order: dict[str, None] = {}

        def visit(one: str, above: list[str]) -> None:
            if one in above:
                raise ValueError(f"modules import in a circle: {' → '.join([*above, one])}")
            if one not in order:
                for below in self.named(one, IMPORT):
                    visit(below, [*above, one])
                order[one] = None

        visit(name, [])
        return list(order)

    def shared(self, late: str, page: str) -> str:
        """What a module imported later finds in the page's file already."""
        there = set(self.reached(page))
        return ", ".join(variable(one) for one in self.reached(late) if one in there)

    def function(self, name: str, page: str) -> str:
        body = self.body(name, page)
        exports = ", ".join(EXPORT.findall(body))
        return (
            f"const {variable(name)} = (() => {{\n"
            f"{EXPORT.sub('', body)}\nreturn {{ {exports} }};\n}})();\n"
        )

    def handed(self, late: str, page: str) -> str:
        own = [one for one in self.reached(late) if one not in set(self.reached(page))]
        functions = "".join(self.function(name, page) for name in own)
        return (
            "let module;\n"
            f"const run = ({self.shared(late, page)}) => {{\n"
            f"{functions}return {variable(late)};\n}};\n"
            "export const join = (...others) => (module ??= run(...others));\n"
        )

    def body(self, name: str, page: str) -> str:
        """A module's own text, what it imports taken from where it stands. Raises ValueError."""
        folder = posixpath.dirname(name)

        def at_hand(found: re.Match[str]) -> str:
            if not (given := found["names"] or found["all"]):
                return ""
            path = posixpath.normpath(posixpath.join(folder, found["path"]))
            return f"const {given.replace(' as ', ': ')} = {variable(path)};\n"

        def asked_for(found: re.Match[str]) -> str:
            late = posixpath.normpath(posixpath.join(folder, found["path"]))
            path = posixpath.relpath(late, posixpath.dirname(page))
            return f'import("./{path}").then((file) => file.join({self.shared(late, page)}))'

        text = LATER.sub(asked_for, IMPORT.sub(at_hand, self.sources[name]))
        if unknown := UNKNOWN.search(EXPORT.sub("", text)):
            raise ValueError(f"{name}: this can't be joined: {unknown[0]}")
        return text


def variable(name: str) -> str:
    return "$" + re.sub(r"\W", "_", name.removesuffix(".js"))
