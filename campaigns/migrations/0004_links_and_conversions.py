"""Tracking links and codes, and the conversions that come back through them."""

import apikit.models
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    """Tracking links and codes, and the conversions that come back through them."""

    dependencies = [
        ('campaigns', '0003_tagging'),
    ]

    operations = [
        migrations.CreateModel(
            name='TrackingCode',
            fields=[
                ('id', models.UUIDField(default=apikit.models.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('kind', models.CharField(choices=[('coupon', 'coupon'), ('qr_scene', 'qr_scene'), ('mini_program_path', 'mini_program_path'), ('wecom_code', 'wecom_code'), ('dm_keyword', 'dm_keyword')], max_length=20)),
                ('code', models.CharField(max_length=64)),
                ('match_key', models.CharField(max_length=128)),
                ('page', models.CharField(blank=True, max_length=200)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(null=True)),
                ('archived_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('updated_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('account', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clients.networkaccount')),
                ('brand', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='tracking_codes', to='clients.brand')),
                ('campaign', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tracking_codes', to='campaigns.campaign')),
                ('content', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tracking_codes', to='campaigns.content')),
                ('creator', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tracking_codes', to='campaigns.creator')),
            ],
        ),
        migrations.CreateModel(
            name='TrackingLink',
            fields=[
                ('id', models.UUIDField(default=apikit.models.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('destination', models.CharField(max_length=2000)),
                ('url', models.CharField(max_length=2000)),
                ('source', models.CharField(max_length=60)),
                ('medium', models.CharField(max_length=60)),
                ('campaign_name', models.CharField(blank=True, max_length=120)),
                ('term', models.CharField(blank=True, max_length=120)),
                ('archived_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('updated_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('account', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clients.networkaccount')),
                ('brand', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='tracking_links', to='clients.brand')),
                ('campaign', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tracking_links', to='campaigns.campaign')),
                ('content', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tracking_links', to='campaigns.content')),
                ('creator', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tracking_links', to='campaigns.creator')),
            ],
        ),
        migrations.CreateModel(
            name='Conversion',
            fields=[
                ('id', models.UUIDField(default=apikit.models.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('landed_by', models.CharField(blank=True, choices=[('hand', 'hand'), ('content', 'content'), ('link', 'link'), ('utm_content', 'utm_content'), ('code', 'code'), ('campaign', 'campaign'), ('utm_campaign', 'utm_campaign'), ('account', 'account'), ('brand', 'brand')], max_length=20)),
                ('source', models.CharField(max_length=60)),
                ('identity', models.CharField(max_length=160)),
                ('event', models.CharField(choices=[('purchase', 'purchase'), ('sign_up', 'sign_up'), ('lead', 'lead'), ('download', 'download'), ('add_to_cart', 'add_to_cart')], max_length=20)),
                ('status', models.CharField(blank=True, choices=[('pending', 'pending'), ('paid', 'paid'), ('cancelled', 'cancelled'), ('refunded', 'refunded')], max_length=10)),
                ('occurred_at', models.DateTimeField(null=True)),
                ('day', models.DateField()),
                ('order_id', models.CharField(blank=True, max_length=120)),
                ('external_id', models.CharField(blank=True, max_length=120)),
                ('amount', models.DecimalField(decimal_places=6, max_digits=20, null=True)),
                ('refunded', models.DecimalField(decimal_places=6, max_digits=20, null=True)),
                ('refunded_on', models.DateField(null=True)),
                ('currency', models.CharField(blank=True, max_length=3, validators=[django.core.validators.RegexValidator('^[A-Z]{3}$', 'A currency is three capital letters, such as CNY (ISO 4217).')])),
                ('new_customer', models.BooleanField(null=True)),
                ('path', models.CharField(blank=True, max_length=60)),
                ('sent_by', models.UUIDField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('updated_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('account', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clients.networkaccount')),
                ('brand', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='conversions', to='clients.brand')),
                ('campaign', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='conversions', to='campaigns.campaign')),
                ('content', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='conversions', to='campaigns.content')),
                ('creator', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='conversions', to='campaigns.creator')),
                ('code', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='campaigns.trackingcode')),
                ('link', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='campaigns.trackinglink')),
            ],
        ),
        migrations.CreateModel(
            name='ConversionEvent',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('digest', models.CharField(max_length=64)),
                ('said', models.JSONField()),
                ('landing', models.JSONField(default=dict)),
                ('received_at', models.DateTimeField()),
                ('received_from', models.CharField(max_length=200)),
                ('conversion', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='events', to='campaigns.conversion')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('conversion', 'digest'), name='one_event_per_digest')],
            },
        ),
        migrations.CreateModel(
            name='ConversionRefund',
            fields=[
                ('pk', models.CompositePrimaryKey('conversion_id', 'day', blank=True, editable=False, primary_key=True, serialize=False)),
                ('day', models.DateField()),
                ('amount', models.DecimalField(decimal_places=6, max_digits=20)),
                ('conversion', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='refunds', to='campaigns.conversion')),
            ],
            options={
                'indexes': [models.Index(fields=['day'], name='refund_by_day')],
            },
        ),
        migrations.AddIndex(
            model_name='trackingcode',
            index=models.Index(fields=['brand', 'created_at'], name='code_by_brand'),
        ),
        migrations.AddIndex(
            model_name='trackingcode',
            index=models.Index(fields=['match_key', 'kind'], name='code_by_key'),
        ),
        migrations.AddConstraint(
            model_name='trackingcode',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='code_days', violation_error_message='A code ends on or after the day it starts.'),
        ),
        migrations.AddIndex(
            model_name='trackinglink',
            index=models.Index(fields=['brand', 'created_at'], name='link_by_brand'),
        ),
        migrations.AddIndex(
            model_name='conversion',
            index=models.Index(fields=['brand', 'day'], name='conversion_by_day'),
        ),
        migrations.AddIndex(
            model_name='conversion',
            index=models.Index(fields=['created_at', 'id'], name='conversion_by_age'),
        ),
        migrations.AddConstraint(
            model_name='conversion',
            constraint=models.UniqueConstraint(condition=models.Q(('brand__isnull', False)), fields=('source', 'identity', 'brand'), name='one_conversion_per_brand', violation_error_message='The brand has this order already.'),
        ),
        migrations.AddConstraint(
            model_name='conversion',
            constraint=models.UniqueConstraint(condition=models.Q(('brand', None)), fields=('source', 'identity', 'sent_by'), name='one_unlanded_conversion', violation_error_message='This order was sent already.'),
        ),
        migrations.AddConstraint(
            model_name='conversion',
            constraint=models.CheckConstraint(condition=models.Q(('event__in', ('purchase', 'sign_up', 'lead', 'download', 'add_to_cart'))), name='conversion_event'),
        ),
        migrations.AddConstraint(
            model_name='conversion',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['', 'pending', 'paid', 'cancelled', 'refunded'])), name='conversion_status'),
        ),
    ]
