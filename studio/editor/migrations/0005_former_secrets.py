from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('editor', '0004_gallery_indexes'),
    ]

    operations = [
        migrations.AddField(
            model_name='layouttemplate',
            name='former_secrets',
            field=models.JSONField(blank=True, default=list),
        ),
    ]
