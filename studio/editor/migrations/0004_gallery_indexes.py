from django.db import migrations, models


class Migration(migrations.Migration):
    """By itself: PostgreSQL makes no index in a transaction that has just filled what it is of."""

    dependencies = [("editor", "0003_gallery")]
    operations = [
        migrations.AddIndex(
            "layouttemplate",
            models.Index(
                condition=models.Q(deleted_at=None),
                fields=["workspace", "is_archived", "-updated_at", "-id", "sought"],
                name="template_by_change",
            ),
        ),
        migrations.AddIndex(
            "layouttemplate",
            models.Index(
                condition=models.Q(deleted_at=None),
                fields=["workspace", "is_archived", "name", "id", "sought"],
                name="template_by_name",
            ),
        ),
    ]
