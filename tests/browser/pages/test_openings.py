"""What opens on pages, every second of it in one look and one language: what axe-core finds in it,
and whether it can be read at 200 %. All of it in every look and language is
`python -m bench.accessible`.
"""

from __future__ import annotations

from collections import Counter
from itertools import cycle
from types import SimpleNamespace

import pytest
from django.urls import reverse

from studio.pages.design import views
from tests.browser.conftest import OpenContext, Watch
from tests.driving.studio import Studio
from tests.driving.walking.looking import LANGUAGES, LOOKS, found_in, spaced, unreadable
from tests.driving.walking.material import material
from tests.driving.walking.openings import NARROW, OPENINGS, PANELS, arrived, opened, that_open

# One in so many: all of them take a minute.
TURNS = 2


def test_what_opens_in_any_template_is_listed() -> None:
    assert Counter(opening.template for opening in OPENINGS) == that_open()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_opens_is_accessible_and_can_be_read_with_wide_spacing(
    studio: Studio,
    context: OpenContext,
    watch: Watch,
    monkeypatch: pytest.MonkeyPatch,
    language: str,
) -> None:
    monkeypatch.setattr(views, "settings", SimpleNamespace(DEBUG=True))
    _begin, shown = material(studio.cast)
    width, height = NARROW
    person = context(width, height, device_scale_factor=2, locale=language)
    person.add_cookies([studio.cookie(studio.cast.owner)])
    page = watch.page(person.new_page())
    faults = {}
    own = (*PANELS, *OPENINGS)[LANGUAGES.index(language) :: len(LANGUAGES) * TURNS]
    for opening, look in zip(own, cycle(LOOKS), strict=False):
        if opening.narrow:
            arrived(page, studio.url + (shown["owner"].get(opening.page) or reverse(opening.page)))
            spaced(page)
            found = [*found_in(opened(page, opening), look), *unreadable(page)]
            if found:
                faults[str(opening)] = found
    assert faults == {}
