"""What every page says: which cloud it is on."""

from __future__ import annotations

from django.http import HttpRequest

from studio.mixes.clouds import configured


def which_cloud(request: HttpRequest) -> dict[str, object]:
    """The configured cloud; the pages of a task say that task's own."""
    return {"cloud": configured.described(configured.identity())}
