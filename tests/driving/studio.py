"""The running studio as the browser tests see it."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from django.conf import settings
from PIL import Image
from playwright._impl._api_structures import SetCookieParam

from studio.accounts.models import User
from studio.editor.models import LayoutTemplate
from tests import builders


@dataclass(frozen=True)
class Studio:
    url: str
    cast: builders.Cast

    def address(self, template: LayoutTemplate) -> str:
        return f"{self.url}/templates/{template.pk}/"

    def cookie(self, user: User) -> SetCookieParam:
        """Signs that person in."""
        name = settings.SESSION_COOKIE_NAME
        value = builders.client_for(user).cookies[name].value
        return {"name": name, "value": value, "url": self.url}


def jpeg(width: int, height: int) -> bytes:
    """A picture of that size, as a source would send it."""
    data = BytesIO()
    Image.new("RGB", (width, height), (40, 90, 160)).save(data, "JPEG")
    return data.getvalue()
