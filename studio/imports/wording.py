"""One sentence per note and refusal of an import, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from studio.rules.problems import Param

# The picture will lie or look otherwise than in the other tool.
_ADAPTED: Mapping[str, str | Promise] = {
    "rounded": _("Rounded to whole pixels."),
    "assumed": _(
        "Its size is not in the file: %(width)s × %(height)s px is assumed. Check its shape."
    ),
    "scene_assumed": _(
        "The scene’s size is not in the file: %(width)s × %(height)s px is taken. Give the size if"
        " it is another."
    ),
    "scene_scaled": _(
        "The scene of %(width)s × %(height)s px is larger than a mix may be; all of it is made"
        " smaller."
    ),
    "cropped": _("Its crop is left out: the whole picture is shown in the same place."),
    "stretched": _("It was stretched; a mix keeps a picture’s shape."),
    "filled": _("It filled its box and was cut; a mix shows all of it, with bars."),
    "cut": _("The part that hung out is left out: the picture is made to fit what was seen."),
    "grown": _("It was smaller than a box may be."),
    "rotated": _("It was rotated; it is put upright into the room that it took."),
    "mirrored": _("It was mirrored; a mix can’t do that."),
    "disagree": _(
        "Its relative and its absolute place differ by %(px)s px: the relative one counts, as in"
        " OBS 31."
    ),
    "anchor": _("Where it stands is counted from another corner than the top left."),
    "fit_unknown": _("How it fits its box is not in the file: it is fitted in whole."),
    "decorated": _("Its border or corners are left out."),
    "nested_transform": _("A second transform inside its position is left out."),
    "y_share": _(
        "Its vertical place is a share; it is taken of the height, though the vendor’s page says"
        " width."
    ),
}

# Nothing of it is taken.
_LEFT_OUT: Mapping[str, str | Promise] = {
    "hidden": _("It is hidden."),
    "sound_only": _("It is sound alone."),
    "no_source": _("What it shows is not in the file."),
    "outside": _("It lies wholly outside the scene."),
    "no_place": _("Its place can’t be read."),
    "too_many": _("A mix has at most %(max)s sources; the uppermost are kept."),
    "too_many_items": _("There are more than %(max)s items in the file; the rest is not read."),
    "nested_in_itself": _("It shows itself."),
    "too_deep": _("It is nested more than %(max)s levels deep."),
    "not_a_picture": _("It is no picture that a mix could show."),
    "background": _("It is the background; a mix has none of its own."),
    "several_sources": _("It is a grid of several sources."),
    "empty": _("It is an empty slot."),
}

# The place is taken as it is.
_REMARKS: Mapping[str, str | Promise] = {
    "exact": _("Taken as it is."),
    "measured": _("The %(width)s × %(height)s px of its picture are taken, as fetched here."),
    "given": _("The %(width)s × %(height)s px that you gave are taken."),
    "no_address": _("Its address is not in the file."),
    "local_file": _("It is a file on that computer: upload it or give its address."),
    "address_not_taken": _("The cloud does not take its address; give another."),
    "first_of_several": _("It shows several in turn; the first is taken."),
    "browser": _("It is a web page: give a picture or a stream of it."),
    "colour": _("It is a plain colour: give a picture of it."),
    "text": _("It is words: give a picture of them."),
}

_REFUSALS: Mapping[str, str | Promise] = {
    "not_recognised": _("This is no file that Mix Studio knows how to read."),
    "no_scenes": _("There is no scene in it."),
    "no_such_scene": _("There is no scene “%(name)s” in it."),
    "too_large": _("It has more than %(max)s bytes."),
    "xml_syntax": _("It is not XML: see line %(line)s, column %(column)s."),
    "xml_entities": _("It defines document types or entities, which are not read."),
    "xml_too_much": _("It has too many elements, or they are nested too deep."),
}

ADAPTING = frozenset(_ADAPTED)
LEAVING_OUT = frozenset(_LEFT_OUT)
SENTENCES = {**_ADAPTED, **_LEFT_OUT, **_REMARKS, **_REFUSALS}


def sentence(code: str, params: Mapping[str, Param]) -> str:
    return str(SENTENCES[code]) % params
