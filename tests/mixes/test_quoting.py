"""Whatever the cloud says, in whichever words it quotes a secret: nobody is shown it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from studio.mixes.clouds import callbacks
from studio.mixes.models import Callback, MixTask, Operation, Push, Stop, Take
from studio.rules import codec
from studio.rules.redaction import masked, secrets_in
from tests.builders import Cast, client_for
from tests.mixes.conftest import CloudThat, carry_out
from tests.mixes.history.past import pushed
from tests.volcengine.bodies import ACCESS_KEY, CALLBACK_URL, SECRET_KEY, mixed_rules
from tests.volcengine.stand_in import abnormal, reply

pytestmark = pytest.mark.usefixtures("data")

STREAM = "stream6CANARY"
SIGNATURE = "d41d8cd98CANARY"
ENCODED = "a%2Fb%3DCANARY"
SOURCE_SIGN, LOGO_TOKEN, LOGIN = "SIGNCANARY", "TOKENCANARY", "LOGINCANARY"
RULES: dict[str, Any] = mixed_rules()
RULES["Output"]["Url"] = [
    f"rtmp://push.example.com/live/{STREAM}?volcSecret={SIGNATURE}&volcTime=1&more={ENCODED}",
    "bare.example.com/live/BARECANARY",
]
RULES["InputSource"][0]["Url"] = f"https://u:{LOGIN}@a.example.com/show.mp4?sign={SOURCE_SIGN}"
RULES["InputLayout"]["Logo"] = [
    {
        "Url": f"https://b.example.com/logo.png?token={LOGO_TOKEN}",
        "Layout": {"X": 0, "Y": 0, "W": 10, "H": 10},
    }
]
RULES["Notes"] = {"Backup": "rtmp://c.example.com/live/BACKUPCANARY", "StreamKey": "NOTECANARY"}
SECRETS = {
    "the stream's name": STREAM,
    "the signature": SIGNATURE,
    "a value as it is spelt": ENCODED,
    "a value as it is meant": "a/b=CANARY",
    "the stream of a bare host": "BARECANARY",
    "a source's signature": SOURCE_SIGN,
    "a source's password": LOGIN,
    "a logo's token": LOGO_TOKEN,
    "the callback's token": "CALLBACKCANARY",
    "the callback's address": CALLBACK_URL,
    "an address under a key of its own": "BACKUPCANARY",
    "what goes by the name of a secret": "NOTECANARY",
    "the access key": ACCESS_KEY,
    "the secret key": SECRET_KEY,
}
ANSWERS = {
    "a refusal": (200, 400),
    "a failure": (500, 500),
}


def operation(kind: str, cast: Cast) -> Operation:
    """One that is about to be sent."""
    rules = codec.read(RULES).rules
    if kind == "push":
        return Push.record(workspace=cast.workspace, person=cast.owner, rules=rules, name="show")
    task = MixTask.objects.get(pk=pushed(cast, rules).task.pk)
    if kind == "stop":
        return Stop.record(task=task, person=cast.owner)
    return Take.record(task=task, person=cast.owner, rules=rules)


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("kind", ["push", "take", "stop"])
def test_what_a_refusal_quotes_is_shown_to_nobody(
    kind: str, answer: str, cast: Cast, cloud_that: CloudThat
) -> None:
    status, code = ANSWERS[answer]
    quoted = "no: " + " ".join(f"[{secret}]" for secret in SECRETS.values())
    cloud_that(reply(status, abnormal(code, quoted)))
    settled = carry_out(operation(kind, cast))
    assert settled.error_message.startswith("no: […] […]" if code == 400 else "server_error")
    pages = [
        ("task", [settled.task.pk]),
        ("task-status", [settled.task.pk]),
        ("history", []),
        ("history-csv", []),
        ("history-json", []),
        ("tasks", []),
    ]
    said = settled.error_message
    for who in (cast.viewer, cast.owner):
        said += "".join(whole(client_for(who), reverse(name, args=args)) for name, args in pages)
    assert [name for name, secret in SECRETS.items() if secret in said] == []


def whole(client: Client, address: str) -> str:
    answer = client.get(address)
    parts = answer.streaming_content if answer.streaming else [answer.content]  # type: ignore[attr-defined]
    return b"".join(parts).decode()


@pytest.mark.parametrize("name", SECRETS)
def test_what_a_callback_quotes_is_not_kept(name: str, cast: Cast, cloud_that: CloudThat) -> None:
    cloud_that(reply(200, ""))
    task = pushed(cast, codec.read(RULES).rules).task
    address = reverse("callback", args=[callbacks.token_of(task.pk)])
    for body in ({"Why": f"it is [{SECRETS[name]}]"}, f"it is [{SECRETS[name]}]"):
        sent: Any = {"content_type": "application/json" if isinstance(body, dict) else "text/plain"}
        assert Client().post(address, body, **sent).status_code == 200
    kept = str([row.body for row in Callback.objects.all()])
    assert SECRETS[name] not in kept
    assert kept.count("it is [") == 2


@pytest.mark.parametrize(
    "body",
    [
        '{"StreamKey": "abcdef-123", "Count": 1000000000000000000}',
        '{"StreamKey": "abcdef-123", "Name": "a\\u0000b"}',
        json.dumps({"StreamKey": "abcdef-123", "More": "more " * 2000}),
        '{"StreamKey": "abcdef-123", "Deep": ' + "[" * 40 + "]" * 40 + "}",
    ],
    ids=["long number", "NUL", "long", "deep"],
)
def test_what_goes_by_a_secrets_name_is_not_kept_beside_an_odd_value(
    cast: Cast, cloud_that: CloudThat, body: str
) -> None:
    cloud_that(reply(200, ""))
    task = pushed(cast, codec.read(RULES).rules).task
    address = reverse("callback", args=[callbacks.token_of(task.pk)])
    assert Client().post(address, body, content_type="application/json").status_code == 200
    kept = str(Callback.objects.get().body)
    assert "StreamKey" in kept
    assert "abcdef" not in kept


def test_a_short_name_of_a_stream_is_masked_where_it_is_a_word() -> None:
    secrets = secrets_in({"Output": {"Url": ["rtmp://push.example.com/live/s1"]}})
    said = "no stream s1 [s1], try live/s1: s10 and us1 are free"
    assert masked(said, secrets) == "no stream … […], try live/…: s10 and us1 are free"
