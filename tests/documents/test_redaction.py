"""Stream keys stand only where somebody's save must keep them."""

from __future__ import annotations

import pytest
from django.urls import reverse

from studio.rules import codec
from studio.rules.redaction import without_addresses
from tests import builders
from tests.builders import Cast, client_for
from tests.volcengine.bodies import CALLBACK_URL, CANARIES, STREAM_KEY, document

pytestmark = pytest.mark.usefixtures("data")


def edit_page(cast: Cast, who: str) -> str:
    template = builders.template(cast.workspace, document())
    address = reverse("template-edit", args=[template.pk])
    return client_for(getattr(cast, who)).get(address).content.decode()


def test_who_may_only_look_is_not_sent_the_stream_key(cast: Cast) -> None:
    page = edit_page(cast, "viewer")
    assert STREAM_KEY not in page
    assert CALLBACK_URL not in page
    assert "push.example.com/live/" in page


def test_who_edits_has_what_a_save_must_keep(cast: Cast) -> None:
    assert STREAM_KEY in edit_page(cast, "editor")


def test_a_document_without_addresses_holds_no_secret() -> None:
    written = str(codec.write(without_addresses(document())))
    assert [secret for secret in CANARIES if secret in written] == []
