"""The product's settings for a studio whose shows are tested: the cloud is asked more often."""

from __future__ import annotations

from studio.settings import *  # noqa: F403
from studio.settings import DATABASES
from studio.settings import INSTALLED_APPS as PRODUCT

INSTALLED_APPS = [*PRODUCT, "tests.driving.apps.Brisk"]
if pool := DATABASES["default"]["OPTIONS"].get("pool"):
    pool["max_idle"] = 2
