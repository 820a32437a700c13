"""The migration that says what ads state, and whether contents are marked, finds what loads would have kept."""

from datetime import date
from importlib import import_module

import pytest
from django.db import connection

from campaigns.imports import ad_metrics, content_metrics
from campaigns.models import AdDay, AdMetrics, AdUnit, Content, ContentMetrics, ContentSnapshot
from clients.models import NetworkAccount

MIGRATION = import_module("campaigns.migrations.0020_metrics_of_ads")
DAY = {"day": date(2026, 1, 5), "captured_on": date(2026, 2, 1)}


def made(account, marks):
    content = Content.objects.create(account=account, key="1")
    ContentSnapshot.objects.create(content=content, likes=3, completions=1, **DAY, **marks)
    unit = AdUnit.objects.create(account=account, source="ads", external_id="1", currency="EUR")
    AdDay.objects.create(ad_unit=unit, spend=5, reach=0, **DAY)


@pytest.mark.parametrize(
    ("marks", "marked"), [({}, False), ({"derived": ["completions"]}, True), ({"capped": ["likes"]}, True)]
)
def test_what_stands_in_an_agency_already_is_looked_at(in_north, marks, marked):
    account = NetworkAccount.objects.get(id=in_north.aurora_account)
    made(account, marks)
    content_metrics.recount_of_accounts([account.id])
    ContentMetrics.objects.update(marked=True)
    with connection.cursor() as cursor:
        cursor.execute(MIGRATION.MARKED)
        cursor.execute(MIGRATION.STATED)
    assert ContentMetrics.objects.get().marked is marked
    assert AdMetrics.objects.get().ever == ["reach", "spend"]
    assert (content_metrics.unlike(), ad_metrics.unlike()) == ([], [])
