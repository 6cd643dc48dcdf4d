"""Every address that answers a GET is asked, with a canary in all that it could tell."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse

from studio.accounts.models import User
from studio.editor.models import LayoutTemplate, ShareLink
from studio.exports.writing import EXPORTERS
from studio.library.models import Saved, Sort
from studio.mixes.models import Connection, Look, MixTask, Operation, TallyLink
from tests.access import Row, nothing
from tests.builders import Cast, client_for
from tests.editor import access_rows as editor
from tests.mixes import access_rows as mixes
from tests.saved import access_rows as saved
from tests.sealing.test_canaries import (  # noqa: F401  # fixtures
    cast,
    found,
    planted,
)
from tests.test_access import ROWS

Args = tuple[Any, ...]


def named(task: MixTask, cast: Cast) -> dict[Callable[[Cast], Args], list[Args]]:  # noqa: F811
    """What was planted of each kind that addresses name."""
    row = LayoutTemplate.objects.get(name="show")
    cloud = Connection.objects.exclude(access_key="").get()
    source, stage = (Saved.objects.get(sort=sort) for sort in (Sort.SOURCE, Sort.DESTINATION))
    return {
        nothing: [()],
        editor.template: [(row.pk,)],
        editor.imported: [(row.pk,)],
        editor.picture: [(row.pk, "png")],
        editor.obs: [(row.pk, kind) for kind in EXPORTERS],
        editor.version: [(row.pk, version.pk) for version in row.versions.all()],
        editor.shared: [(ShareLink.objects.issue(row, cast.owner, 1),)],
        mixes.template: [(row.pk,)],
        mixes.task: [(task.pk,)],
        mixes.prepared: [(task.pk,)],
        mixes.pushed: [(Operation.objects.get().pk,)],
        mixes.look: [(Look.objects.get().pk,)],
        mixes.tally_link: [(task.pk, TallyLink.objects.issue(task, cast.owner, 1))],
        mixes.cloud: [(cloud.pk,)],
        saved.source: [(source.pk,)],
        saved.destination: [(stage.pk,)],
    }


def secrets_told(task: MixTask, cast: Cast, person: User) -> dict[str, set[str]]:  # noqa: F811
    """By the names of the addresses."""
    there = named(task, cast)
    leaks: dict[str, set[str]] = defaultdict(set)
    for row in (row for row in ROWS if row.method == "GET"):
        client = row.client(person, cast)
        # What nothing was planted for is made for its row, with addresses that are canaries too.
        for args in there.get(row.args) or [row.args(cast)]:
            text = answer(client, row, args, cast, is_admin=person == cast.owner)
            leaks[row.name] |= {*found(text), *re.findall(r"\w*CANARY\w*", text)}
    return {name: secrets for name, secrets in leaks.items() if secrets}


def answer(client: Client, row: Row, args: Args, cast: Cast, *, is_admin: bool) -> str:  # noqa: F811
    """Its head and its body."""
    got: Any = client.get(reverse(row.name, args=args), **row.body(cast))
    if is_admin:
        assert got.status_code == row.status, row
    told: bytes = got.serialize_headers() + b"".join(got)
    return told.decode(errors="replace")


@pytest.mark.parametrize("person", ["viewer", "owner"])
def test_none_is_in_what_any_address_tells(planted: MixTask, cast: Cast, person: str) -> None:  # noqa: F811
    assert secrets_told(planted, cast, getattr(cast, person)) == {}


def test_none_is_in_the_export_of_a_workspace(planted: MixTask, cast: Cast) -> None:  # noqa: F811
    got: Any = client_for(cast.owner).post(reverse("workspace-export", args=[cast.workspace.pk]))
    with ZipFile(BytesIO(b"".join(got))) as export:
        text = "".join(export.read(name).decode(errors="replace") for name in export.namelist())
    assert "push.example.com" in text
    assert found(text) == []
