"""Icons from the one sprite."""

from __future__ import annotations

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """`i-<name>` of static/img/icons.svg, as decoration: the words beside it speak."""
    return format_html(
        '<svg class="i" viewBox="0 0 24 24" aria-hidden="true"><use href="{}#i-{}"></use></svg>',
        static("img/icons.svg"),
        name,
    )
