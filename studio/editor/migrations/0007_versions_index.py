from django.db import migrations, models


class Migration(migrations.Migration):
    """By itself: PostgreSQL makes no index in a transaction that has just filled what it is of."""

    dependencies = [("editor", "0006_versions")]
    operations = [
        migrations.AddIndex(
            "templateversion",
            models.Index(
                fields=["template", "name", "created_at", "reason"], name="version_by_name_and_age"
            ),
        ),
    ]
