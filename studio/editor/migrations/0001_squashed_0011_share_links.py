import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """What a new studio begins with. Its steps are those of the ones it replaces, without what they did
    to rows: there are none yet.
    """

    replaces = [
        ('editor', '0001_initial'),
        ('editor', '0002_sealed'),
        ('editor', '0003_gallery'),
        ('editor', '0004_gallery_indexes'),
        ('editor', '0005_former_secrets'),
        ('editor', '0006_versions'),
        ('editor', '0007_versions_index'),
        ('editor', '0008_beginning'),
        ('editor', '0009_twins'),
        ('editor', '0010_imported'),
        ('editor', '0011_share_links'),
    ]

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='LayoutTemplate',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=200)),
                ('rules', models.JSONField()),
                ('editor_state', models.JSONField(blank=True, default=dict)),
                ('former_secrets', models.JSONField(blank=True, default=list)),
                ('version', models.PositiveBigIntegerField(default=1)),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('last_client', models.UUIDField(blank=True, null=True)),
                ('last_sequence', models.PositiveBigIntegerField(blank=True, null=True)),
                ('begun_at', models.DateTimeField(blank=True, null=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('deleted_at', models.DateTimeField(blank=True, null=True)),
                ('is_archived', models.BooleanField(default=False)),
                ('tags', models.JSONField(blank=True, default=list)),
                ('sought', models.CharField(default='', editable=False, max_length=450)),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('favoured_by', models.ManyToManyField(blank=True, related_name='favourites', to=settings.AUTH_USER_MODEL)),
                ('twin_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='twins', to='editor.layouttemplate')),
                ('updated_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='templates', to='accounts.workspace')),
            ],
            options={
                'ordering': ['-updated_at'],
                'indexes': [models.Index(condition=models.Q(('deleted_at', None)), fields=['workspace', 'is_archived', '-updated_at', '-id', 'sought'], name='template_by_change'), models.Index(condition=models.Q(('deleted_at', None)), fields=['workspace', 'is_archived', 'name', 'id', 'sought'], name='template_by_name')],
            },
        ),
        migrations.CreateModel(
            name='Beginning',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('rules', models.JSONField()),
                ('workspace', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='beginning', to='accounts.workspace')),
            ],
        ),
        migrations.CreateModel(
            name='ImportedFile',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(blank=True, max_length=200)),
                ('format', models.CharField(max_length=32)),
                ('size', models.PositiveIntegerField()),
                ('original', models.TextField()),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='imported_files', to='accounts.workspace')),
            ],
        ),
        migrations.CreateModel(
            name='ShareLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('expires_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(null=True)),
                ('asked', models.PositiveIntegerField(default=0)),
                ('asked_since', models.DateTimeField(default=django.utils.timezone.now)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('template', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='share_links', to='editor.layouttemplate')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='share_links', to='accounts.workspace')),
            ],
            options={
                'ordering': ['-made_at'],
            },
        ),
        migrations.CreateModel(
            name='TemplateVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveBigIntegerField()),
                ('name', models.CharField(blank=True, default='', max_length=200)),
                ('rules', models.JSONField()),
                ('editor_state', models.JSONField(blank=True, default=dict)),
                ('reason', models.CharField(choices=[('made', 'Made'), ('import', 'Imported'), ('save', 'Saved'), ('push', 'Pushed'), ('take', 'Taken'), ('restore', 'Restored')], max_length=8)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('template', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='editor.layouttemplate')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['template', 'name', 'created_at', 'reason'], name='version_by_name_and_age')],
            },
        ),
        migrations.CreateModel(
            name='Origin',
            fields=[
                ('template', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='origin', serialize=False, to='editor.layouttemplate')),
                ('scene', models.CharField(blank=True, max_length=200)),
                ('report', models.JSONField(default=list)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='origins', to='editor.importedfile')),
            ],
        ),
    ]
