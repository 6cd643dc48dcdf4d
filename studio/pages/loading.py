"""Templates without their indentation, and without the lines of tags that show nothing: only their
authors read those.

More than a kilobyte of the compressed editor was made of it.
"""

from __future__ import annotations

import re

from django.template.base import Origin
from django.template.loaders import filesystem

INDENTATION = re.compile(r"^[ \t]+", re.MULTILINE)
# The line before one of these ends with a break of its own, so that no two words meet.
SILENT = re.compile(
    r"^(\{% (?:load|if|elif|else|endif|for|empty|endfor|with|endwith)\b[^%\n]*%\})\n", re.MULTILINE
)


class Loader(filesystem.Loader):
    """From the templates' folder."""

    def get_contents(self, origin: Origin) -> str:
        return SILENT.sub(r"\1", INDENTATION.sub("", super().get_contents(origin)))
