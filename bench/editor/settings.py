"""The product's settings for a page that is reached over a line, past the loopback address."""

from __future__ import annotations

from studio.settings import *  # noqa: F403
from studio.settings import INSTALLED_APPS as PRODUCT

INSTALLED_APPS = [*PRODUCT, "bench.editor.apps.Reachable"]
# The line ends on this computer: nobody else comes in by it, and the studio may be without TLS.
HOSTS = ["localhost"]
