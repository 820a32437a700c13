"""Which file is due when, links to hand files in by, and reminders."""

from typing import Any, ClassVar

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import apikit.models


class Migration(migrations.Migration):
    """Which file is due when, links to hand files in by, and reminders."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("campaigns", "0011_closed_periods")]
    operations: ClassVar[list[Any]] = [
        migrations.CreateModel(
            name='ReminderAnswer',
            fields=[
                ('id', models.UUIDField(default=apikit.models.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('done_at', models.DateTimeField(null=True)),
                ('snoozed_until', models.DateField(null=True)),
                ('answered_by', models.CharField(max_length=200)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='clients.networkaccount')),
            ],
        ),
        migrations.CreateModel(
            name='ReminderLetter',
            fields=[
                ('id', models.UUIDField(default=apikit.models.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('recipient', models.CharField(max_length=64)),
                ('day', models.DateField()),
                ('sent_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('recipient', 'day'), name='one_letter_a_day')],
            },
        ),
        migrations.CreateModel(
            name='UploadLink',
            fields=[
                ('id', models.UUIDField(default=apikit.models.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('accounts', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None)),
                ('profiles', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), default=list, size=None)),
                ('name', models.CharField(max_length=200)),
                ('note', models.TextField(blank=True)),
                ('mode', models.CharField(choices=[('preview', 'preview'), ('commit', 'commit')], default='preview', max_length=7)),
                ('most_files', models.PositiveIntegerField()),
                ('most_bytes', models.PositiveBigIntegerField()),
                ('files_taken', models.PositiveIntegerField(default=0)),
                ('bytes_taken', models.PositiveBigIntegerField(default=0)),
                ('expires_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(null=True)),
                ('last_used_at', models.DateTimeField(null=True)),
                ('window_started_at', models.DateTimeField(null=True)),
                ('window_files', models.PositiveIntegerField(default=0)),
                ('created_by', models.CharField(max_length=200)),
                ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='upload_links', to='clients.brand')),
            ],
        ),
        migrations.CreateModel(
            name='HandedFile',
            fields=[
                ('id', models.UUIDField(default=apikit.models.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('file_name', models.CharField(max_length=255)),
                ('size', models.PositiveBigIntegerField()),
                ('outcome', models.CharField(choices=[('queued', 'queued'), ('previewed', 'previewed'), ('committed', 'committed'), ('failed', 'failed'), ('refused', 'refused'), ('unplaced', 'unplaced')], max_length=9)),
                ('code', models.CharField(blank=True, max_length=60)),
                ('detail', models.TextField(blank=True)),
                ('upload', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='campaigns.import')),
                ('link', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='campaigns.uploadlink')),
            ],
        ),
        migrations.CreateModel(
            name='CollectionPlan',
            fields=[
                ('id', models.UUIDField(default=apikit.models.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('profile', models.CharField(blank=True, max_length=60)),
                ('wanted', models.BooleanField(null=True)),
                ('cadence', models.CharField(blank=True, choices=[('daily', 'daily'), ('weekly', 'weekly'), ('monthly', 'monthly'), ('quarterly', 'quarterly')], max_length=10)),
                ('due_after_days', models.PositiveSmallIntegerField(null=True)),
                ('assignee', models.UUIDField(null=True)),
                ('contact_name', models.CharField(blank=True, max_length=200)),
                ('contact_email', models.EmailField(blank=True, max_length=254)),
                ('muted_until', models.DateField(null=True)),
                ('note', models.CharField(blank=True, max_length=500)),
                ('version', models.PositiveIntegerField(default=1)),
                ('updated_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='collection_plans', to='clients.networkaccount')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('account', 'profile'), name='one_collection_plan_per_kind', violation_error_message='There is a plan for this kind of file already.')],
            },
        ),
        migrations.AddIndex(
            model_name='uploadlink',
            index=models.Index(fields=['created_at', 'id'], name='upload_link_by_age'),
        ),
    ]
