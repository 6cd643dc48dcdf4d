"""Tags: words that a workspace's people give to templates, to find them by."""

from __future__ import annotations

import re

MOST = 8
LONGEST = 24
# Characters of a name and its tags that are searched: an entry of PostgreSQL's index has room for
# a third of a page, and a character may take four bytes.
MOST_SOUGHT = 450

_BETWEEN = re.compile(r"[\s,，、;；#＃]+")


class TooMany(ValueError):
    """More than MOST."""


class TooLong(ValueError):
    """One is longer than LONGEST characters; its argument is the tag."""


def read(text: str) -> list[str]:
    """The tags somebody typed, each once, in their order: blanks, commas or # lie between them.

    Raises TooMany or TooLong.
    """
    found = {tag.casefold(): tag for tag in reversed(_BETWEEN.split(text)) if tag}
    tags = list(found.values())[::-1]
    for tag in tags:
        if len(tag) > LONGEST:
            raise TooLong(tag)
    if len(tags) > MOST:
        raise TooMany
    return tags


def written(tags: list[str]) -> str:
    """As somebody would type them; one after a # is looked for among tags alone."""
    return " ".join(f"#{tag}" for tag in tags)


def sought(name: str, tags: list[str]) -> str:
    """What words of a search are looked for in, large and small letters alike."""
    return f"{name}\n{written(tags)}".casefold()[:MOST_SOUGHT]
