"""The server's picture of a document that is being worked on.

Each person's last one is kept for a while, so that the next is drawn where it differs only.
"""

from __future__ import annotations

from uuid import UUID

from studio import compositor, spans
from studio.accounts.models import User
from studio.cache import Cache
from studio.compositor import Composition, Easel, Manifest, Tile
from studio.library.pictures import IMAGES, MEBIBYTE
from studio.spans import Kind

EASELS: Cache[Easel] = Cache(64 * MEBIBYTE, lambda easel: easel.weight)


@spans.span("preview", Kind.INTERNAL, {})
def draw(template: UUID, person: User, shown: Composition) -> bytes:
    """The composition as a JPEG, on the easel this person has for this template and size."""
    key = (template, person.pk, shown.size)
    easel = EASELS.get(key) or Easel(IMAGES)
    picture = easel.draw(shown)
    EASELS.put(key, easel)  # It weighs more now than before.
    return picture


@spans.span("preview in tiles", Kind.INTERNAL, {})
def tiles(shown: Composition, before: Manifest) -> list[Tile] | None:
    """What makes the composition of the picture before; None where all of it is to be drawn."""
    return compositor.tiles(shown, before, IMAGES)
