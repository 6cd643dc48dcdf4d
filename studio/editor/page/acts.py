"""What can be done to what is selected: its name, icon, keys and when it fits, once for the
tools, the context menu and the help. What an act does is in static/editor/acts/acts.js and the
modules beside it; keys.js listens for the keys.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True, kw_only=True, slots=True)
class Act:
    """`least` and `most` say for how many selected items it is; `most` 0 has no limit. What
    `moves` is refused by locks.
    """

    name: str
    label: str
    icon: str = ""
    keys: str = ""
    hint: str = ""
    least: int = 1
    most: int = 0
    moves: bool = False

    @property
    def chord(self) -> list[str]:
        return self.keys.split("+") if self.keys else []


def acts() -> dict[str, Act]:
    """Every act by the name that the modules know it by."""
    every = (*clipboard(), *order(), *keeping(), *aligning(), *shaping(), *placing(), *stage())
    return {act.name: act for act in every}


def clipboard() -> tuple[Act, ...]:
    return (
        Act(name="cut", label=_("Cut"), icon="cut", keys="Ctrl+X", moves=True),
        Act(name="copy", label=_("Copy"), icon="copy", keys="Ctrl+C"),
        Act(name="pasteHere", label=_("Paste"), icon="paste", keys="Ctrl+V", least=0),
        Act(name="copyGeometry", label=_("Copy geometry"), keys="Ctrl+Shift+C"),
        Act(name="pasteGeometry", label=_("Paste geometry"), keys="Ctrl+Shift+V", moves=True),
        Act(name="duplicate", label=_("Duplicate"), icon="copy", keys="Ctrl+D"),
        Act(name="remove", label=_("Remove"), icon="trash", keys="Del", moves=True),
    )


def order() -> tuple[Act, ...]:
    return (
        Act(name="toFront", label=_("To front"), icon="front", keys="Shift+]"),
        Act(name="forward", label=_("Forward"), icon="up", keys="]"),
        Act(name="back", label=_("Back"), icon="down", keys="["),
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


def stage() -> tuple[Act, ...]:
    return (
        Act(name="selectAll", label=_("Select all"), icon="check", keys="Ctrl+A", least=0),
        Act(name="addSource", label=_("Add a source"), icon="plus", least=0),
        Act(name="addLogo", label=_("Add a logo"), icon="plus", least=0),
    )


SHAPES = {"16:9": "16 : 9", "4:3": "4 : 3", "1:1": "1 : 1", "9:16": "9 : 16"}
