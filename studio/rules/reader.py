"""Reads fields out of JSON objects and remembers every one that is not as it should be."""

from __future__ import annotations

import copy
from typing import TypeVar

from studio.rules.document import Extra, Json
from studio.rules.problems import MAX_PROBLEMS, Param, Problem

T = TypeVar("T", str, int, list[Json], dict[str, Json])

KINDS: tuple[tuple[type, str], ...] = (
    (bool, "boolean"),
    (int, "integer"),
    (float, "number"),
    (str, "string"),
    (list, "array"),
    (dict, "object"),
)


def kind_of(value: Json) -> str:
    """JSON's word for the type of a value; an integer is a number written as one."""
    return next((word for kind, word in KINDS if isinstance(value, kind)), "null")


class Faults:
    """What was met while reading, shared by every node of one body."""

    def __init__(self) -> None:
        self._problems: list[Problem] = []
        self._unread: set[str] = set()

    @property
    def problems(self) -> tuple[Problem, ...]:
        return tuple(self._problems)

    @property
    def unread(self) -> frozenset[str]:
        return frozenset(self._unread)

    def add(self, path: str, code: str, **params: Param) -> None:
        """Notes a fault; past the limit of a report nobody would read it."""
        if len(self._problems) < MAX_PROBLEMS:
            self._problems.append(Problem(path=path, code=code, params=params))
            self._unread.add(path)

    def pass_over(self, path: str) -> None:
        """Marks a path as unread whose fault is told elsewhere."""
        self._unread.add(path)


class Node:
    """One JSON object at one path.

    A node without a value (its own fault is already noted) gives blanks without a word.
    """

    def __init__(self, value: dict[str, Json] | None, path: str, faults: Faults) -> None:
        self._value = value
        self._path = path
        self._faults = faults
        self._known: set[str] = set()

    def text(self, key: str) -> str:
        return self._required(key, str) or ""

    def optional_text(self, key: str) -> str | None:
        return self._optional(key, str)

    def integer(self, key: str) -> int:
        return self._required(key, int) or 0

    def node(self, key: str) -> Node:
        return Node(self._required(key, dict), self._path_to(key), self._faults)

    def optional_node(self, key: str) -> Node | None:
        value = self._optional(key, dict)
        return None if value is None else Node(value, self._path_to(key), self._faults)

    def nodes(self, key: str) -> list[Node]:
        return self._items(key, self._required(key, list) or [])

    def optional_nodes(self, key: str) -> list[Node] | None:
        items = self._optional(key, list)
        return None if items is None else self._items(key, items)

    def texts(self, key: str) -> tuple[str, ...]:
        path = self._path_to(key)
        items = self._required(key, list) or []
        return tuple(
            self._as(str, item, f"{path}[{index}]") or "" for index, item in enumerate(items)
        )

    def rest(self) -> Extra:
        """The keys not asked for so far: kept, unless one is a known key in another case."""
        extra: dict[str, Json] = {}
        known = {key.lower(): key for key in self._known}
        for key, value in (self._value or {}).items():
            if key in self._known:
                continue
            if key.lower() in known:
                self._faults.add(self._path_to(key), "wrong_case", expected=known[key.lower()])
            else:
                extra[key] = copy.deepcopy(value)
        return extra

    def _path_to(self, key: str) -> str:
        return f"{self._path}.{key}" if self._path else key

    def _items(self, key: str, items: list[Json]) -> list[Node]:
        path = self._path_to(key)
        return [
            Node(self._as(dict, item, f"{path}[{index}]"), f"{path}[{index}]", self._faults)
            for index, item in enumerate(items)
        ]

    def _required(self, key: str, kind: type[T]) -> T | None:
        absent = self._value is not None and key not in self._value
        if absent and not self._has_in_another_case(key):
            self._faults.add(self._path_to(key), "missing")
        return self._optional(key, kind)

    def _optional(self, key: str, kind: type[T]) -> T | None:
        self._known.add(key)
        if self._value is None:
            return None
        if key in self._value:
            return self._as(kind, self._value[key], self._path_to(key))
        if self._has_in_another_case(key):
            self._faults.pass_over(self._path_to(key))
        return None

    def _as(self, kind: type[T], value: Json, path: str) -> T | None:
        if isinstance(value, kind) and not isinstance(value, bool):
            return value
        expected = next(word for known, word in KINDS if known is kind)
        self._faults.add(path, "wrong_type", expected=expected, found=kind_of(value))
        return None

    def _has_in_another_case(self, key: str) -> bool:
        return any(other.lower() == key.lower() for other in self._value or {})
