"""Icons from the one sprite."""

from __future__ import annotations

from functools import cache

from django import template
from django.core.signals import setting_changed
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """`i-<name>` of static/img/icons.svg, as decoration: the words beside it speak. A page has
    hundreds, and where the sprite is served from changes with the settings alone.
    """
    return format_html(
        '<svg class="i" viewBox="0 0 24 24" aria-hidden="true"><use href="{}#i-{}"></use></svg>',
        static("img/icons.svg"),
        name,
    )


def forget(**_changed: object) -> None:
    """The settings are others."""
    icon.cache_clear()


setting_changed.connect(forget)
