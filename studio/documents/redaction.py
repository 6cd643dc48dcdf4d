"""Documents for eyes that need no key: push addresses hold one, and source addresses may."""

from __future__ import annotations

from dataclasses import replace

from studio.media.guard import redact
from studio.rules.document import MixedRules


def without_stream_keys(rules: MixedRules) -> MixedRules:
    """The document with its push addresses cut short and without its callback."""
    urls = tuple(redact(url) for url in rules.output.urls)
    return replace(rules, output=replace(rules.output, urls=urls, callback=None))


def without_addresses(rules: MixedRules) -> MixedRules:
    """As `without_stream_keys`, and every source's and logo's address cut short too."""
    return replace(
        without_stream_keys(rules),
        sources=tuple(replace(row, url=redact(row.url)) for row in rules.sources),
        logos=rules.logos and tuple(replace(row, url=redact(row.url)) for row in rules.logos),
    )
