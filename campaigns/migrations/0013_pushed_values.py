"""Numbers that are pushed or typed in, and the evidence for them."""

import apikit.models
import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    """Numbers that are pushed or typed in, and the evidence for them."""

    dependencies = [("campaigns", "0012_collection"), ("clients", "0003_retention")]

    operations = [
        migrations.CreateModel(
            name='EvidenceFile',
            fields=[
                ('id', models.UUIDField(default=apikit.models.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('file_name', models.CharField(max_length=255)),
                ('media_type', models.CharField(max_length=40)),
                ('size', models.PositiveIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('data', models.BinaryField()),
                ('created_by', models.CharField(max_length=200)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence_files', to='clients.networkaccount')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ManualValue',
            fields=[
                ('id', models.UUIDField(default=apikit.models.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('grain', models.CharField(choices=[('account_day', 'account_day'), ('content', 'content'), ('period', 'period')], max_length=20)),
                ('start', models.DateField()),
                ('end', models.DateField()),
                ('values', models.JSONField()),
                ('metrics', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), size=None)),
                ('currency', models.CharField(blank=True, max_length=3, validators=[django.core.validators.RegexValidator('^[A-Z]{3}$', 'A currency is three capital letters, such as CNY (ISO 4217).')])),
                ('note', models.TextField()),
                ('created_by', models.CharField(max_length=200)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('withdrawn_by', models.CharField(blank=True, max_length=200)),
                ('withdrawal_reason', models.TextField(blank=True)),
                ('account', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='manual_values', to='clients.networkaccount')),
                ('content', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='manual_values', to='campaigns.content')),
                ('replaces', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='campaigns.manualvalue')),
                ('upload', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='manual_value', to='campaigns.import')),
            ],
        ),
        migrations.CreateModel(
            name='ManualEvidence',
            fields=[
                ('pk', models.CompositePrimaryKey('value_id', 'evidence_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('evidence', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shows', to='campaigns.evidencefile')),
                ('value', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='shown_by', to='campaigns.manualvalue')),
            ],
        ),
        migrations.AddIndex(
            model_name='manualvalue',
            index=models.Index(fields=['account', 'start'], name='manual_value_by_account'),
        ),
        migrations.AddIndex(
            model_name='manualvalue',
            index=models.Index(fields=['created_at', 'id'], name='manual_value_by_age'),
        ),
        migrations.AddConstraint(
            model_name='manualvalue',
            constraint=models.CheckConstraint(condition=models.Q(('end__gte', models.F('start'))), name='manual_value_days'),
        ),
        migrations.AddConstraint(
            model_name='manualvalue',
            constraint=models.CheckConstraint(condition=models.Q(('grain__in', ('account_day', 'content', 'period'))), name='manual_value_grain'),
        ),
    ]
