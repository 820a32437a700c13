"""The rates that statements join are the ones that Python looks up."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection

from kpis.currency.in_force import RATES_IN_FORCE, rate_table
from kpis.models import ExchangeRate

NEW_YEAR = date(2026, 1, 1)


@pytest.fixture
def stated(in_north):
    rows = [
        ("USD", "CNY", 0, "7.12"),
        ("CNY", "USD", 10, "0.141"),
        ("USD", "CNY", 20, "7.003"),
        ("VND", "CNY", 3, "0.000271"),
        ("CNY", "JPY", 3, "21.7"),
        ("EUR", "USD", 0, "1.17"),
    ]
    ExchangeRate.objects.bulk_create(
        ExchangeRate(base=base, quote=quote, day=NEW_YEAR + timedelta(days=day), rate=Decimal(rate))
        for base, quote, day, rate in rows
    )


@pytest.mark.parametrize("wanted", ["CNY", "USD", "JPY", "EUR", "GBP"])
def test_sql_and_python_say_the_same(stated, wanted):
    table = rate_table(wanted)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH {RATES_IN_FORCE} SELECT currency, from_day, until_day, rate FROM rates ORDER BY currency, from_day",
            {"currency": wanted},
        )
        rows = cursor.fetchall()
    spans = sorted((each.currency, each.from_day, each.until_day, each.rate) for each in table.in_force(wanted))
    assert rows == spans


def test_money_is_converted_by_the_rate_of_its_day(stated):
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH {RATES_IN_FORCE} SELECT s.day, s.amount * r.rate FROM"
            " (VALUES ('2026-01-01'::date, 'USD', 100), ('2026-01-21', 'USD', 100), ('2026-01-01', 'CNY', 100),"
            " ('2026-01-01', 'EUR', 100)) s(day, currency, amount)"
            " LEFT JOIN rates r ON r.currency = s.currency AND s.day BETWEEN r.from_day AND r.until_day",
            {"currency": "CNY"},
        )
        converted = [value for _, value in cursor.fetchall()]
    assert converted == [Decimal(712), Decimal("700.3"), Decimal(100), None]
