"""The database as an earlier version of the studio had it."""

from __future__ import annotations

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import StateApps

Targets = list[tuple[str, str]]


def migrate(targets: Targets) -> StateApps:
    """To these migrations, which may have been squashed since; the models as they were."""
    executor = MigrationExecutor(connection)
    executor.loader = unsquashed()
    executor.migrate(targets)
    return unsquashed().project_state(targets).apps


def forget_squashed() -> None:
    """As a database is that was migrated before any of them were squashed."""
    for app, name in unsquashed().replacements:
        MigrationRecorder.Migration.objects.filter(app=app, name=name).delete()


def migrate_to_now() -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def unsquashed() -> MigrationLoader:
    """Every migration by itself: once it is squashed, Django knows no way back to it."""
    loader = MigrationLoader(connection, replace_migrations=False)
    for key, squashed in loader.replacements.items():
        loader.graph.remove_replacement_node(key, squashed.replaces)
    return loader
