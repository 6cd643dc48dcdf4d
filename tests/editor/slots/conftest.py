from __future__ import annotations

import pytest
from django.test import Client

from studio.editor.models import LayoutTemplate
from studio.rules.geometry import Box
from tests.builders import Cast, client_for, document, template


@pytest.fixture
def client(cast: Cast) -> Client:
    return client_for(cast.editor)


@pytest.fixture
def row(cast: Cast) -> LayoutTemplate:
    """With two slots."""
    rules = document(Box(0, 0, 1920, 1080), Box(1400, 40, 480, 270))
    return template(cast.workspace, rules, name="Talk")
