import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_counted"),
        ("editor", "0007_versions_index"),
    ]
    operations = [
        migrations.CreateModel(
            "Beginning",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("rules", models.JSONField()),
                (
                    "workspace",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="beginning",
                        to="accounts.workspace",
                    ),
                ),
            ],
        ),
    ]
