"""Many savers at once, on the database's own file or server."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from studio.editor.models import LayoutTemplate
from studio.rules import codec
from studio.rules.document import Json
from tests.builders import cast, client_for, save_request, template

SAVERS = 8
SAVES = 6


@pytest.mark.django_db(transaction=True)
def test_of_savers_on_one_version_one_wins_and_the_others_are_told() -> None:
    people = cast()
    row = template(people.workspace)
    address = reverse("template-document", args=[row.pk])
    barrier = Barrier(SAVERS)

    def saves(saver: int) -> list[tuple[int, str]]:
        client = client_for(people.editor)
        barrier.wait()
        try:
            return [save(client, address, f"{saver}.{turn}") for turn in range(SAVES)]
        finally:
            connection.close()

    with ThreadPoolExecutor(SAVERS) as pool:
        answers = [answer for each in pool.map(saves, range(SAVERS)) for answer in each]

    row.refresh_from_db()
    accepted = {mark for status, mark in answers if status == 200}
    assert {status for status, _mark in answers} <= {200, 409}
    assert len(answers) == SAVERS * SAVES
    assert set(marks(row)) == accepted
    assert row.version == 1 + len(accepted)


def save(client: Client, address: str, mark: str) -> tuple[int, str]:
    """A save that adds its mark to those seen: a lost update would lose somebody's mark."""
    seen = LayoutTemplate.objects.get()
    state: dict[str, Json] = {"marks": [*marks(seen), mark]}
    request = save_request(codec.write(seen.rules), version=seen.version, editor_state=state)
    return client.put(address, **request).status_code, mark


def marks(row: LayoutTemplate) -> list[Json]:
    found = row.editor_state.get("marks", [])
    assert isinstance(found, list)
    return found
