from django.db import migrations, models


class Migration(migrations.Migration):
    """What a template holds that was saved before has begun at no known time: the next save keeps
    it.
    """

    dependencies = [("editor", "0005_former_secrets")]
    operations = [
        migrations.AddField(
            "layouttemplate", "begun_at", models.DateTimeField(blank=True, null=True)
        ),
        migrations.AddField(
            "templateversion", "name", models.CharField(blank=True, default="", max_length=200)
        ),
        migrations.AlterField(
            "templateversion",
            "reason",
            models.CharField(
                choices=[
                    ("made", "Made"),
                    ("import", "Imported"),
                    ("save", "Saved"),
                    ("push", "Pushed"),
                    ("take", "Taken"),
                    ("restore", "Restored"),
                ],
                max_length=8,
            ),
        ),
    ]
