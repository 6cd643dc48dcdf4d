"""Every key and gesture of the editor, grouped as the help shows them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from studio.editor.page.acts import acts


@dataclass(frozen=True, kw_only=True, slots=True)
class Way:
    """One line of the help: chords any of which does it, or the words for a gesture."""

    label: str
    keys: tuple[str, ...] = ()
    gesture: str = ""

    @property
    def chords(self) -> list[list[str]]:
        return [chord.split("+") if chord != "+" else ["+"] for chord in self.keys]


def way(name: str) -> Way:
    act = acts()[name]
    return Way(label=act.label, keys=(act.keys,))


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    name: str
    ways: tuple[Way, ...]


def groups(*, can_edit: bool) -> list[Group]:
    """Whoever may only look is told how to look."""
    looking = [Group(name=_("Selecting"), ways=selecting()), Group(name=_("View"), ways=view())]
    if not can_edit:
        return looking
    return [
        *looking,
        Group(name=_("Moving and sizing"), ways=moving()),
        Group(name=_("Arranging"), ways=with_keys("align", "to", "forward", "back")),
        Group(name=_("Copying and removing"), ways=copying()),
        Group(name=_("Undoing and more"), ways=more()),
        Group(name=_("By touch"), ways=touch()),
    ]


def with_keys(*beginnings: str) -> tuple[Way, ...]:
    every = acts().values()
    return tuple(way(act.name) for act in every if act.keys and act.name.startswith(beginnings))


def selecting() -> tuple[Way, ...]:
    return (
        Way(label=_("Next item, item before"), keys=("Tab", "Shift+Tab")),
        Way(label=acts()["choose"].label, keys=("Space", acts()["choose"].keys)),
        Way(label=_("To the numbers of what is selected, and back"), keys=("Enter", "Esc")),
        Way(label=_("What a field means and takes"), keys=("F1",)),
        Way(label=_("Write the words of a strap"), gesture=_("double click, or Enter")),
        Way(label=_("Add to the selection, take out"), gesture=_("Ctrl or Shift + click")),
        Way(label=_("What lies beneath"), gesture=_("click again")),
        way("several"),
        way("selectAll"),
        way("selectNone"),
    )


def view() -> tuple[Way, ...]:
    return (
        way("view.closer"),
        way("view.farther"),
        way("view.fit"),
        way("view.actual"),
        way("view.selection"),
        Way(label=_("Pan up, pan down"), keys=("Page Up", "Page Down")),
        Way(label=_("Pan"), gesture=_("wheel, Space + drag, or drag with the middle button")),
        Way(label=_("Zoom at the pointer"), gesture=_("Ctrl + wheel")),
        Way(label=_("Zoom and pan by touch"), gesture=_("two fingers")),
    )


def moving() -> tuple[Way, ...]:
    return (
        Way(label=_("Move by 1 px"), keys=("←", "→", "↑", "↓")),
        Way(label=_("Change the size by 1 px"), keys=("Ctrl+←", "Ctrl+→", "Ctrl+↑", "Ctrl+↓")),
        Way(label=_("By 10 px"), gesture=_("Shift with the arrows")),
        Way(label=_("Keep the ratio"), gesture=_("Shift while sizing")),
        Way(label=_("From the centre"), gesture=_("Alt while sizing")),
        Way(label=_("Without snapping"), gesture=_("Ctrl while dragging")),
    )


def copying() -> tuple[Way, ...]:
    names = ("cut", "copy", "pasteHere", "copyGeometry", "pasteGeometry", "duplicate", "remove")
    return tuple(way(name) for name in names)


def more() -> tuple[Way, ...]:
    return (
        way("undo"),
        Way(label=acts()["redo"].label, keys=acts()["redo"].strokes),
        Way(label=_("A favourite preset"), keys=("1 – 9",)),
        Way(label=_("What can be done here"), keys=("Menu", "Shift+F10")),
        way("help"),
    )


def touch() -> tuple[Way, ...]:
    return (
        Way(label=_("Select; again for what lies beneath"), gesture=_("tap")),
        Way(label=_("Move, or size by a handle"), gesture=_("drag")),
        Way(label=_("What can be done here"), gesture=_("hold for half a second")),
        Way(label=_("Several"), gesture=_("the button above the stage, then tap")),
        Way(label=_("Without dragging"), gesture=_("“Move and size” under Box")),
    )
