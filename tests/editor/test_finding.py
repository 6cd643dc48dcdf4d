"""Finding a template among many: words, tags, favourites, the archive, and page after page."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from studio.audit.models import Entry
from studio.editor import finding, tags
from studio.editor.models import LayoutTemplate
from tests.builders import Cast, client_for, template

LIST = reverse("templates")


@pytest.fixture
def client(cast: Cast) -> Client:
    return client_for(cast.editor)


def shown(client: Client, **asked: str) -> list[str]:
    return [card.name for card in client.get(LIST, asked).context["cards"]]


def many(cast: Cast, names: list[str]) -> None:
    """Each changed a second after the one before."""
    now = timezone.now()
    for n, name in enumerate(names):
        row = template(cast.workspace, name=name)
        LayoutTemplate.objects.filter(pk=row.pk).update(updated_at=now + timedelta(seconds=n))


def walked(client: Client, **asked: str) -> list[str]:
    """What all pages show, by their links."""
    found = []
    while True:
        answer = client.get(LIST, asked)
        found += [card.name for card in answer.context["cards"]]
        if not answer.context["after"]:
            return found
        asked["after"] = answer.context["after"]


@pytest.mark.parametrize("order", ["changed", "name"])
def test_page_after_page_shows_each_template_once(client: Client, cast: Cast, order: str) -> None:
    # Some have one name, or were changed in one moment: their keys tell which comes first.
    names = [f"Show {n // 3:03}" for n in range(finding.PAGE * 2 + 5)]
    many(cast, names)
    LayoutTemplate.objects.filter(name__lt="Show 008").update(updated_at=timezone.now())
    assert sorted(walked(client, order=order)) == names
    if order == "name":
        assert walked(client, order=order) == names


def test_what_is_changed_while_somebody_turns_pages_hides_nothing(
    client: Client, cast: Cast
) -> None:
    many(cast, [f"Show {n:03}" for n in range(finding.PAGE + 3)])
    after = client.get(LIST).context["after"]
    LayoutTemplate.objects.filter(name="Show 020").update(updated_at=timezone.now() + timedelta(1))
    assert shown(client, after=after) == ["Show 002", "Show 001", "Show 000"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("talk", ["Thursday TALK"]),
        ("thurs talk", ["Thursday TALK"]),
        ("ÉTÉ", ["Soirée d’été"]),
        ("新闻", ["晚间新闻 9:16"]),
        ("#late", ["Thursday TALK"]),
        ("late", ["Thursday TALK", "Too late"]),
        ("100%", ["100% score"]),
        ("_", []),
        ("nothing", []),
    ],
)
def test_words_are_looked_for_in_names_and_tags(
    client: Client, cast: Cast, words: str, found: list[str]
) -> None:
    many(cast, ["Soirée d’été", "晚间新闻 9:16", "100% score", "Too late", "Thursday TALK"])
    LayoutTemplate.objects.get(name="Thursday TALK").set_tags(["Late", "访谈"])
    assert shown(client, q=words) == found
    assert shown(client, q="访谈") == ["Thursday TALK"]


def test_a_new_name_is_found_and_the_old_one_is_not(client: Client, cast: Cast) -> None:
    row = template(cast.workspace, name="Lecture")
    client.post(reverse("template-rename", args=[row.pk]), {"name": "Match"})
    assert (shown(client, q="match"), shown(client, q="lecture")) == (["Match"], [])


def test_the_archive_keeps_what_is_in_the_way(client: Client, cast: Cast) -> None:
    row = template(cast.workspace, name="Last year")
    client.post(reverse("template-archive", args=[row.pk]))
    assert (shown(client), shown(client, shelf="archived")) == ([], ["Last year"])
    assert client.get(reverse("template-edit", args=[row.pk])).status_code == 200
    client.post(reverse("template-unarchive", args=[row.pk]))
    assert (shown(client), shown(client, shelf="archived")) == (["Last year"], [])
    acts = list(Entry.objects.order_by("pk").values_list("act", flat=True))
    assert acts[-2:] == ["archived-template", "unarchived-template"]


def test_favourites_are_each_ones_own(client: Client, cast: Cast) -> None:
    row = template(cast.workspace, name="Mine")
    template(cast.workspace, name="Other")
    viewer = client_for(cast.viewer)
    answer = viewer.post(reverse("template-favourite", args=[row.pk]), {"on": "1"})
    assert 'aria-pressed="true"' in answer.content.decode()
    assert shown(viewer, shelf="favourites") == ["Mine"]
    assert shown(client, shelf="favourites") == []
    viewer.post(reverse("template-favourite", args=[row.pk]), {"on": ""})
    assert shown(viewer, shelf="favourites") == []


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("", []),
        ("news  #late, 新闻，访谈", ["news", "late", "新闻", "访谈"]),
        ("News news NEWS", ["News"]),
        ("a" * tags.LONGEST, ["a" * tags.LONGEST]),
    ],
)
def test_tags_are_read_as_they_are_typed(
    client: Client, cast: Cast, typed: str, read: list[str]
) -> None:
    row = template(cast.workspace)
    client.post(reverse("template-tags", args=[row.pk]), {"tags": typed})
    row.refresh_from_db()
    assert row.tags == read


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        (" ".join("abcdefghi"), "A template has 8 tags at most."),
        ("a" * 25, f"“{'a' * 25}” is longer than 24 characters."),
    ],
)
def test_tags_that_are_refused_leave_those_there_were(
    client: Client, cast: Cast, typed: str, why: str
) -> None:
    row = template(cast.workspace)
    row.set_tags(["kept"])
    answer = client.post(reverse("template-tags", args=[row.pk]), {"tags": typed})
    assert answer.status_code == 422
    assert answer.context["refused"]["why"] == why
    page = answer.content.decode()
    assert f'value="{typed}"' in page
    assert 'aria-describedby="tags-again-hint tags-again-why"' in page
    row.refresh_from_db()
    assert row.tags == ["kept"]


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"order": "size"}, "Templates have no such order."),
        ({"shelf": "lost"}, "There is no such part of the gallery."),
        ({"after": "yesterday~1"}, "This part of the gallery is not there."),
        (
            {"after": "0001-01-01T00:00:00+14:00~00000000-0000-4000-8000-000000000000"},
            "This part of the gallery is not there.",
        ),
        ({"q": "a" * 101}, "Ensure this value has at most 100 characters"),
    ],
)
def test_what_cannot_be_shown_is_told_beside_its_field(
    client: Client, asked: dict[str, str], why: str
) -> None:
    answer = client.get(LIST, asked)
    assert answer.status_code == 422
    assert why in answer.content.decode()


def test_a_page_asks_the_database_a_dozen_times_at_most(client: Client, cast: Cast) -> None:
    many(cast, [f"Show {n}" for n in range(finding.PAGE + 1)])
    client.get(LIST)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(LIST, {"q": "show"})
    assert len(asked) <= 12


def test_links_keep_what_was_asked_for(client: Client, cast: Cast) -> None:
    many(cast, [f"Show {n}" for n in range(finding.PAGE + 1)])
    page = client.get(LIST, {"q": "show", "order": "name"}).content.decode()
    (link,) = [part.split('"')[0] for part in page.split('href="') if "after=" in part[:200]]
    query = parse_qs(urlsplit(link.replace("&amp;", "&")).query)
    assert (query["q"], query["order"]) == (["show"], ["name"])
