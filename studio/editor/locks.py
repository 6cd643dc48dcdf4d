"""Locks of a template: items whose boxes nothing moves but numbers typed on purpose.

The editor writes each lock with the box it guards. A save whose document holds another box for
that item comes from a path that forgot the lock, and is refused.
"""

from __future__ import annotations

from collections import deque

from django.utils.translation import gettext as _

from studio.documents.naming import logo_name, source_name
from studio.documents.state import EditorState, Item
from studio.rules.document import MixedRules
from studio.rules.geometry import Box


def broken_lock(state: EditorState, rules: MixedRules) -> str:
    """Why the document may not be saved with these locks, in a sentence; "" if it may."""
    boxes = boxes_of(rules)
    locks = state.locked
    items = {lock.item for lock in locks or ()}
    if locks is None or len(items) < len(locks) or not items <= boxes.keys():
        return _("The locks can’t be read.")
    moved = next((item for item, box in locks if boxes[item] != box), None)
    if moved is None:
        return ""
    return _("“%(name)s” is locked, but its box was changed.") % {"name": name_of(moved, rules)}


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
            boxes[Item("source", index)] = free[source.layer].popleft()
    for index, logo in enumerate(rules.logos or ()):
        boxes[Item("logo", index)] = logo.box
    return boxes


def name_of(item: Item, rules: MixedRules) -> str:
    if item.kind == "logo":
        return logo_name((rules.logos or ())[item.index].url, item.index)
    return source_name(rules.sources[item.index].id)
