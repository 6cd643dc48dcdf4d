"""What the editor says of its history, of merging and of two versions side by side."""

from __future__ import annotations

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    """Key → translated sentence, for the page's `words-data` block."""
    return {**history(), **merge(), **conflict(), **differences()}


def history() -> dict[str, str]:
    """The list of steps."""
    return {
        "opened": _("as it was when opened"),
        "wentTo": _("Now at: {at}"),
        "wentBackTo": _("Now at: {at}. Undone after it: {count}"),
    }


def merge() -> dict[str, str]:
    """What two people did is put together by itself."""
    return {
        "actMerge": _("merge the changes of {name}"),
        "actMerge.own": _("merge what you changed elsewhere"),
        "merged": _("{name} changed {what} meanwhile; both are kept."),
        "merged.own": _("You changed {what} elsewhere meanwhile; both are kept."),
        "mergedAsChosen": _("Merged with the changes of {name}, as chosen."),
        "mergedAsChosen.own": _("Merged with what you changed elsewhere, as chosen."),
        "things": _("{count} things"),
        "somebody": _("Somebody"),
    }


def conflict() -> dict[str, str]:
    """Both changed the same thing."""
    return {
        "conflictTitle": _("Two versions of “{name}”"),
        "conflictWho": _("{name} saved this template at {time}, while you were changing it."),
        "conflictWho.own": _(
            "You saved this template elsewhere at {time}, while you were changing it here."
        ),
        "mineIs": _("not saved yet · {changes}"),
        "theirsIs": _("saved {time} · {changes}"),
        "changeCount": _("changes: {count}"),
        "version.drawing": _("Drawing…"),
        "version.failed": _("No picture could be drawn."),
        "choose.mine": _("{what}: mine, {value}"),
        "choose.theirs": _("{what}: theirs, {value}"),
        "copyName": _("{name} (my version)"),
        "copied": _("Your version was saved as a copy."),
        "openCopy": _("Open the copy"),
    }


def differences() -> dict[str, str]:
    """Rows of the table of differences."""
    return {
        "fieldOf": _("{name}, {field}"),
        "difference.place": _("place"),
        "difference.size": _("size"),
        "difference.box": _("box"),
        "difference.aside": _("shown"),
        "difference.locked": _("lock"),
        "inOrder": _("order"),
        "inScene": _("in the scene"),
        "isHidden": _("hidden"),
        "isParked": _("parked"),
        "isLocked": _("locked"),
        "isUnlocked": _("not locked"),
        "isNone": _("none"),
        "isRemoved": _("removed"),
        "isThere": _("there"),
        "isGiven": _("a still"),
        "isAdded": _("added"),
        "isChanged": _("changed"),
        "isUnchanged": _("unchanged"),
        "isEmpty": _("empty"),
    }
