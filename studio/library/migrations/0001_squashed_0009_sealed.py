import django.db.models.deletion
import django.utils.timezone
import studio.library.models.upload
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """What a new studio begins with. Its steps are those of the ones it replaces, without what they did
    to rows: there are none yet.
    """

    replaces = [
        ('library', '0001_initial'),
        ('library', '0002_fetch_videos'),
        ('library', '0003_uploads_and_age'),
        ('library', '0004_seen'),
        ('library', '0005_pictures_told_more'),
        ('library', '0006_sound'),
        ('library', '0007_alpha'),
        ('library', '0008_colours'),
        ('library', '0009_sealed'),
    ]

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Frame',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('url', models.TextField()),
                ('digest', models.CharField(max_length=64)),
                ('kind', models.CharField(choices=[('pic', 'Picture'), ('vod', 'Video file'), ('live', 'Live stream')], max_length=8)),
                ('second', models.PositiveIntegerField(default=0)),
                ('state', models.CharField(choices=[('pending', 'Being fetched'), ('ready', 'Ready'), ('failed', 'Failed')], default='pending', max_length=12)),
                ('error', models.CharField(blank=True, max_length=32)),
                ('requested_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('leased_until', models.DateTimeField(blank=True, null=True)),
                ('seen_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('due_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('failures', models.PositiveSmallIntegerField(default=0)),
                ('width', models.PositiveIntegerField(blank=True, null=True)),
                ('height', models.PositiveIntegerField(blank=True, null=True)),
                ('picture', models.CharField(blank=True, max_length=80)),
                ('stage', models.CharField(blank=True, max_length=80)),
                ('fetched_at', models.DateTimeField(blank=True, null=True)),
                ('duration', models.FloatField(blank=True, null=True)),
                ('rate', models.FloatField(blank=True, null=True)),
                ('at', models.FloatField(blank=True, null=True)),
                ('codec', models.CharField(blank=True, max_length=16)),
                ('whole', models.BooleanField(default=True)),
                ('sound', models.BooleanField(blank=True, null=True)),
                ('alpha', models.BooleanField(default=False)),
                ('colours', models.CharField(default='plain', max_length=8)),
                ('png_turn', models.PositiveSmallIntegerField(default=1)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='frames', to='accounts.workspace')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'pending')), fields=['requested_at'], name='frames_waiting'), models.Index(fields=['seen_at'], name='frames_seen_at')],
                'constraints': [models.UniqueConstraint(fields=('workspace', 'digest', 'kind', 'second'), name='one_frame_per_url_kind_and_second')],
            },
        ),
        migrations.CreateModel(
            name='Upload',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('key', models.CharField(default=studio.library.models.upload.new_key, max_length=64, unique=True)),
                ('width', models.PositiveIntegerField()),
                ('height', models.PositiveIntegerField()),
                ('size', models.PositiveBigIntegerField()),
                ('picture', models.CharField(max_length=80)),
                ('stage', models.CharField(max_length=80)),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='uploads', to='accounts.workspace')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('workspace', 'picture', 'stage'), name='one_upload_per_picture')],
            },
        ),
    ]
