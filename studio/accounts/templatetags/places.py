"""Links to lists that stay in the page's own workspace."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import RequestContext

from studio.accounts import places

register = template.Library()


@register.simple_tag(takes_context=True)
def place(context: RequestContext, name: str, *args: Any, query: str = "", **more: Any) -> str:
    """`{% place 'tasks' group='all' %}`; what is empty is not said."""
    return places.place(context["request"], name, *args, query=query, **more)


@register.simple_tag
def place_in(said: int | None, name: str, **more: Any) -> str:
    """The same in what is drawn for more than one page; `said` is the workspace, or None."""
    return places.place_in(said, name, **more)
