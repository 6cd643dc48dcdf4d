"""Words one after the other, parted as the reader's language parts them."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import pgettext


def in_a_row(words: Iterable[object]) -> str:
    return comma().join(map(str, words))


def said_of(thing: object, said: object) -> str:
    """ "host: it is silent" """
    return f"{thing}{colon()}{said}"


def in_sentences(sentences: Iterable[object]) -> str:
    return gap().join(map(str, sentences))


def comma() -> str:
    return pgettext("between the words of a list", ", ")


def colon() -> str:
    return pgettext("between a thing and what is said of it", ": ")


def gap() -> str:
    """Between two sentences, or a colon and what it tells: a full-width mark brings its own."""
    return colon()[1:]
