"""The language of a page: what somebody chose in this browser, else what the browser asks for."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.builders import Cast, client_for

pytestmark = pytest.mark.usefixtures("data")
CHINESE = '<html lang="zh-hans"'


def page(client: Client, accepted: str = "") -> str:
    headers = {"Accept-Language": accepted} if accepted else {}
    return client.get(reverse("account"), headers=headers).content.decode()


def test_a_browser_is_spoken_to_in_its_own(cast: Cast) -> None:
    client = client_for(cast.viewer)
    assert CHINESE in page(client, "zh-CN,zh;q=0.9,en;q=0.8")
    assert '<html lang="en"' in page(client, "fr")


def test_what_is_chosen_is_remembered_and_comes_first(cast: Cast) -> None:
    client = client_for(cast.viewer)
    origin = reverse("tasks")
    chosen = client.post(
        reverse("language"),
        {"language": "zh-hans"},
        headers={"Referer": f"http://testserver{origin}"},
    )
    assert (chosen.status_code, chosen.headers["Location"]) == (302, f"http://testserver{origin}")
    assert CHINESE in page(client, "en")
    assert 'value="en"' in page(client)


def test_one_that_nobody_speaks_is_refused_and_nothing_forgotten(cast: Cast) -> None:
    client = client_for(cast.viewer)
    client.post(reverse("language"), {"language": "zh-hans"})
    assert client.post(reverse("language"), {"language": "tlh"}).status_code == 400
    assert CHINESE in page(client)


def test_no_other_site_is_gone_back_to(cast: Cast) -> None:
    answer = client_for(cast.viewer).post(
        reverse("language"), {"language": "en", "next": "https://elsewhere.example.com/"}
    )
    assert answer.headers["Location"] == "/"


def test_from_what_answers_a_form_it_leads_to_a_page_that_there_is(cast: Cast) -> None:
    client = client_for(cast.viewer)
    there = client.get(reverse("tasks"), {"running": "on"}).content.decode()
    assert 'value="/tasks/?running=on"' in there
    refused = client.post(reverse("language"), {"language": "tlh"}).content.decode()
    assert 'name="next"' in refused
    assert 'value="/"' in refused
