"""Before what nobody at somebody else's unlocked screen must do, the person is asked again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from studio.accounts.models import User
from studio.audit.models import Entry
from studio.mixes.models import Connection
from tests import builders
from tests.builders import Cast, client_for
from tests.editor.access_rows import imported, obs, template
from tests.mixes.history.past import pushed
from tests.saved.access_rows import destination

PASSWORD = "four plain words and a CANARY 7"
pytestmark = pytest.mark.usefixtures("data")


def of_connection(cast: Cast) -> str:
    cloud: Connection = builders.paid_cloud(cast.workspace)
    return reverse("connection-keys", args=[cloud.pk])


PAGES: dict[str, Callable[[Cast], str]] = {
    "GET deleting a workspace": lambda cast: reverse("workspace-delete", args=[cast.workspace.pk]),
    "GET deleting one's account": lambda cast: reverse("account-delete"),
    "POST the export": lambda cast: reverse("workspace-export", args=[cast.workspace.pk]),
    "POST a link for a member": lambda cast: reverse(
        "member-link", args=[cast.viewer.memberships.get().pk]
    ),
    "GET the keys of a cloud": of_connection,
    "GET tokens": lambda cast: reverse("tokens"),
    "POST push addresses": lambda cast: reverse("task-addresses", args=[pushed(cast).task.pk]),
    "POST a template's addresses": lambda cast: reverse("template-addresses", args=template(cast)),
    "POST a destination's address": lambda cast: reverse("saved-address", args=destination(cast)),
    "POST MixedRules, whole": lambda cast: reverse(
        "template-mixedrules-whole", args=template(cast)
    ),
    "POST the imported file": lambda cast: reverse("template-original", args=imported(cast)),
    "POST an export, whole": lambda cast: reverse("template-export-whole", args=obs(cast)),
}

EVERYBODY_S = ("GET deleting one's account", "GET tokens")


@pytest.fixture
def client(cast: Cast) -> Client:
    """The owner's, with a password."""
    cast.owner.set_password(PASSWORD)
    cast.owner.save()
    return client_for(cast.owner)


def ask(client: Client, page: str, address: str) -> Any:
    return getattr(client, page.partition(" ")[0].lower())(address)


@pytest.mark.parametrize("page", PAGES)
def test_the_person_is_asked_once_in_five_minutes(cast: Cast, client: Client, page: str) -> None:
    address = PAGES[page](cast)
    refused = ask(client, page, address)
    again = reverse("account_reauthenticate")
    assert (refused.status_code, refused.headers["Location"].partition("?")[0]) == (302, again)
    assert client.post(refused.headers["Location"], {"password": "wrong"}).status_code == 403
    assert ask(client, page, address).status_code == 302
    assert not Entry.objects.filter(act="revealed").exists()
    client.post(refused.headers["Location"], {"password": PASSWORD})
    assert ask(client, page, address).status_code in (200, 201)
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        assert ask(client, page, address).status_code == 302


@pytest.mark.parametrize("page", PAGES)
def test_who_has_nothing_to_be_asked_for_is_not_asked(cast: Cast, page: str) -> None:
    address = PAGES[page](cast)
    assert ask(client_for(cast.owner), page, address).status_code in (200, 201)


@pytest.mark.parametrize(
    "page", [page for page in PAGES if "one's" not in page and "tokens" not in page]
)
def test_a_stranger_is_told_that_there_is_nothing(cast: Cast, page: str) -> None:
    stranger: User = cast.stranger
    stranger.set_password(PASSWORD)
    stranger.save()
    assert ask(client_for(stranger), page, PAGES[page](cast)).status_code == 404
