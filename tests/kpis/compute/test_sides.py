"""Costs and conversions beside the facts: whose they are, on which basis, and what groups make of them."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from audit.actors import COMMAND_LINE
from campaigns.imports.services import Upload, import_file
from campaigns.models import AdUnit, Content, Conversion, Cost
from clients.models import Brand, NetworkAccount
from kpis.catalogue import Basis, catalogue
from kpis.compute.engine import compute
from kpis.compute.question import GroupKey, Question, Scope, Window
from tests.exports.tables import csv_bytes

JANUARY = Window(date(2026, 1, 1), date(2026, 1, 31))
LEADS = 50


@pytest.fixture
def brand(in_north):
    return Brand.objects.create(name="Sides", currency="EUR")


@pytest.fixture
def tiktok(brand):
    return NetworkAccount.objects.create(brand=brand, network="tiktok", handle="sides", time_zone="UTC")


@pytest.fixture
def red(brand):
    return NetworkAccount.objects.create(brand=brand, network="xiaohongshu", handle="sides", time_zone="UTC")


@pytest.fixture
def load(tmp_path):
    def run(account, header, *rows):
        path = tmp_path / "facts.csv"
        path.write_bytes(csv_bytes(header.split(","), [row.split(",") for row in rows]))
        upload = Upload(path=path, file_name="facts.csv", account=account, captured_on=date(2026, 2, 28))
        assert import_file(upload, actor=COMMAND_LINE).state == "committed"

    return run


def lead(brand, number, **where):
    Conversion.objects.create(
        brand=brand,
        source="api",
        identity=f"lead-{number}",
        event="lead",
        day=date(2026, 1, 9),
        sent_by=uuid4(),
        **where,
    )


def ask(kpi, *accounts, basis=Basis.OCCURRED, group_by=()):
    scope = Scope(accounts=tuple(account.id for account in accounts))
    question = Question((catalogue()[kpi],), scope, JANUARY, basis=basis, group_by=tuple(map(GroupKey, group_by)))
    return compute(question)


def test_conversions_of_one_account_are_not_set_over_the_clicks_of_another(brand, tiktok, red, load):
    load(tiktok, "day,source,external_id,level,clicks", "2026-01-09,ads,1,ad,100")
    for number in range(LEADS):
        lead(brand, number, account=red)
    [result] = ask("tracked_cvr_click", tiktok, red)
    assert (result.outcome.quantity.value, result.outcome.quantity.reason) == (None, "no_data")
    lead(brand, LEADS, account=tiktok)
    [result] = ask("tracked_cvr_click", tiktok, red)
    assert result.outcome.quantity.value == Decimal("0.01")


def test_contents_published_in_the_window_have_their_own_conversions_whenever_those_came(brand, tiktok, load):
    header = "external_id,published_at,captured_on,views"
    load(tiktok, header, "old,2025-06-01,2026-01-05,900", "new,2026-01-05,2026-02-20,100")
    old, new = (Content.objects.get(account=tiktok, external_id=name) for name in ("old", "new"))
    for number in range(LEADS):
        lead(brand, number, content=old)
    lead(brand, LEADS, content=new)
    Conversion.objects.filter(content=new).update(day=date(2026, 2, 10))
    [result] = ask("tracked_cvr_view", tiktok, basis=Basis.PUBLISHED)
    assert result.outcome.quantity.value == Decimal("0.01")


def test_a_cost_of_no_network_has_a_group_of_its_own(brand, tiktok):
    days = {"start": JANUARY.start, "end": JANUARY.end}
    Cost.objects.create(brand=brand, kind="production", billed=Decimal(310), currency="EUR", **days)
    found = {result.group: result.outcome.quantity.value for result in ask("cost_total", tiktok, group_by=["network"])}
    assert found == {("tiktok",): None, (None,): Decimal(310)}


def test_ads_are_no_contents_without_a_hook(tiktok, load):
    load(tiktok, "external_id,published_at,captured_on,views,hook", "1,2026-01-05,2026-01-20,100,question")
    load(tiktok, "day,source,external_id,level,views,spend,currency", "2026-01-09,ads,1,ad,7000,5,EUR")
    groups = {result.group: result.outcome for result in ask("views", tiktok, group_by=["hook"])}
    assert {group: outcome.quantity.value for group, outcome in groups.items()} == {("question",): 100}
    spent = {result.group: result.outcome.quantity.value for result in ask("spend", tiktok, group_by=["hook"])}
    assert spent[None,] == 5


def test_days_of_several_currencies_are_counted_together(tiktok, load):
    header = "day,source,external_id,level,spend,currency"
    load(tiktok, header, "2026-01-10,ads,1,ad,5,EUR", "2026-01-11,ads,2,ad,5,USD", "2026-01-11,ads,3,ad,5,EUR")
    assert AdUnit.objects.filter(account=tiktok).count() == 3
    [result] = ask("spend", tiktok)
    assert (result.outcome.quantity.reason, result.outcome.coverage.days) == ("mixed_currency", 2)
