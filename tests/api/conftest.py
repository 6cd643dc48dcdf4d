from __future__ import annotations

import pytest

from tests.api.calling import Caller
from tests.builders import Cast


@pytest.fixture
def api(cast: Cast) -> Caller:
    """An admin's script that may all."""
    return Caller(cast)
