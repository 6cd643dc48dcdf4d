from __future__ import annotations

import pytest

from studio.media.videos import DECODERS


@pytest.fixture(autouse=True)
def prepared() -> None:
    """A decoder waits, as it does where anything was fetched before."""
    DECODERS.prepare()
