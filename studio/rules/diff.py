"""Two documents to the list of changes a person can read.

Sources are matched by their ID, layouts by their layer, push URLs by themselves, logos by
their address and where that is another one by position, all else by name. Values are JSON as
`codec.write` gives it; push URLs and the callback among them hold secrets.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from studio.rules import paths
from studio.rules.codec import write
from studio.rules.document import Json, MixedRules

Kind = Literal["added", "removed", "changed", "moved"]
Key = tuple[str | int, int]
Items = dict[Key, tuple[int, Json]]

IDENTITIES = {paths.SOURCES: "ID", paths.LAYOUTS: "Layer", paths.LOGOS: "Url"}
PLACE = ("X", "Y")
SIZE = ("W", "H")


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """One difference. `path` is in the later document, of a removed thing in the earlier.

    A box that only changed place is `moved`, one with another size `changed`; both carry the
    four numbers. A list whose items only changed order is `moved` and carries their
    identities in order.
    """

    path: str
    kind: Kind
    before: Json = None
    after: Json = None


def diff(before: MixedRules, after: MixedRules) -> list[Change]:
    """What changed, in the order of the API's sample. Empty only for equal documents."""
    return list(_values(paths.RULES, write(before), write(after)))


def _values(path: str, before: Json, after: Json) -> Iterator[Change]:
    if isinstance(before, dict) and isinstance(after, dict):
        yield from _objects(path, before, after)
    elif isinstance(before, list) and isinstance(after, list):
        yield from _lists(path, before, after)
    elif before != after:
        yield Change(path=path, kind="changed", before=before, after=after)


def _objects(path: str, before: dict[str, Json], after: dict[str, Json]) -> Iterator[Change]:
    boxed: tuple[str, ...] = ()
    if all(key in value for value in (before, after) for key in PLACE + SIZE):
        boxed = PLACE + SIZE
        yield from _boxes(path, before, after)
    for key in {**before, **after}:
        if key not in boxed:
            yield from _entries(f"{path}.{key}", key, before, after)


def _entries(
    path: str, key: str, before: dict[str, Json], after: dict[str, Json]
) -> Iterator[Change]:
    if key not in before:
        yield Change(path=path, kind="added", after=after[key])
    elif key not in after:
        yield Change(path=path, kind="removed", before=before[key])
    else:
        yield from _values(path, before[key], after[key])


def _boxes(path: str, before: dict[str, Json], after: dict[str, Json]) -> Iterator[Change]:
    old: dict[str, Json] = {key: before[key] for key in PLACE + SIZE}
    new: dict[str, Json] = {key: after[key] for key in PLACE + SIZE}
    if old != new:
        same_size = all(old[key] == new[key] for key in SIZE)
        yield Change(path=path, kind="moved" if same_size else "changed", before=old, after=new)


def _lists(path: str, before: list[Json], after: list[Json]) -> Iterator[Change]:
    if path in (*IDENTITIES, paths.PUSH_URLS):
        old, new = _identified(path, before), _identified(path, after)
        yield from _matched(path, old, _same_places(old, new) if path == paths.LOGOS else new)
    elif before != after:
        yield Change(path=path, kind="changed", before=before, after=after)


def _same_places(old: Items, new: Items) -> Items:
    """`new` under the old keys where something unknown stands in the place of what is gone."""
    gone = {index: key for key, (index, _value) in old.items() if key not in new}
    return {key if key in old else gone.get(item[0], key): item for key, item in new.items()}


def _matched(path: str, old: Items, new: Items) -> Iterator[Change]:
    for key in [key for key in old if key not in new]:
        index, value = old[key]
        yield Change(path=f"{path}[{index}]", kind="removed", before=value)
    for key, (index, value) in new.items():
        if key not in old:
            yield Change(path=f"{path}[{index}]", kind="added", after=value)
        else:
            yield from _values(f"{path}[{index}]", old[key][1], value)
    yield from _order(path, old, new)


def _identified(path: str, items: list[Json]) -> Items:
    """Items by identity; those that share one are told apart by their order."""
    seen: Counter[str | int] = Counter()
    identified: Items = {}
    for index, item in enumerate(items):
        name = _name(path, item)
        identified[name, seen[name]] = (index, item)
        seen[name] += 1
    return identified


def _name(path: str, item: Json) -> str | int:
    name = item[IDENTITIES[path]] if isinstance(item, dict) else item
    return name if isinstance(name, str | int) else str(name)


def _order(path: str, old: Items, new: Items) -> Iterator[Change]:
    before = [key for key in old if key in new]
    after = [key for key in new if key in old]
    if before != after:
        yield Change(path=path, kind="moved", before=_names(before), after=_names(after))


def _names(keys: list[Key]) -> list[Json]:
    return [name for name, _ in keys]
