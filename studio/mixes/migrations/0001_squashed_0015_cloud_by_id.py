import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """What a new studio begins with. Its steps are those of the ones it replaces, without what they did
    to rows: there are none yet.
    """

    replaces = [
        ('mixes', '0001_initial'),
        ('mixes', '0002_control'),
        ('mixes', '0003_callbacks'),
        ('mixes', '0004_history'),
        ('mixes', '0005_account'),
        ('mixes', '0006_asked'),
        ('mixes', '0007_not_applied'),
        ('mixes', '0008_inquiries'),
        ('mixes', '0009_unread'),
        ('mixes', '0010_order_of_operations'),
        ('mixes', '0011_troubles'),
        ('mixes', '0012_sealed'),
        ('mixes', '0013_connections'),
        ('mixes', '0014_connections_of_tasks'),
        ('mixes', '0015_cloud_by_id'),
    ]

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('editor', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('next_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('watched_at', models.DateTimeField(null=True)),
                ('listed_at', models.DateTimeField(null=True)),
                ('unread', models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Connection',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=60)),
                ('colour', models.CharField(choices=[('slate', 'Slate'), ('blue', 'Blue'), ('teal', 'Teal'), ('amber', 'Amber'), ('rose', 'Rose')], default='slate', max_length=8)),
                ('kind', models.CharField(choices=[('volcengine', 'Volcengine'), ('byteplus', 'BytePlus'), ('sandbox', 'Sandbox')], max_length=12)),
                ('region', models.CharField(blank=True, max_length=60)),
                ('url', models.CharField(blank=True, max_length=200)),
                ('open_to', models.CharField(choices=[('operators', 'everybody who may push'), ('admins', 'admins only'), ('nobody', 'nobody: rehearsal only')], default='operators', max_length=12)),
                ('from_environment', models.BooleanField(default=False)),
                ('access_key', models.TextField(blank=True)),
                ('secret_key', models.TextField(blank=True)),
                ('fingerprint', models.CharField(blank=True, max_length=16)),
                ('version', models.PositiveIntegerField(default=1)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('tested_at', models.DateTimeField(null=True)),
                ('tested', models.CharField(blank=True, max_length=80)),
                ('deleted_at', models.DateTimeField(null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='connections', to='mixes.account')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='connections', to='accounts.workspace')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('kind', 'sandbox')), fields=('workspace',), name='one_sandbox_per_workspace'), models.UniqueConstraint(condition=models.Q(('deleted_at', None), ('from_environment', True)), fields=('url',), name='one_connection_of_the_environment'), models.UniqueConstraint(condition=models.Q(('deleted_at', None)), fields=('workspace', 'name'), name='one_connection_of_a_name')],
            },
        ),
        migrations.CreateModel(
            name='MixTask',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=200)),
                ('name', models.CharField(max_length=200)),
                ('task_id', models.CharField(blank=True, max_length=120)),
                ('status', models.CharField(blank=True, max_length=40)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('began_at', models.DateTimeField(null=True)),
                ('on_air_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('checked_at', models.DateTimeField(null=True)),
                ('seen_at', models.DateTimeField(null=True)),
                ('watched_at', models.DateTimeField(null=True)),
                ('rules', models.JSONField(null=True)),
                ('output', models.JSONField(null=True)),
                ('version', models.PositiveIntegerField(default=0)),
                ('applied_version', models.PositiveIntegerField(default=0)),
                ('detailed_at', models.DateTimeField(null=True)),
                ('program', models.JSONField(null=True)),
                ('program_title', models.CharField(blank=True, max_length=200)),
                ('program_at', models.DateTimeField(null=True)),
                ('drifted_at', models.DateTimeField(null=True)),
                ('drift_version', models.PositiveIntegerField(default=0)),
                ('drift', models.JSONField(null=True)),
                ('next_rules', models.JSONField(null=True)),
                ('next_title', models.CharField(blank=True, max_length=200)),
                ('next_at', models.DateTimeField(null=True)),
                ('trouble_code', models.CharField(blank=True, max_length=16)),
                ('trouble', models.CharField(blank=True, max_length=500)),
                ('in_trouble', models.JSONField(default=list)),
                ('cloud', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='mixes.connection')),
                ('next_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('template', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, to='editor.layouttemplate')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='accounts.workspace')),
            ],
            options={
                'ordering': ['-created_at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('task_id', ''), _negated=True), fields=('cloud', 'task_id'), name='one_row_per_task_at_the_cloud')],
            },
        ),
        migrations.CreateModel(
            name='Look',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200)),
                ('rules', models.JSONField()),
                ('position', models.IntegerField()),
                ('template_version', models.PositiveBigIntegerField(null=True)),
                ('added_at', models.DateTimeField(auto_now_add=True)),
                ('added_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('template', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, to='editor.layouttemplate')),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='looks', to='mixes.mixtask')),
            ],
            options={
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='mixtask',
            name='next_look',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='mixes.look'),
        ),
        migrations.CreateModel(
            name='Callback',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64)),
                ('body', models.JSONField(null=True)),
                ('received_at', models.DateTimeField(auto_now_add=True)),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='callbacks', to='mixes.mixtask')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('task', 'digest'), name='one_row_per_callback')],
            },
        ),
        migrations.CreateModel(
            name='Operation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('push', 'Push'), ('take', 'Take'), ('stop', 'Stop')], max_length=8)),
                ('state', models.CharField(choices=[('queued', 'Queued'), ('claimed', 'About to be sent'), ('sending', 'Sent, no answer yet'), ('accepted', 'Accepted'), ('refused', 'Refused'), ('unknown', 'Unknown outcome'), ('failed', 'Not sent'), ('given_up', 'Given up')], default='queued', max_length=8)),
                ('body', models.JSONField()),
                ('body_hash', models.CharField(max_length=64)),
                ('title', models.CharField(blank=True, max_length=200)),
                ('key', models.CharField(max_length=64, null=True)),
                ('by_hand', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('sent_at', models.DateTimeField(null=True)),
                ('settled_at', models.DateTimeField(null=True)),
                ('claim', models.CharField(blank=True, max_length=16)),
                ('lease_until', models.DateTimeField(null=True)),
                ('not_before', models.DateTimeField(default=django.utils.timezone.now)),
                ('inquire_at', models.DateTimeField(null=True)),
                ('inquired_at', models.DateTimeField(null=True)),
                ('inquiries', models.PositiveIntegerField(default=0)),
                ('unsure', models.BooleanField(default=False)),
                ('version', models.PositiveIntegerField(null=True)),
                ('applied_at', models.DateTimeField(null=True)),
                ('not_applied_at', models.DateTimeField(null=True)),
                ('request_id', models.CharField(blank=True, max_length=120)),
                ('error_code', models.CharField(blank=True, max_length=80)),
                ('error_message', models.CharField(blank=True, max_length=500)),
                ('in_trouble', models.JSONField(default=list)),
                ('cloud', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='mixes.connection')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL)),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='operations', to='mixes.mixtask')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='accounts.workspace')),
            ],
            options={
                'ordering': ['-created_at'],
                'indexes': [models.Index(fields=['state', 'not_before'], name='mixes_opera_state_089eae_idx'), models.Index(fields=['workspace', 'created_at', 'id'], name='mixes_opera_workspa_27136f_idx'), models.Index(fields=['task', 'created_at', 'kind', 'state'], name='mixes_opera_task_id_234d32_idx')],
                'constraints': [models.UniqueConstraint(fields=('workspace', 'key'), name='one_operation_per_click')],
            },
        ),
        migrations.CreateModel(
            name='Push',
            fields=[
            ],
            options={
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('mixes.operation',),
        ),
        migrations.CreateModel(
            name='Stop',
            fields=[
            ],
            options={
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('mixes.operation',),
        ),
        migrations.CreateModel(
            name='Take',
            fields=[
            ],
            options={
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('mixes.operation',),
        ),
        migrations.CreateModel(
            name='Presence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seen_at', models.DateTimeField()),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='mixes.mixtask')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('task', 'user'), name='one_presence_per_person')],
            },
        ),
    ]
