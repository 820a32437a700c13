"""What in the numbers is hard to believe."""

import apikit.models
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    """What in the numbers is hard to believe."""

    dependencies = [("campaigns", "0013_pushed_values"), ("clients", "0003_retention")]

    operations = [
        migrations.CreateModel(
            name='PlausibilityFinding',
            fields=[
                ('id', models.UUIDField(default=apikit.models.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('grain', models.CharField(choices=[('account_day', 'account_day'), ('content', 'content'), ('ad_day', 'ad_day')], max_length=20)),
                ('owner_id', models.UUIDField()),
                ('rule', models.CharField(max_length=60)),
                ('rule_version', models.PositiveSmallIntegerField()),
                ('first_day', models.DateField()),
                ('last_day', models.DateField()),
                ('metrics', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), size=None)),
                ('evidence', models.JSONField()),
                ('state', models.CharField(choices=[('open', 'open'), ('accepted', 'accepted'), ('confirmed_wrong', 'confirmed_wrong'), ('resolved', 'resolved')], default='open', max_length=20)),
                ('note', models.TextField(blank=True)),
                ('decided_by', models.CharField(blank=True, max_length=200)),
                ('decided_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('updated_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('account', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='plausibility_findings', to='clients.networkaccount')),
                ('upload', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='findings', to='campaigns.import')),
            ],
            options={
                'indexes': [models.Index(fields=['account', 'grain', 'state'], name='finding_by_account'), models.Index(fields=['created_at', 'id'], name='finding_by_age')],
                'constraints': [models.UniqueConstraint(fields=('owner_id', 'rule', 'first_day'), name='one_finding_per_rule_and_day', violation_error_message='This was found already.'), models.CheckConstraint(condition=models.Q(('state__in', ('open', 'accepted', 'confirmed_wrong', 'resolved'))), name='finding_state')],
            },
        ),
    ]
