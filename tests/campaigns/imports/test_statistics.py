"""After a load that made a table much larger the server knows how large it is."""

from datetime import date, timedelta

import pytest
from django.db import connection

from audit.actors import COMMAND_LINE
from campaigns.imports.services import load_reading
from campaigns.imports.statistics import LEAST
from campaigns.models import Import
from campaigns.readers import AccountDayRow, Grain, Reading
from clients.models import NetworkAccount

FIRST = date(2020, 1, 1)
NONE = frozenset()


def believed(table: str) -> float:
    """Give the number of rows by which the server plans; -1 where it never counted."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = %s::regclass", [table])
        return cursor.fetchone()[0]


@pytest.fixture
def load(in_north):
    account = NetworkAccount.objects.get(id=in_north.aurora_account)

    def run(days: int) -> None:
        record = Import.objects.create(
            account=account, file_name="long.csv", sha256="0" * 64, captured_on=date(2026, 2, 1), created_by="test"
        )
        rows = tuple(
            AccountDayRow(line, FIRST + timedelta(days=line), {"views": line}, NONE, NONE, ()) for line in range(days)
        )
        reading = Reading("canonical.account_day", None, Grain.ACCOUNT_DAY, rows, (), {}, (), FIRST, FIRST, "utf-8")
        load_reading(record, reading, actor=COMMAND_LINE, write=True)

    return run


def test_a_large_load_has_its_tables_counted_and_a_small_one_has_not(load):
    before = believed("campaigns_accountday")
    load(10)
    assert believed("campaigns_accountday") == before
    load(10 + LEAST)
    assert believed("campaigns_accountday") >= 10 + LEAST
    assert believed("campaigns_accountmonth") > 0
