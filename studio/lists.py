"""Words one after the other, parted as the reader's language parts them."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import pgettext


def in_a_row(words: Iterable[object]) -> str:
    return pgettext("between the words of a list", ", ").join(map(str, words))
