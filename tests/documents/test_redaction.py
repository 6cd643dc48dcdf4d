"""Stream keys and signed addresses stand only where somebody's save must keep them."""

from __future__ import annotations

import pytest
from django.urls import reverse

from studio.rules import codec
from studio.rules.document import Json, Logo
from studio.rules.geometry import Box
from studio.rules.redaction import without_addresses
from tests import builders
from tests.builders import Cast, client_for
from tests.volcengine.bodies import (
    CALLBACK_URL,
    CANARIES,
    SOURCE_URL,
    STREAM_KEY,
    document,
    mixed_rules,
)

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


JSON = "application/json"
SIGNED = {
    "a query": "https://a.example.com/show.mp4?sign=SIGNCANARY",
    "a fragment": "https://a.example.com/show.mp4#SIGNCANARY",
    "a login": "https://me:SIGNCANARY@a.example.com/show.mp4",
    "a bare host": "a.example.com/show.mp4?token=SIGNCANARY",
    "a host alone": "https://a.example.com?token=SIGNCANARY",
    "a port": "http://a.example.com:8080/live.flv?a=1&token=SIGNCANARY",
    "RTMP": "rtmp://a.example.com/live/1?auth_key=SIGNCANARY",
    "what is no URL": "https://[::1?token=SIGNCANARY",
}


@pytest.mark.parametrize("name", SIGNED)
def test_nobody_is_sent_what_an_address_is_signed_with(name: str, cast: Cast) -> None:
    rules = builders.document(
        urls=(SIGNED[name],), logos=(Logo(url=SIGNED[name], box=Box(0, 0, 9, 9)),)
    )
    template = builders.template(cast.workspace, rules)
    source: dict[str, Json] = {"ID": "aside", "Type": "pic", "Url": SIGNED[name]}
    template.editor_state = {
        "parked": [{"source": source}, {"logo": {"Url": SIGNED[name]}, "at": 0}]
    }
    template.save()
    for person in (cast.viewer, cast.editor):
        address = reverse("template-opening", args=[template.pk])
        told = client_for(person).get(address).content.decode()
        assert "SIGNCANARY" not in told
        assert "a.example.com" in told or "[::1" in told


def test_nor_what_unknown_keys_hold(cast: Cast) -> None:
    rules = mixed_rules()
    rules["InputSource"][0]["Backup"] = "https://b.example.com/live?token=SIGNCANARY"
    rules["Output"]["Second"] = ["rtmp://b.example.com/live/SIGNCANARY"]
    rules["Notes"] = {"StreamKey": "SIGNCANARY"}
    template = builders.template(cast.workspace, document(rules))
    address = reverse("template-opening", args=[template.pk])
    for person in (cast.viewer, cast.editor):
        assert "SIGNCANARY" not in client_for(person).get(address).content.decode()


def test_who_may_only_look_still_sees_every_picture(cast: Cast) -> None:
    urls = [f"https://a.example.com/cam.png?sign={name}" for name in ("one", "two")]
    for url, colour in zip(urls, ("red", "blue"), strict=True):
        builders.frame(cast.workspace, url, builders.png(colour=colour))
    boxes = (Box(0, 0, 960, 1080), Box(960, 0, 960, 1080))
    template = builders.template(cast.workspace, builders.document(*boxes, urls=tuple(urls)))
    seen = []
    for who in (cast.viewer, cast.editor):
        client = client_for(who)
        opening = client.get(reverse("template-opening", args=[template.pk])).json()
        asked = [
            {"url": source["Url"], "kind": "pic"} for source in opening["rules"]["InputSource"]
        ]
        assert [one["url"] for one in opening["frames"]] == [one["url"] for one in asked]
        bodies = {"frames": {"urls": asked}, "preview": {"rules": opening["rules"]}}
        answered, picture = (
            client.post(reverse(f"template-{name}", args=[template.pk]), body, content_type=JSON)
            for name, body in bodies.items()
        )
        frames = [(one["state"], one["src"]) for one in answered.json()["frames"]]
        assert [state for state, _src in frames] == ["ready", "ready"]
        seen.append((frames, picture.status_code, picture.content))
    assert seen[0] == seen[1]


def test_who_edits_has_none_of_it_either(cast: Cast) -> None:
    seen = opened(cast, "editor")
    assert [secret for secret in CANARIES if secret in seen] == []
    assert SOURCE_URL.partition("?")[0] in seen


def test_a_document_without_addresses_holds_no_secret() -> None:
    written = str(codec.write(without_addresses(document())))
    assert [secret for secret in CANARIES if secret in written] == []
