"""Words one after the other, in a template."""

from __future__ import annotations

from django import template

from studio.lists import colon, comma, gap, in_a_row, in_sentences

register = template.Library()
register.filter("in_a_row", in_a_row)
register.filter("in_sentences", in_sentences)
register.simple_tag(comma)
register.simple_tag(colon)
register.simple_tag(gap)
