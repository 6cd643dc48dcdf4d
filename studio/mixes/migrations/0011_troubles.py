from django.db import migrations, models


class Migration(migrations.Migration):
    """What the cloud says went wrong with a task, and with which sources."""

    dependencies = [("mixes", "0010_order_of_operations")]

    operations = [
        migrations.AddField(
            "mixtask", "trouble_code", models.CharField(max_length=16, blank=True, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            "mixtask", "trouble", models.CharField(max_length=500, blank=True, default=""),
            preserve_default=False,
        ),
        migrations.AddField("mixtask", "in_trouble", models.JSONField(default=list)),
        migrations.AddField("operation", "in_trouble", models.JSONField(default=list)),
    ]
