"""The command that compares the month roll-up with the facts."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from campaigns.imports.ad_metrics import add_stated
from campaigns.imports.rollup import differences, recount
from campaigns.metrics import Grain
from campaigns.models import (
    AccountAdDay,
    AccountAdMonth,
    AccountDay,
    AccountMonth,
    AdDay,
    AdMetrics,
    AdMonth,
    AdUnit,
    Content,
    ContentMetrics,
    ContentSnapshot,
)

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


@pytest.fixture
def spoiled(in_north):
    """Store a month whose sum is not that of its days."""
    account = in_north.aurora_account
    AccountDay.objects.create(account_id=account, day=date(2026, 1, 5), captured_on=date(2026, 2, 1), views=10)
    recount(Grain.ACCOUNT_DAY, {account: {date(2026, 1, 5)}})
    AccountMonth.objects.filter(account_id=account).update(views=11)
    return account


def run(*arguments: str) -> str:
    said = StringIO()
    call_command("check_rollup", *arguments, stdout=said)
    return said.getvalue()


def test_a_month_that_agrees_with_its_days_is_said_to(in_north):
    assert run("north") == "north: every month agrees with its facts\n"


def test_a_month_that_differs_from_its_days_fails_the_check(spoiled):
    with pytest.raises(CommandError, match="1 months differ"):
        run("north")
    assert AccountMonth.objects.get().views == 11


def test_mending_counts_the_month_anew(spoiled):
    assert run("north", "--mend") == "north: 1 months counted anew\n"
    assert AccountMonth.objects.get().views == 10
    assert run("north") == "north: every month agrees with its facts\n"


@pytest.mark.parametrize("lost", [AccountMonth, AdMonth, AccountAdDay, AccountAdMonth, ContentMetrics, AdMetrics])
def test_whatever_is_lost_is_mended_from_the_facts(in_north, lost):
    account, day = in_north.aurora_account, {"day": date(2026, 1, 5), "captured_on": date(2026, 2, 1)}
    unit = AdUnit.objects.create(account_id=account, source="ads", external_id="1", currency="EUR")
    content = Content.objects.create(account_id=account, key="1")
    AccountDay.objects.create(account_id=account, views=10, **day)
    AdDay.objects.create(ad_unit=unit, spend=5, **day)
    ContentSnapshot.objects.create(content=content, likes=3, **day)
    for grain, owner in ((Grain.ACCOUNT_DAY, account), (Grain.AD_DAY, unit.id), (Grain.CONTENT, content.id)):
        recount(grain, {owner: {day["day"]}})
    add_stated(account, ["spend"])
    kept = list(lost.objects.values())
    lost.objects.all().delete()
    assert "counted anew" in run("north", "--mend")
    assert (list(lost.objects.values()), len(kept), differences()) == (kept, 1, [])


def test_what_ads_state_is_mended_with_the_roll_up_that_it_is_read_off(in_north):
    account, day = in_north.aurora_account, {"day": date(2026, 1, 5), "captured_on": date(2026, 2, 1)}
    unit = AdUnit.objects.create(account_id=account, source="ads", external_id="1", currency="EUR")
    AdDay.objects.create(ad_unit=unit, spend=5, **day)
    AdMetrics.objects.create(account_id=account, ever=["reach"])
    run("north", "--mend")
    assert (AdMetrics.objects.get().ever, differences()) == (["spend"], [])


def test_facts_whose_sum_has_no_room_are_told_in_words(in_north):
    day = {"day": date(2026, 1, 5), "captured_on": date(2026, 2, 1), "spend": 6 * 10**17}
    units = [
        AdUnit(account_id=in_north.aurora_account, source="ads", external_id=each, currency="EUR") for each in "12"
    ]
    for unit in AdUnit.objects.bulk_create(units):
        AdDay.objects.create(ad_unit=unit, **day)
    with pytest.raises(CommandError, match=r"^north: What the numbers of this account come to"):
        run("north", "--mend")


def test_an_unknown_agency_is_named(in_north):
    with pytest.raises(CommandError, match="nowhere"):
        run("nowhere")
