import uuid

import django.db.models.deletion
from django.db import migrations, models
from django.db.models.functions import Now


class Migration(migrations.Migration):
    """Connections, of which tasks and operations are given one in 0014.

    The limiter's rows begin anew: what they hold is over in seconds.
    """

    dependencies = [
        ("accounts", "0001_initial"),
        ("mixes", "0012_sealed"),
    ]

    operations = [
        migrations.DeleteModel("account"),
        migrations.CreateModel(
            name="Account",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("next_at", models.DateTimeField(db_default=Now())),
                ("watched_at", models.DateTimeField(null=True)),
                ("listed_at", models.DateTimeField(null=True)),
                ("unread", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Connection",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="connections",
                        to="accounts.workspace",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="connections",
                        to="mixes.account",
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                (
                    "colour",
                    models.CharField(
                        choices=[
                            ("slate", "Slate"),
                            ("blue", "Blue"),
                            ("teal", "Teal"),
                            ("amber", "Amber"),
                            ("rose", "Rose"),
                        ],
                        default="slate",
                        max_length=8,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("volcengine", "Volcengine"),
                            ("byteplus", "BytePlus"),
                            ("sandbox", "Sandbox"),
                        ],
                        max_length=12,
                    ),
                ),
                ("region", models.CharField(blank=True, max_length=60)),
                ("url", models.CharField(blank=True, max_length=200)),
                (
                    "open_to",
                    models.CharField(
                        choices=[
                            ("operators", "everybody who may push"),
                            ("admins", "admins only"),
                            ("nobody", "nobody: rehearsal only"),
                        ],
                        default="operators",
                        max_length=12,
                    ),
                ),
                ("from_environment", models.BooleanField(default=False)),
                ("access_key", models.TextField(blank=True)),
                ("secret_key", models.TextField(blank=True)),
                ("fingerprint", models.CharField(blank=True, max_length=16)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("tested_at", models.DateTimeField(null=True)),
                ("tested", models.CharField(blank=True, max_length=80)),
                ("deleted_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(kind="sandbox"),
                        fields=["workspace"],
                        name="one_sandbox_per_workspace",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(from_environment=True, deleted_at=None),
                        fields=["url"],
                        name="one_connection_of_the_environment",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(deleted_at=None),
                        fields=["workspace", "name"],
                        name="one_connection_of_a_name",
                    ),
                ],
            },
        ),
        *(
            migrations.AddField(
                model,
                "connection",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="mixes.connection",
                ),
            )
            for model in ("mixtask", "operation")
        ),
        # So that on the way back there is a column before there is something to write into it.
        *(
            migrations.AlterField(model, "cloud", models.CharField(max_length=120, null=True))
            for model in ("mixtask", "operation")
        ),
    ]
