"""The way to the help from any page, and what it says of a field where that is filled in."""

from __future__ import annotations

from django import template
from django.template import RequestContext
from django.urls import reverse

from studio.help import fields
from studio.help.contents import FITTING

register = template.Library()


@register.simple_tag(takes_context=True)
def help_here(context: RequestContext) -> str:
    """The address of the page that helps where the reader is, or of all pages."""
    match = getattr(context.get("request"), "resolver_match", None)
    name = FITTING.get(match.url_name) if match else None
    return reverse("help-page", args=[name]) if name else reverse("help")


@register.simple_tag
def field_told(path: str) -> fields.Told:
    return next(row for sheet in fields.sheets() for row in sheet.rows if row.path == path)
