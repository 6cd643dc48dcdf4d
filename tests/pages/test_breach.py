"""Compression tells secrets by lengths (BREACH), so that none of them is in a compressed answer."""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from studio.documents.veiling import VEIL
from studio.rules.document import Logo, MixedRules
from studio.rules.geometry import Box
from tests import builders
from tests.access import Row, undone
from tests.builders import Cast, client_for
from tests.test_access import ROWS

KEY = "a-key-that-nobody-is-told"
# As Django writes a token into a page: 64 letters and digits, the same in no two answers.
TOKEN = re.compile(r"\b[A-Za-z0-9]{64}\b")
DOCUMENT = builders.document

pytestmark = pytest.mark.usefixtures("data")


def keyed(*boxes: Box, **others: object) -> MixedRules:
    """A document with a key in each of its addresses, of sources, logos and outputs."""
    address = f"https://pictures.example.com/1.jpg?auth={KEY}"
    logo = Logo(url=address, box=Box(0, 0, 64, 64))
    rules = DOCUMENT(urls=(address,), logos=(logo,))
    return replace(rules, output=builders.output(f"rtmp://push.example.com/live/{KEY}"))


def answered(row: Row, client: Client, cast: Cast) -> HttpResponse:
    """A browser's request, and what came of it."""
    found: list[Any] = []
    send = client.request

    def keep(**request: object) -> Any:
        found.append(send(**request, HTTP_ACCEPT_ENCODING="gzip, br"))
        return found[-1]

    with patch.object(client, "request", keep), patch.object(builders, "document", keyed):
        row.ask(client, cast)
    answer: HttpResponse = found[-1]
    return answer


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_no_compressed_answer_holds_a_key_or_a_token(row: Row, cast: Cast) -> None:
    for user in (cast.owner, cast.viewer):
        with undone():
            check_secrets(row, row.client(user, cast), cast)


def check_secrets(row: Row, client: Client, cast: Cast) -> None:
    answer = answered(row, client, cast)
    if answer.headers.get("Content-Encoding") is None:
        return
    text = gzip.decompress(answer.getvalue()).decode()
    assert KEY not in text
    assert not TOKEN.search(text)
    assert client.cookies[settings.SESSION_COOKIE_NAME].value not in text


def test_the_editor_s_page_is_compressed_and_what_tells_of_keys_is_not(cast: Cast) -> None:
    rows = {str(row): row for row in ROWS}
    client = client_for(cast.editor)
    page = answered(rows["GET template-edit"], client, cast)
    assert page.headers["Content-Encoding"] == "gzip"
    opening = answered(rows["GET template-opening"], client, cast)
    assert "Content-Encoding" not in opening.headers
    # Digests of keys are.
    told = json.loads(opening.content)["rules"]["InputSource"][0]["Url"]
    assert VEIL in told
    assert KEY not in told


@pytest.mark.parametrize("suffix", ["csv", "json"])
def test_the_history_s_files_are_compressed(suffix: str, cast: Cast) -> None:
    rows = {str(row): row for row in ROWS}
    answer = answered(rows[f"GET history-{suffix}"], client_for(cast.viewer), cast)
    assert answer.headers["Content-Encoding"] == "gzip"
