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


def opened(cast: Cast, who: str) -> str:
    """The editor's page and what it opens with."""
    template = builders.template(cast.workspace, document())
    client = client_for(getattr(cast, who))
    pages = (reverse(name, args=[template.pk]) for name in ("template-edit", "template-opening"))
    return "".join(client.get(address).content.decode() for address in pages)


def test_who_may_only_look_is_not_sent_the_stream_key(cast: Cast) -> None:
    page = opened(cast, "viewer")
    assert STREAM_KEY not in page
    assert CALLBACK_URL not in page
    assert "push.example.com/live/" in page


def test_who_edits_has_what_a_save_must_keep(cast: Cast) -> None:
    assert STREAM_KEY in opened(cast, "editor")


def test_a_document_without_addresses_holds_no_secret() -> None:
    written = str(codec.write(without_addresses(document())))
    assert [secret for secret in CANARIES if secret in written] == []
