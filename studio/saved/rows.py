"""What a workspace keeps by name as pages list it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from studio.accounts.models import Workspace
from studio.documents.veiling import shown
from studio.library.models import Saved, Sort, stills_shown
from studio.library.models.frame import State
from studio.library.wording import frame_json
from studio.rules.redaction import LOCKED, redact_push
from studio.saved.uses import Uses, uses_of

NOWHERE = Uses()
# What several of a sort are called.
TABS = {
    Sort.SOURCE: _("Sources"),
    Sort.LOGO: _("Logos"),
    Sort.DESTINATION: _("Destinations"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class SavedRow:
    """One of them. `url` is as anybody may see it; `still` is what the editor is told of its
    picture, None of what has none yet or never.
    """

    saved: Saved
    url: str
    still: dict[str, Any] | None
    uses: Uses

    @property
    def is_fetching(self) -> bool:
        return self.still is not None and self.still["state"] == State.PENDING


def shown_url(saved: Saved) -> str:
    """To whoever may look."""
    if not saved.url:
        return LOCKED
    return redact_push(saved.url) if saved.sort == Sort.DESTINATION else shown(saved.url)


def is_masked(saved: Saved) -> bool:
    """Whether pages show less of its address than there is."""
    return saved.sort == Sort.DESTINATION or shown_url(saved) != saved.url


def rows_of(workspace: Workspace, sort: Sort, words: str, *, ask: bool) -> list[SavedRow]:
    """Those whose names hold all the words; stills that are missing are fetched if somebody may
    `ask`.
    """
    sought = words.casefold().split()
    found = Saved.objects.of(workspace, sort)
    rows = [one for one in found if all(word in one.folded for word in sought)]
    stills = stills_shown(workspace, rows, ask=ask)
    uses = uses_of(workspace, {one.url for one in rows})
    return [
        SavedRow(
            saved=one,
            url=shown_url(one),
            still=frame_json(stills[one.pk]) if one.pk in stills else None,
            uses=uses.get(one.url, NOWHERE),
        )
        for one in rows
    ]
