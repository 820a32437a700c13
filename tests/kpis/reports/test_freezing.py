"""Facts stand still while a report is frozen."""

from datetime import date

import pytest
from django.db import connections

from campaigns.imports.locks import lock_accounts
from clients.models import Brand
from kpis.compute.question import Window
from kpis.reporting.snapshot import build_snapshot
from kpis.reporting.templates import TEMPLATES

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


def free(lock: str, account: object) -> bool:
    """Try an account's lock in another session."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"SELECT pg_try_advisory_xact_lock{lock}(hashtextextended(%s, 0))", [f"account:{account}"])
        return cursor.fetchone()[0]


def test_no_load_of_the_brands_accounts_commits_meanwhile(in_north):
    account = in_north.aurora_account
    assert free("", in_north.borealis_account)
    build_snapshot(
        brand=Brand.objects.get(id=in_north.aurora),
        template=TEMPLATES["monthly"],
        window=Window(date(2026, 1, 1), date(2026, 1, 31)),
        title="January",
        notes="",
        internal_notes="",
        today=date(2026, 2, 10),
    )
    assert (free("", account), free("_shared", account)) == (False, True)


def test_who_loads_is_waited_for(in_north):
    lock_accounts([in_north.aurora_account])
    assert not free("_shared", in_north.aurora_account)
