from typing import Any

from django.contrib.sessions.backends import db
from django.db import migrations

from studio.accounts.sessions import SessionStore
from studio.sealing.batches import rewrite
from studio.sealing.migrating import overwrite_what_goes


def seal(apps: Any, schema_editor: Any) -> None:
    """Whoever is signed in stays so."""
    overwrite_what_goes(schema_editor)
    rewrite(apps.get_model("sessions", "Session").objects.all(), sealed)


def unseal(apps: Any, schema_editor: Any) -> None:
    rewrite(apps.get_model("sessions", "Session").objects.all(), opened)


def sealed(row: Any) -> dict[str, Any]:
    store = SessionStore(row.session_key)
    return {"session_data": store.encode(store.decode(row.session_data))}


def opened(row: Any) -> dict[str, Any]:
    found = SessionStore(row.session_key).decode(row.session_data)
    return {"session_data": db.SessionStore().encode(found)}


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("accounts", "0005_counted"), ("sessions", "0001_initial")]
    operations = [migrations.RunPython(seal, unseal, elidable=True)]
