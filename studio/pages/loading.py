"""Templates without their indentation, which only their authors read.

A kilobyte of the compressed editor was made of it.
"""

from __future__ import annotations

import re

from django.template.base import Origin
from django.template.loaders import filesystem

INDENTATION = re.compile(r"^[ \t]+", re.MULTILINE)


class Loader(filesystem.Loader):
    """From the templates' folder."""

    def get_contents(self, origin: Origin) -> str:
        return INDENTATION.sub("", super().get_contents(origin))
