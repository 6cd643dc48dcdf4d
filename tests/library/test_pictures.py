"""What a document is drawn with: the stills there are."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from django.db import connection

from studio.library.chosen import wanted_by
from studio.library.models import Frame, Kind, Wanted
from studio.library.pictures import pictures_for, stamp_of
from studio.library.stores import frames
from studio.rules.document import Logo
from studio.rules.geometry import Box
from tests.builders import Cast, document, frame, png


def test_a_document_is_drawn_with_the_pictures_there_are(cast: Cast, data: Path) -> None:
    urls = ("https://a.example.com/1.png", "https://a.example.com/2.png")
    logo = Logo(url=urls[0], box=Box(0, 0, 100, 100))
    rules = document(Box(0, 0, 10, 10), Box(0, 0, 10, 10), urls=urls, logos=(logo,))
    frame(cast.workspace, urls[0], png(2000, 1000))
    assert wanted_by(rules) == [Wanted(urls[0], Kind.PICTURE), Wanted(urls[1], Kind.PICTURE)]
    for full in (False, True):
        (first, second), (third,) = pictures_for(cast.workspace, rules, full=full)
        assert first is not None
        assert third is not None
        assert second is None
        assert (first.size, third.size) == ((2000, 1000), (2000, 1000))
        assert first.image.size == ((2000, 1000) if full else (1280, 640))


def test_a_file_that_was_lost_is_drawn_as_if_there_were_none(cast: Cast, data: Path) -> None:
    rules = document(urls=("https://a.example.com/1.png",))
    row = frame(cast.workspace, "https://a.example.com/1.png")
    frames().delete(row.stage)
    assert pictures_for(cast.workspace, rules) == ([None], [])


def test_the_stamp_of_a_document_changes_with_its_pictures(cast: Cast, data: Path) -> None:
    rules = document(urls=("https://a.example.com/1.png",))
    stamps = [stamp_of(cast.workspace, rules)]
    for colour in ("red", "blue"):
        Frame.objects.all().delete()
        frame(cast.workspace, "https://a.example.com/1.png", png(colour=colour))
        stamps.append(stamp_of(cast.workspace, rules))
    assert len(set(stamps)) == 3


@pytest.mark.sqlite
def test_a_page_of_documents_has_more_addresses_than_a_query(cast: Cast, data: Path) -> None:
    """How many one takes differs from SQLite to SQLite."""
    there = frame(cast.workspace)
    addresses = [f"https://pictures.example.com/{number}.jpg" for number in range(2_000)]
    wanted = [Wanted(address, Kind.PICTURE) for address in addresses]
    usual = connection.connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 999)
    try:
        found = Frame.objects.stages_of(cast.workspace, wanted)
    finally:
        connection.connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, usual)
    assert found == {Wanted(there.url, Kind.PICTURE): there.stage}
