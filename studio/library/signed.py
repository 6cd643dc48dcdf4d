"""The addresses a workspace knows that carry a login or a signature."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from studio.accounts.models import Workspace
from studio.library.models import Frame, Saved, Sort
from studio.rules.redaction import is_sealed, is_secret
from studio.sealing.values import SEAL

# As far back as whoever pastes a picture has seen it: a request with a mask of nothing goes through
# them all.
MOST_LOOKED_AT = 200


def signed_addresses(workspace: Workspace) -> Iterator[str]:
    """Those of its saved sources and logos, then those of pictures, the one looked at last first,
    and no more than so many of these. Each is opened when its turn comes.
    """
    saved = Saved.objects.filter(workspace=workspace).exclude(sort=Sort.DESTINATION)
    frames = Frame.objects.filter(workspace=workspace, url__startswith=SEAL)
    lately = frames.only("url").order_by("-seen_at")[:MOST_LOOKED_AT]
    rows: Iterator[Saved | Frame] = chain(saved, lately)
    for row in rows:
        if is_secret(row.url, fetched=True) and not is_sealed(row.url):
            yield row.url
