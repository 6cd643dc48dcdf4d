"""One sentence per problem, in the reader's language. Codes and params come from `rules`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from studio.rules.document import Json
from studio.rules.problems import Problem

SENTENCES: Mapping[str, str | Promise] = {
    # The text.
    "json_empty": _("There is nothing in it."),
    "json_too_large": _("It has %(size)s bytes; at most %(max)s are read."),
    "json_not_utf8": _("It is not UTF-8 text: byte %(position)s cannot be read."),
    "json_other_encoding": _("It seems to be %(encoding)s text: save it as UTF-8."),
    "json_syntax": _("It is not JSON: see line %(line)s, column %(column)s."),
    "json_too_deep": _("It is nested more than %(max)s levels deep."),
    "json_not_finite": _("%(number)s is not a number that can be sent."),
    "json_long_integer": _("It holds a whole number of more than %(max)s digits."),
    "json_duplicate_key": _("The key “%(key)s” stands twice in one object."),
    "json_nul": _("It holds a NUL character."),
    "json_surrogate": _("It holds half of a two-part character."),
    "json_byte_order_mark": _("It starts with a byte order mark, which was skipped."),
    "more_problems": _("There are more problems; the first %(shown)s are listed."),
    "file_unreadable": _("The file cannot be read: %(reason)s."),
    # The shape.
    "missing": _("This is required and is missing."),
    "wrong_type": _("This must be %(expected)s, not %(found)s."),
    "wrong_case": _("The API spells this “%(expected)s”; capitals matter."),
    "unknown_key": _("The API’s page does not name this key. It is kept and sent as it is."),
    # Single values.
    "blank": _("This must not be empty."),
    "too_long": _("This has %(length)s characters; at most %(max)s are allowed."),
    "too_few": _("At least %(min)s is needed; there are %(count)s."),
    "too_many": _("At most %(max)s are allowed; there are %(count)s."),
    "out_of_range": _("%(value)s is outside %(min)s to %(max)s%(unit)s."),
    "not_positive": _("%(value)s is not above zero."),
    "not_in_list": _("This must be one of: %(allowed)s."),
    "clamped": _("The cloud would silently turn %(value)s into %(becomes)s%(unit)s."),
    "unusual_sample_rate": _("%(value)s Hz is unusual; common are %(common)s."),
    "name_characters": _("The name holds control characters or turns the direction of writing."),
    # Boxes.
    "odd_side": _("%(value)s is odd; encoders prefer even sides."),
    "box_outside": _("This lies wholly outside the scene: nothing of it will be seen."),
    "box_past_edge": _(
        "This reaches past the scene, %(right)s px to the right and %(bottom)s px below;"
        " what is outside is cut off."
    ),
    "box_hidden": _(
        "A box on layer %(layer)s covers this one: it shows at most through that one’s bars."
    ),
    "layer_ignored": _("A logo’s layer has no effect: logos stack in the order of their list."),
    # What joins sources and layouts.
    "duplicate_id": _("Source %(first)s has this ID already; each source needs its own."),
    "duplicate_layer": _("Layer %(layer)s is already %(owner)s’s."),
    "layout_without_source": _("No source is on layer %(layer)s, so this box stays empty."),
    "source_without_layout": _("No box is on layer %(layer)s, so this source has no place."),
    # Addresses.
    "url_characters": _("The address holds spaces or characters that can’t be seen."),
    "url_malformed": _("This cannot be read as an address."),
    "url_userinfo": _("The address holds a user name or password before its host."),
    "url_scheme": _("The address must begin with one of: %(allowed)s."),
    "url_hls": _("HLS playlists (.m3u8) are not taken by the cloud."),
    "url_live_not_flv": _("A live source over HTTP must be an .flv address; otherwise use rtmp."),
    "url_suffix": _("“.%(suffix)s” does not look like a source of type %(type)s."),
    "url_private_host": _("%(host)s is a private address: the cloud could not fetch this."),
    "url_loop": _("Push address %(push)s sends the mix to this very address: it would loop."),
    "push_bare_host": _(
        "This is a bare host. The API’s samples show that, yet its page explains it nowhere:"
        " a whole rtmp:// address is safer."
    ),
    "push_scheme_undocumented": _(
        "The API’s page does not say whether a mix can be pushed to %(scheme)s://."
    ),
    "duplicate_push_url": _("Push address %(first)s is the same."),
    "locked": _(
        "This is locked: the key that it was sealed with is missing. Bring the key back, or enter"
        " this anew."
    ),
    "veiled": _("This is masked, and what it was is not known here. Enter it anew, whole."),
    # What a running task allows.
    "output_changed": _(
        "The Output differs from the one the task runs with, which is fixed for its life:"
        " another one needs a new task."
    ),
    "output_unknown": _("It cannot be known which Output the task runs with."),
}

# JSON's types, as `wrong_type` names them.
TYPES: Mapping[str, str | Promise] = {
    "object": _("an object"),
    "array": _("a list"),
    "string": _("text"),
    "integer": _("a whole number"),
    "number": _("a number"),
    "boolean": _("true or false"),
    "null": _("nothing"),
}

# What has no ID to be called by.
BY_NUMBER = _("number %(number)s")


def sentence(problem: Problem) -> str:
    """What is wrong, for a person."""
    params = {key: worded(key, value) for key, value in problem.params.items()}
    return str(SENTENCES[problem.code]) % params


def worded(key: str, value: str | float) -> str:
    if key == "unit":
        return f" {value}" if value else ""
    if key in ("expected", "found"):
        return str(TYPES.get(str(value), value))
    if key == "owner" and isinstance(value, int):
        return str(BY_NUMBER) % {"number": value}
    return str(value)


def as_json(problems: Iterable[Problem]) -> list[Json]:
    """The problems as the browser takes them."""
    return [
        {
            "path": problem.path,
            "code": problem.code,
            "severity": problem.severity,
            "message": sentence(problem),
        }
        for problem in problems
    ]
