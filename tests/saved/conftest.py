from __future__ import annotations

import pytest
from django.test import Client

from tests.builders import Cast, client_for


@pytest.fixture
def client(cast: Cast) -> Client:
    return client_for(cast.operator)
