from __future__ import annotations

import pytest
from django.test import Client

from studio.mixes.models import MixTask
from tests.builders import Cast, client_for
from tests.mixes.control.controlling import on_air


@pytest.fixture
def client(cast: Cast) -> Client:
    """An operator's browser."""
    return client_for(cast.operator)


@pytest.fixture
def task(cast: Cast) -> MixTask:
    return on_air(cast)
