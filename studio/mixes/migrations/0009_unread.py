from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mixes", "0008_inquiries")]

    operations = [
        migrations.AddField("account", "unread", models.PositiveIntegerField(default=0)),
    ]
