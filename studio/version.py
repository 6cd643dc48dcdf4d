"""Which version of the studio this is."""

from __future__ import annotations

import tomllib

from django.conf import settings


def version() -> str:
    project = tomllib.loads((settings.BASE / "pyproject.toml").read_text(encoding="utf-8"))
    return str(project["project"]["version"])
