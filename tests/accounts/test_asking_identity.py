"""Who has nothing but an identity is asked again by its provider, which is a process of its own."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.conf import settings as configured
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from studio.accounts.asking_again import was_asked
from studio.audit.models import Entry
from tests.accounts.provider.running import providers, running_provider
from tests.builders import Cast

HOUR = 3600


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with running_provider("http://testserver/sign-in/openid/back/") as found:
        yield found


@pytest.fixture
def visitor(cast: Cast, issuer: str, settings: Settings) -> Iterator[Visitor]:
    """A browser of the owner's, who is known by an identity alone and signed in a minute ago."""
    settings.OIDC_URL, settings.OIDC_NAME = issuer, "House"
    settings.SOCIALACCOUNT_PROVIDERS = providers(issuer, configured.OIDC_PROVIDER)
    SocialAccount.objects.create(user=cast.owner, provider=configured.OIDC_PROVIDER, uid="1")
    with requests.Session() as there:
        found = Visitor(there)
        found.come_back(found.led(), ago=60)
        yield found


class Visitor:
    def __init__(self, there: requests.Session) -> None:
        self.here, self.there = Client(), there

    def led(self, **sent: str) -> str:
        """Where the studio leads them."""
        url: str = self.here.post(reverse("openid_connect_login"), sent).context["url"]
        return url

    def come_back(self, url: str, ago: int = 0) -> Any:
        """From the provider, which they tell who they are, if it asks; `ago` in seconds."""
        answer = self.there.get(url, allow_redirects=False)
        while not answer.is_redirect or not answer.headers["Location"].startswith("http://tests"):
            if answer.is_redirect:
                at = urljoin(answer.url, answer.headers["Location"])
                answer = self.there.get(at, allow_redirects=False)
            else:
                told = {"username": "ada", "ago": ago}
                answer = self.there.post(answer.url, told, allow_redirects=False)
        back = urlsplit(answer.headers["Location"])
        return self.here.get(f"{back.path}?{back.query}")

    def is_asked(self) -> bool:
        answer = self.here.get(reverse("tokens"))
        asked = answer.headers.get("Location", "").startswith(reverse("ask-identity"))
        assert asked or answer.status_code == 200
        return asked


def test_the_provider_asks_and_that_counts_for_five_minutes(visitor: Visitor) -> None:
    assert visitor.is_asked()  # to have signed in is no answer
    page = visitor.here.get(reverse("ask-identity") + "?next=/tokens/").content.decode()
    assert 'name="again"' in page
    url = visitor.led(again="1", next="/tokens/")
    query = parse_qs(urlsplit(url).query)
    assert (query["prompt"], query["max_age"]) == (["login"], ["0"])
    answer = visitor.come_back(url)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/tokens/")
    assert not visitor.is_asked()
    acts = Entry.objects.filter(act="signed-in").values_list("difference", flat=True)
    assert set(acts) == {"OpenID identity"}


def test_who_makes_the_provider_pass_them_is_refused(visitor: Visitor) -> None:
    """At somebody else's screen: what asks is taken out of the address."""
    where = urlsplit(visitor.led(again="1", next="/tokens/"))
    query = {name: value for name, (value,) in parse_qs(where.query).items()}
    del query["prompt"], query["max_age"]
    answer = visitor.come_back(where._replace(query=urlencode(query)).geturl())
    assert answer.status_code == 403
    assert "House did not ask you" in answer.content.decode()
    assert visitor.is_asked()
    assert visitor.here.get(reverse("account")).status_code == 200
    assert Entry.objects.get(act="sign-in-refused").name == "owner"


@pytest.mark.parametrize(
    ("claims", "asked"),
    [
        ({"auth_time": 100, "iat": 100}, True),
        ({"auth_time": 70, "iat": 100}, True),
        ({"auth_time": 60, "iat": 100}, False),
        ({"auth_time": HOUR + 70, "iat": HOUR + 100}, True),  # its clock is another
        ({"iat": 100}, False),
        ({"auth_time": 100}, False),
        ({"auth_time": "100", "iat": 100}, False),
        ({}, False),
    ],
)
def test_it_has_asked_since_it_was_to(claims: dict[str, Any], asked: bool) -> None:
    assert was_asked(claims, time.time() - 30) is asked


@pytest.mark.parametrize(("ago", "asked"), [(599, True), (601, False)])
def test_an_asking_of_long_ago_is_answered_by_nothing(ago: int, asked: bool) -> None:
    assert was_asked({"auth_time": 100, "iat": 100}, time.time() - ago) is asked
