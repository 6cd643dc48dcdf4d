"""The design page is there for whoever works on the studio, and tells of its own style sheets."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from studio.pages.design.tokens import groups
from tests.builders import Cast, client_for

pytestmark = pytest.mark.usefixtures("data")


def test_it_shows_every_colour_and_size_where_debugging_is_on(
    cast: Cast, settings: Settings
) -> None:
    address = reverse("design")
    assert client_for(cast.viewer).get(address).status_code == 404
    settings.DEBUG = True
    assert Client().get(address).status_code == 302
    page = client_for(cast.viewer).get(address).content.decode()
    names = [token.name for group in groups() for token in group.tokens]
    assert len(names) > 70
    assert [name for name in names if f"<code>{name}</code>" not in page] == []
    assert "Enter a valid email address." in page
