import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """From here on `cloud` is the connection."""

    dependencies = [("mixes", "0014_connections_of_tasks")]

    operations = [
        migrations.RemoveConstraint("mixtask", "one_row_per_task_at_the_cloud"),
        *(migrations.RemoveField(model, "cloud") for model in ("mixtask", "operation")),
        *(
            migrations.RenameField(model, "connection", "cloud")
            for model in ("mixtask", "operation")
        ),
        *(
            migrations.AlterField(
                model,
                "cloud",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name=related,
                    to="mixes.connection",
                ),
            )
            for model, related in (("mixtask", "tasks"), ("operation", "+"))
        ),
        migrations.AddConstraint(
            "mixtask",
            models.UniqueConstraint(
                fields=["cloud", "task_id"],
                condition=~models.Q(task_id=""),
                name="one_row_per_task_at_the_cloud",
            ),
        ),
    ]
