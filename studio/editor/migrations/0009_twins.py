import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("editor", "0008_beginning")]
    operations = [
        migrations.AddField(
            "layouttemplate",
            "twin_of",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="twins",
                to="editor.layouttemplate",
            ),
        ),
    ]
