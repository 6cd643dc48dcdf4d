"""Parts of lists, drawn once and again when they are another: most of a list that somebody looks at
is as it was when they, or somebody else, looked last.
"""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from django.utils.translation import get_language

# Parts that a process keeps, of 9 kB each at most, 4 on the average: three of a gallery's card.
KEPT = 1_500


def drawn_once(template: str, **values: Hashable) -> SafeString:
    """The template with these values and nothing else of the request, in the reader's language and
    on this day, by which older times are told.
    """
    return drawn(template, tuple(values.items()), get_language(), localdate())


@lru_cache(maxsize=KEPT)
def drawn(
    template: str, values: tuple[tuple[str, Hashable], ...], _language: str, _today: date
) -> SafeString:
    return render_to_string(template, dict(values))
