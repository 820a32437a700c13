"""Tag rules and who tagged what."""

import apikit.models
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    """Tag rules and who tagged what."""

    dependencies = [
        ('campaigns', '0002_metrics'),
    ]

    operations = [
        migrations.CreateModel(
            name='Tagging',
            fields=[
                ('id', models.UUIDField(default=apikit.models.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('source', models.CharField(choices=[('hand', 'hand'), ('api', 'api'), ('rule', 'rule'), ('import', 'import')], max_length=6)),
                ('brands', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None)),
                ('stated', models.JSONField(default=dict)),
                ('matched', models.PositiveIntegerField()),
                ('changed', models.PositiveIntegerField()),
                ('kept', models.PositiveIntegerField(default=0)),
                ('created_by', models.CharField(max_length=200)),
                ('undoes', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='campaigns.tagging')),
                ('undone_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='campaigns.tagging')),
                ('upload', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='taggings', to='campaigns.import')),
            ],
        ),
        migrations.CreateModel(
            name='ContentTag',
            fields=[
                ('pk', models.CompositePrimaryKey('content_id', 'attribute', blank=True, editable=False, primary_key=True, serialize=False)),
                ('attribute', models.CharField(max_length=140)),
                ('content', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='tags', to='campaigns.content')),
                ('tagging', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='campaigns.tagging')),
            ],
        ),
        migrations.CreateModel(
            name='TagRule',
            fields=[
                ('id', models.UUIDField(default=apikit.models.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('name', models.CharField(max_length=200)),
                ('match', models.JSONField(default=dict)),
                ('words', models.JSONField(default=dict)),
                ('add_hashtags', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=100), default=list, size=None)),
                ('remove_hashtags', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=100), default=list, size=None)),
                ('priority', models.PositiveSmallIntegerField(default=100)),
                ('active', models.BooleanField(default=True)),
                ('created_by', models.CharField(max_length=200)),
                ('archived_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('updated_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('account', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tag_rules', to='clients.networkaccount')),
                ('brand', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tag_rules', to='clients.brand')),
                ('campaign', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='campaigns.campaign')),
                ('creator', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='campaigns.creator')),
            ],
        ),
        migrations.AddField(
            model_name='tagging',
            name='rule',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='taggings', to='campaigns.tagrule'),
        ),
        migrations.CreateModel(
            name='TagChange',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('attribute', models.CharField(max_length=140)),
                ('before', models.JSONField(null=True)),
                ('after', models.JSONField(null=True)),
                ('content', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tag_changes', to='campaigns.content')),
                ('former', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='campaigns.tagging')),
                ('stands', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='campaigns.tagging')),
                ('tagging', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='campaigns.tagging')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('tagging', 'content', 'attribute'), name='one_change_per_tagging')],
            },
        ),
        migrations.AddConstraint(
            model_name='tagrule',
            constraint=models.CheckConstraint(condition=models.Q(('priority__gte', 1), ('priority__lte', 1000)), name='tag_rule_priority', violation_error_message='A priority is a whole number from 1 to 1000.'),
        ),
        migrations.AddIndex(
            model_name='tagging',
            index=models.Index(fields=['created_at', 'id'], name='tagging_by_age'),
        ),
        migrations.AddIndex(
            model_name='tagging',
            index=django.contrib.postgres.indexes.GinIndex(fields=['brands'], name='tagging_by_brand'),
        ),
    ]
