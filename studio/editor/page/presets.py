"""The presets as the editor shows and names them, and what it says of sources set aside."""

from __future__ import annotations

from django.utils.translation import gettext as _

from studio.rules.document import Json
from studio.rules.presets import BY_KEY, as_list


def for_page() -> list[Json]:
    """For the page's `presets-data` block: {key, name, regions, vertical} each."""
    called = names()
    return [
        {**row, "name": called[key], "vertical": BY_KEY[key].is_vertical}
        for row in as_list()
        if isinstance(row, dict) and isinstance(key := row["key"], str)
    ]


def names() -> dict[str, str]:
    return {**landscape(), **portrait()}


def landscape() -> dict[str, str]:
    return {
        "full": _("Full screen"),
        "pip-tl": _("Picture in picture, top left"),
        "pip-tr": _("Picture in picture, top right"),
        "pip-bl": _("Picture in picture, bottom left"),
        "pip-br": _("Picture in picture"),
        "side-by-side": _("Side by side"),
        "split-v": _("Left and right"),
        "split-h": _("Top and bottom"),
        "lecture": _("Lecture"),
        "2-over-1": _("2 over 1"),
        "pyramid": _("Pyramid"),
        "1+2": _("1 + 2"),
        "1+3": _("1 + 3"),
        "2x2": _("Quad"),
        "1+4-float": _("1 + 4 floating"),
        "3x2": _("3 × 2"),
        "1+5": _("1 + 5"),
        "2+4": _("2 + 4"),
        "1+7": _("1 + 7"),
        "4x2": _("4 × 2"),
        "3x3-1": _("3 × 3, last free"),
    }


def portrait() -> dict[str, str]:
    return {
        "v-full": _("Full screen"),
        "v-split": _("Two halves"),
        "v-stack-2": _("Two strips"),
        "v-stack-3": _("Three strips"),
        "v-content-host": _("Content over host"),
        "v-pip-tr": _("Tall inset, top right"),
        "v-pip-br": _("Tall inset"),
        "v-1+2": _("1 over 2"),
        "v-1+3": _("1 over 3"),
        "v-2x2": _("2 × 2"),
        "v-2x3": _("2 × 3"),
        "v-2x4": _("2 × 4"),
    }


def words() -> dict[str, str]:
    """Arrangements, and the sources they leave over."""
    return {
        "actPreset": _("preset {name}"),
        "presetDone": _("Preset {name}: sources placed: {count}"),
        "presetParked": _("Parked, because the preset has no box for them: {count}"),
        "presetBack": _("Brought back, because the preset has a box for them: {count}"),
        "presetAlready": _("The sources already lie as in {name}"),
        "presetNothing": _("There is no source to place yet"),
        "presetSmall": _("In this scene a box would be under {min} px"),
        "presetParks": _("parks {count} of your sources"),
        "presetFree": _("boxes left free: {count}"),
        "presetFits": _("a box for each of your sources"),
        "actHide": _("hide {name}"),
        "actShow": _("show {name}"),
        "hide": _("Hide {name}"),
        "show": _("Show {name}"),
        "actBringBack": _("bring {name} back"),
        "bringBack": _("Bring back {name}"),
    }
