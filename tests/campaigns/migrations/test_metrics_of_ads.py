"""The migration that says what the ads of an account may state finds what loads would have kept."""

from datetime import date
from importlib import import_module

from django.db import connection

from campaigns.imports import ad_metrics
from campaigns.imports.rollup import recount
from campaigns.metrics import Grain
from campaigns.models import AdDay, AdMetrics, AdUnit
from clients.models import NetworkAccount

STATED = import_module("campaigns.migrations.0020_metrics_of_ads").STATED
DAYS = (date(2026, 1, 5), date(2026, 2, 6))


def test_what_stands_in_an_agency_already_is_looked_at(in_north):
    account = NetworkAccount.objects.get(id=in_north.aurora_account)
    for number, stated in enumerate(({"spend": 5}, {"spend": 3, "leads": 0}, {"reach": 0}, {})):
        unit = AdUnit.objects.create(account=account, source="ads", external_id=str(number), currency="EUR")
        for day in DAYS:
            AdDay.objects.create(ad_unit=unit, day=day, captured_on=date(2026, 3, 1), **stated)
        recount(Grain.AD_DAY, {unit.id: DAYS})
    with connection.cursor() as cursor:
        cursor.execute(STATED)
    assert AdMetrics.objects.get().ever == ["leads", "reach", "spend"]
    assert ad_metrics.counted([account.id]) == {account.id: {"leads", "reach", "spend"}}
    assert ad_metrics.unlike() == []
