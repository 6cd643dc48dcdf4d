"""A page older than who is signed in: nothing is done, and its scripts are told why."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from studio.accounts.models import User
from studio.editor.models import LayoutTemplate
from studio.rules import codec
from studio.rules.geometry import Box
from tests import builders
from tests.builders import Cast

OTHER = codec.write(builders.document(Box(7, 7, 640, 360)))


def save(client: Client, template: LayoutTemplate, opened_by: User | None, **headers: str) -> Any:
    asked = builders.save_request(OTHER, version=1)
    asked["headers"] |= headers
    if opened_by:
        asked["headers"]["Studio-Person"] = str(opened_by.pk)
    return client.put(reverse("template-document", args=[template.pk]), **asked)


def as_another(client: Client, cast: Cast) -> None:
    client.force_login(cast.teammate)


def out(client: Client, cast: Cast) -> None:
    client.logout()


@pytest.mark.parametrize(
    ("meanwhile", "status", "why", "words"),
    [
        (as_another, 403, "person", "You are signed in as teammate in this browser now."),
        (out, 401, "signed-out", "You are signed out."),
    ],
)
def test_a_script_is_answered_only_as_the_person_who_opened_its_page(
    cast: Cast, meanwhile: Callable[[Client, Cast], None], status: int, why: str, words: str
) -> None:
    template = builders.template(cast.workspace)
    client = builders.client_for(cast.editor)
    meanwhile(client, cast)
    answer = save(client, template, cast.editor)
    assert (answer.status_code, answer.headers["Studio-Refusal"]) == (status, why)
    assert words in answer.json()["message"]
    template.refresh_from_db()
    assert template.version == 1


def test_a_script_with_a_token_of_another_sign_in_gets_a_fresh_one(cast: Cast) -> None:
    template = builders.template(cast.workspace)
    client = builders.client_for(cast.editor, enforce_csrf_checks=True)
    answer = save(client, template, cast.editor, **{"X-CSRFToken": "x" * 32})
    assert (answer.status_code, answer.headers["Studio-Refusal"]) == (403, "token")
    fresh = client.cookies[settings.CSRF_COOKIE_NAME].value
    for token in (answer.json()["token"], fresh):
        sent = builders.save_request(OTHER, version=template.version)
        sent["headers"] |= {"X-CSRFToken": token}
        answer = client.put(reverse("template-document", args=[template.pk]), **sent)
        assert answer.status_code == 200
        template.refresh_from_db()


def test_an_answer_to_a_script_never_takes_back_the_token_of_a_sign_in_meanwhile(
    cast: Cast,
) -> None:
    """Whoever opens a page has the cookie renewed, else it would end a year after it was given."""
    client = builders.client_for(cast.editor)
    person = {"Studio-Person": str(cast.editor.pk)}
    for headers, given in ((person, True), (person, False), ({}, True)):
        answer = client.get(reverse("templates"), headers=headers)
        assert (settings.CSRF_COOKIE_NAME in answer.cookies) is given, headers


@pytest.mark.parametrize(
    ("referer", "leads"),
    [
        ("http://testserver/tasks/", 'href="http://testserver/tasks/"'),
        ("http://elsewhere.example.com/", 'href="/"'),
        ("", 'href="/"'),
    ],
)
def test_people_get_a_page_that_leads_back(cast: Cast, referer: str, leads: str) -> None:
    client = builders.client_for(cast.editor, enforce_csrf_checks=True)
    answer: HttpResponse = client.post(reverse("template-new"), headers={"Referer": referer})  # type: ignore[assignment]
    assert answer.status_code == 403
    assert "Studio-Refusal" not in answer.headers
    text = answer.content.decode()
    assert "Nothing was done" in text
    assert leads in text.split("<main")[1]


def test_a_role_that_is_too_low_is_no_such_refusal(cast: Cast) -> None:
    template = builders.template(cast.workspace)
    answer = save(builders.client_for(cast.viewer), template, cast.viewer)
    assert answer.status_code == 403
    assert "Studio-Refusal" not in answer.headers
