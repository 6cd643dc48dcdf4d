"""The table of what allauth counts (settings.CACHES): a cache's, so no model describes it."""

from django.core.management import call_command
from django.db import migrations

TABLE = "accounts_counted"


def make(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


def drop(apps, schema_editor):
    schema_editor.execute(f"DROP TABLE {schema_editor.quote_name(TABLE)}")


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_guess'),
    ]

    operations = [migrations.RunPython(make, drop)]
