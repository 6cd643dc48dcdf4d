"""The product's settings for a studio under attack: all that it waits for is shorter."""

from __future__ import annotations

from studio.settings import *  # noqa: F403
from studio.settings import INSTALLED_APPS as PRODUCT

INSTALLED_APPS = [*PRODUCT, "bench.air.apps.Impatience"]
