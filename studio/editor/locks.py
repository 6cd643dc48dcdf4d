"""Locks of a template: items whose boxes nothing moves but numbers typed on purpose.

The editor writes each lock with the box it guards. A save whose document holds another box for
that item comes from a path that forgot the lock, and is refused.
"""

from __future__ import annotations

from collections import deque
from http import HTTPStatus

from django.utils.translation import gettext as _

from studio.editor.parking import logo_name
from studio.editor.views.requests import Unreadable
from studio.rules.document import Json, MixedRules
from studio.rules.geometry import Box

Item = tuple[str, int]


def check_locks(editor_state: dict[str, Json], rules: MixedRules) -> None:
    """Raises Unreadable unless every lock is well-formed and guards the box its item has."""
    locks = editor_state.get("locked", [])
    boxes = boxes_of(rules)
    if not isinstance(locks, list) or len(locks) > len(boxes):
        raise refused(_("The locks can’t be read."))
    seen: set[Item] = set()
    for lock in locks:
        item, box = read_lock(lock)
        if item not in boxes or item in seen:
            raise refused(_("The locks can’t be read."))
        seen.add(item)
        if boxes[item] != box:
            name = name_of(item, rules)
            raise refused(_("“%(name)s” is locked, but its box was changed.") % {"name": name})


def refused(message: str) -> Unreadable:
    return Unreadable(message, HTTPStatus.UNPROCESSABLE_ENTITY)


def read_lock(lock: Json) -> tuple[Item, Box]:
    """{kind, index, box: {X, Y, W, H}} as values. Raises Unreadable."""
    if isinstance(lock, dict):
        kind, index, box = lock.get("kind"), lock.get("index"), lock.get("box")
        sides = [box.get(side) for side in "XYWH"] if isinstance(box, dict) else []
        whole = [side for side in sides if type(side) is int]
        if isinstance(kind, str) and type(index) is int and len(whole) == 4:
            return (kind, index), Box(*whole)
    raise refused(_("The locks can’t be read."))


def boxes_of(rules: MixedRules) -> dict[Item, Box]:
    """Every item with a box. A source takes the first layout of its layer that is still free;
    the twin of `sourceItems` in static/editor/document/document.js.
    """
    free: dict[int, deque[Box]] = {}
    for layout in rules.scene.layouts:
        free.setdefault(layout.layer, deque()).append(layout.box)
    boxes: dict[Item, Box] = {}
    for index, source in enumerate(rules.sources):
        if free.get(source.layer):
            boxes["source", index] = free[source.layer].popleft()
    for index, logo in enumerate(rules.logos or ()):
        boxes["logo", index] = logo.box
    return boxes


def name_of(item: Item, rules: MixedRules) -> str:
    kind, index = item
    if kind == "logo":
        return logo_name((rules.logos or ())[index].url)
    return rules.sources[index].id or _("Source without id")
