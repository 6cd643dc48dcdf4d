"""A migration leaves the version before it running: first what is new is added (expand), and only a
later version takes away what none that runs asks for any more (contract).

So several hosts are brought up to date one after the other.
"""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import AddField
from django.db.migrations.operations.base import Operation
from django_migration_linter import MigrationLinter
from django_migration_linter.sql_analyser.base import Issue

# The last of each app that was written before this was held; those after them are judged.
BEFORE = {
    "accounts": "0007_toured",
    "audit": "0002_unchangeable",
    "editor": "0011_share_links",
    "library": "0010_saved",
    "mixes": "0016_tally_links",
    "straps": "0001_initial",
}
# What takes away what no version in use asks for any more: which findings, by app and name. Beside
# each stands the version that asked last.
CONTRACTS: dict[tuple[str, str], set[str]] = {}
NOT_NULL = "NOT_NULL"
# Locks writers out for longer than it need.
SLOW = ["CREATE_INDEX_EXCLUSIVE", "REINDEX"]

pytestmark = pytest.mark.django_db(transaction=True)


class Linter(MigrationLinter):
    """Keeps the codes of what it finds."""

    codes: frozenset[str] = frozenset()

    def print_errors(self, errors: list[Issue]) -> None:
        self.codes |= {each.code for each in errors}


def judged(app: str, name: str) -> set[str]:
    """What an older version would stumble over, by the linter's codes."""
    linter = Linter(
        no_cache=True,
        no_output=True,
        exclude_migration_tests=CONTRACTS.get((app, name), ()),
        warnings_as_errors_tests=SLOW,
    )
    migration = linter.migration_loader.graph.nodes[app, name]
    linter.lint_migration(migration)
    found = set(linter.codes) if linter.has_errors else set()
    if connection.vendor == "sqlite":
        # There a table is made anew, and the linter takes each of its columns for a new one.
        found -= {NOT_NULL}
        found |= {NOT_NULL for each in migration.operations if is_asked_for(each)}
    return found


def is_asked_for(operation: Operation) -> bool:
    """Whether it adds a column that who does not know it can't leave out."""
    if not isinstance(operation, AddField):
        return False
    field = operation.field
    return not (field.null or field.many_to_many or field.has_db_default())


def later() -> list[tuple[str, str]]:
    """Those of ours that came since, but for what squashes them."""
    loader = MigrationLoader(None)
    own = [
        (app, name)
        for (app, name), migration in loader.disk_migrations.items()
        if migration.__module__.startswith("studio.") and not migration.replaces
    ]
    return [(app, name) for app, name in own if name > BEFORE.get(app, "")]


def test_what_was_last_before_is_still_there() -> None:
    assert BEFORE.items() <= MigrationLoader(None).disk_migrations.keys()


def test_no_later_migration_locks_an_older_version_out() -> None:
    assert {each: judged(*each) for each in later() if judged(*each)} == {}


def test_what_locks_an_older_version_out_is_found() -> None:
    """By one from before: nobody could sign up any more who does not know the new column."""
    assert judged("accounts", "0007_toured") == {NOT_NULL}
