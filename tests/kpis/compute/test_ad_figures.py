"""Vendors' figures of ad units beside the days of others."""

from datetime import date

import pytest

from campaigns.imports.rollup import recount
from campaigns.metrics import Grain
from campaigns.models import AdDay, AdUnit, Content, PeriodFact
from clients.models import NetworkAccount
from kpis.catalogue import catalogue
from kpis.compute.engine import compute
from kpis.compute.question import GroupKey, Question, Scope, Window

JANUARY = Window(date(2026, 1, 1), date(2026, 1, 31))
DAY = {"day": date(2026, 1, 5), "captured_on": date(2026, 2, 1)}


@pytest.fixture
def account(in_north):
    return NetworkAccount.objects.get(id=in_north.aurora_account)


@pytest.fixture
def ad(account):
    """Store an ad unit with a day, and perhaps the vendor's figure of leads for January."""

    def run(name, *, currency="EUR", content=None, figure=None, **stated):
        unit = AdUnit.objects.create(
            account=account, source="ads", external_id=name, currency=currency, content=content
        )
        AdDay.objects.create(ad_unit=unit, **DAY, **stated)
        recount(Grain.AD_DAY, {unit.id: {DAY["day"]}})
        if figure is not None:
            PeriodFact.objects.create(
                account=account,
                metric="leads",
                start=JANUARY.start,
                end=JANUARY.end,
                scope=str(unit.id),
                value=figure,
                captured_on=DAY["captured_on"],
            )

    return run


def ask(account, *kpis, group_by=()):
    question = Question(
        kpis=tuple(catalogue()[kpi] for kpi in kpis),
        scope=Scope(accounts=(account.id,)),
        window=JANUARY,
        group_by=tuple(GroupKey(key) for key in group_by),
    )
    return {(result.kpi.key, result.group): result.outcome.quantity for result in compute(question)}


@pytest.mark.parametrize("figured", [0, 1])
def test_ads_without_a_content_and_of_one_that_says_nothing_are_one_group(account, ad, figured):
    contents, figures = (Content.objects.create(account=account, key="1"), None), [None, None]
    figures[figured] = 7
    for content, leads, figure in zip(contents, (100, 5), figures, strict=True):
        ad(str(leads), content=content, leads=leads, figure=figure)
    [by_category] = ask(account, "leads", group_by=["content_category"]).values()
    [whole] = ask(account, "leads").values()
    assert (by_category.value, whole.value) == (105, 105)


@pytest.mark.parametrize("beside", [(), ("spend",), ("cpl", "cpm", "spend")])
def test_figures_answer_alike_whatever_is_asked_beside_them(account, ad, beside):
    ad("1", currency="EUR", spend=3, figure=7)
    ad("2", currency="USD", spend=5, figure=7)
    found = ask(account, "leads", *beside)
    assert found["leads", ()].value == 14
    assert {kpi: quantity.value for (kpi, _), quantity in found.items() if kpi != "leads"} == dict.fromkeys(beside)
