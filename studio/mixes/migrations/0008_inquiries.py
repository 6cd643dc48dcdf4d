from django.db import migrations


class Migration(migrations.Migration):
    """A look is a document of the rundown; asking the cloud is an inquiry."""

    dependencies = [("mixes", "0007_not_applied")]

    operations = [
        migrations.RenameField("operation", "look_at", "inquire_at"),
        migrations.RenameField("operation", "looks", "inquiries"),
        migrations.RenameField("operation", "looked_at", "inquired_at"),
    ]
