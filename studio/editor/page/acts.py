"""What can be done: its name, icon, keys and for how much selected it is, once for the tools, the
context menu, the help and the keys. The page carries it; what an act does is registered in
static/editor/acts/ under the same name.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from studio.rules.document import Json


@dataclass(frozen=True, kw_only=True, slots=True)
class Act:
    """`least` and `most` say for how many selected items it is; `most` 0 has no limit. What
    `moves` is refused by locks. `only_empty`: a menu offers it on an empty stage alone.

    `keys` are shown, `also` do the same unless `by_browser`, which makes an event of them; `where`
    says where they are listened for: with the focus on the "stage", there for the "view", or on
    the whole "page".
    """

    name: str
    label: str
    icon: str = ""
    keys: str = ""
    also: tuple[str, ...] = ()
    by_browser: bool = False
    where: str = "stage"
    hint: str = ""
    least: int = 1
    most: int = 0
    moves: bool = False
    only_empty: bool = False

    @property
    def strokes(self) -> tuple[str, ...]:
        return (self.keys, *self.also) if self.keys else ()

    def for_page(self) -> dict[str, Json]:
        """What the modules ask of it; the words stand in the page's buttons."""
        return {
            "least": self.least,
            "most": self.most,
            "moves": self.moves,
            "onlyEmpty": self.only_empty,
            "where": self.where,
            "strokes": [] if self.by_browser else list(self.strokes),
        }


def acts() -> dict[str, Act]:
    """Every act by the name that the modules know it by."""
    every = (
        *(*clipboard(), *order(), *keeping(), *aligning(), *shaping(), *placing(), *adding()),
        *(*selecting(), *undoing(), *viewing()),
    )
    return {act.name: act for act in every}


def for_page() -> dict[str, Json]:
    return {act.name: act.for_page() for act in acts().values()}


def clipboard() -> tuple[Act, ...]:
    return (
        Act(name="cut", label=_("Cut"), icon="cut", keys="Ctrl+X", moves=True, by_browser=True),
        Act(name="copy", label=_("Copy"), icon="copy", keys="Ctrl+C", by_browser=True),
        Act(
            name="pasteHere",
            label=_("Paste"),
            icon="paste",
            keys="Ctrl+V",
            least=0,
            by_browser=True,
        ),
        Act(name="copyGeometry", label=_("Copy geometry"), keys="Ctrl+Shift+C"),
        Act(name="pasteGeometry", label=_("Paste geometry"), keys="Ctrl+Shift+V", moves=True),
        Act(name="duplicate", label=_("Duplicate"), icon="copy", keys="Ctrl+D"),
        Act(
            name="remove",
            label=_("Remove"),
            icon="trash",
            keys="Del",
            also=("Backspace",),
            moves=True,
        ),
    )


def order() -> tuple[Act, ...]:
    return (
        Act(name="toFront", label=_("To front"), icon="front", keys="Shift+]"),
        Act(name="forward", label=_("Forward"), icon="up", keys="]"),
        Act(name="back", label=pgettext("one layer", "Back"), icon="down", keys="["),
        Act(name="toBack", label=_("To back"), icon="bottom", keys="Shift+["),
    )


def keeping() -> tuple[Act, ...]:
    hint = _("Lock: only typed numbers move it")
    return (
        Act(name="lock", label=_("Lock"), icon="unlock", hint=hint),
        Act(name="hide", label=_("Hide"), icon="eyeoff"),
    )


def aligning() -> tuple[Act, ...]:
    return (
        Act(name="alignLeft", label=_("Align left"), icon="al", keys="Alt+A"),
        Act(name="alignCentre", label=_("Centre horizontally"), icon="ac", keys="Alt+H"),
        Act(name="alignRight", label=_("Align right"), icon="ar", keys="Alt+D"),
        Act(name="alignTop", label=_("Align top"), icon="at", keys="Alt+W"),
        Act(name="alignMiddle", label=_("Centre vertically"), icon="am", keys="Alt+V"),
        Act(name="alignBottom", label=_("Align bottom"), icon="ab", keys="Alt+S"),
        Act(name="distributeX", label=_("Distribute across"), icon="dh", least=3),
        Act(name="distributeY", label=_("Distribute down"), icon="dv", least=3),
    )


def shaping() -> tuple[Act, ...]:
    return (
        Act(
            name="fitSource",
            label=_("Fit to source"),
            icon="fit",
            hint=_("Make the box as small as its picture"),
            moves=True,
        ),
        Act(name="fitScene", label=_("Fill the scene"), icon="resize", moves=True),
        Act(
            name="sameSize",
            label=_("Same size"),
            hint=_("All get the size of the one chosen last"),
            moves=True,
            least=2,
        ),
        Act(name="shape", label=_("Box shape"), moves=True),
        Act(name="giveBox", label=_("Give it a box")),
    )


def placing() -> tuple[Act, ...]:
    return (
        Act(
            name="mirrorX",
            label=_("Mirror across"),
            icon="mirrorx",
            hint=_("Left becomes right: within the selection, a single box within the scene"),
            moves=True,
        ),
        Act(
            name="mirrorY",
            label=_("Mirror down"),
            icon="mirrory",
            hint=_("Top becomes bottom: within the selection, a single box within the scene"),
            moves=True,
        ),
        Act(
            name="swap",
            label=_("Swap places"),
            icon="swap",
            hint=_("Swap the places of two"),
            moves=True,
            least=2,
            most=2,
        ),
        Act(
            name="swapWith",
            label=_("Swap with…"),
            icon="swap",
            hint=_("Give its place and layer to another source, and take that one’s"),
            most=1,
            moves=True,
        ),
    )


def adding() -> tuple[Act, ...]:
    return (
        Act(name="addSource", label=_("Add a source"), icon="plus", least=0, only_empty=True),
        Act(name="addLogo", label=_("Add a logo"), icon="plus", least=0, only_empty=True),
        Act(name="addStrap", label=_("Add a strap"), icon="plus", least=0, only_empty=True),
        Act(
            name="writeStrap",
            label=_("Write its words…"),
            icon="edit",
            hint=_("Double-click a strap, or press Enter on it"),
            most=1,
            moves=True,
        ),
    )


def selecting() -> tuple[Act, ...]:
    return (
        Act(
            name="selectAll",
            label=_("Select all"),
            icon="check",
            keys="Ctrl+A",
            least=0,
            only_empty=True,
        ),
        Act(name="choose", label=_("Select the item with the focus"), keys="Enter", least=0),
        Act(name="several", label=_("Several, one after the other"), keys="M", least=0),
        Act(name="selectNone", label=_("Select nothing, take a drag back"), keys="Esc", least=0),
    )


def undoing() -> tuple[Act, ...]:
    return (
        Act(name="undo", label=_("Undo"), keys="Ctrl+Z", where="page", least=0),
        Act(
            name="redo",
            label=_("Redo"),
            keys="Ctrl+Shift+Z",
            also=("Ctrl+Y",),
            where="page",
            least=0,
        ),
        Act(name="help", label=_("This help"), keys="?", least=0),
    )


def viewing() -> tuple[Act, ...]:
    return (
        Act(name="view.closer", label=_("Zoom in"), keys="+", also=("=",), where="view", least=0),
        Act(name="view.farther", label=_("Zoom out"), keys="-", where="view", least=0),
        Act(name="view.fit", label=_("Whole scene"), keys="Shift+1", where="view", least=0),
        Act(name="view.actual", label=_("100 %"), keys="Shift+0", where="view", least=0),
        Act(name="view.selection", label=_("Selection"), keys="Shift+2", where="view", least=0),
    )


SHAPES = {"16:9": "16 : 9", "4:3": "4 : 3", "1:1": "1 : 1", "9:16": "9 : 16"}
