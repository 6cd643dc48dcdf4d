"""Looking for something in the help, in either language."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from studio.help.finding import MOST, hits
from tests.builders import Cast, client_for

pytestmark = pytest.mark.usefixtures("data")


@pytest.mark.parametrize(
    ("query", "language", "page"),
    [
        ("letterbox", "en", "letterbox"),
        ("TAKE preview", "en", "takes"),
        ("FrameRate", "en", "fields"),
        ("mix render", "en", "commands"),
        ("If-Match", "en", "api"),
        ("黑边", "zh-hans", "letterbox"),
        ("结果未知", "zh-hans", "unknown"),
        ("框", "zh-hans", "scene"),
        ("素材 中断", "zh-hans", "drops"),
        ("mix render", "zh-hans", "commands"),
    ],
)
def test_what_is_looked_for_comes_first(query: str, language: str, page: str, cast: Cast) -> None:
    assert hits(query, language)[0].page.name == page


def test_every_word_has_to_be_there_and_not_by_the_title_alone(cast: Cast) -> None:
    found = hits("letterbox bars", "en")
    assert found
    for hit in found:
        whole = f"{hit.page.title} {hit.section.heading} {hit.section.text}".lower()
        assert "letterbox" in whole
        assert "bars" in whole
    assert not hits("letterbox weather", "en")


def searched(query: str, language: str = "en") -> tuple[int, str]:
    client = Client(headers={"Accept-Language": language})
    answer = client.get(reverse("help"), {"q": query})
    return answer.status_code, answer.content.decode()


def test_a_hit_leads_to_its_section_with_the_words_marked(cast: Cast) -> None:
    status, page = searched("rounded")
    assert status == 200
    address = reverse("help-page", args=["letterbox"])
    assert f'href="{address}#where-this-comes-from"' in page
    assert "<mark>rounded</mark>" in page
    assert "<mark>黑边</mark>" in searched("黑边", "zh-hans")[1]


def test_what_is_nowhere_is_said(cast: Cast) -> None:
    status, page = searched("<b>zebra")
    assert status == 200
    assert "Nothing found" in page
    assert "No page has “&lt;b&gt;zebra”" in page


@pytest.mark.parametrize("query", ["a", "x" * (MOST + 1)])
def test_too_little_and_too_much_are_refused_beside_the_field(query: str, cast: Cast) -> None:
    status, page = searched(query)
    assert status == 400
    assert 'aria-describedby="id_q_error"' in page
    assert f'value="{query}"' in page


def test_nothing_and_spaces_show_all_pages(cast: Cast) -> None:
    for query in ("", "   "):
        assert searched(query)[0] == 200


def test_signs_mean_themselves(cast: Cast) -> None:
    assert client_for(cast.viewer).get(reverse("help"), {"q": "(.*"}).status_code == 200
    assert hits(".flv", "en")
