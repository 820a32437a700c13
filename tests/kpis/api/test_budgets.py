"""How many statements results and targets cost: not more with more KPIs, more groups or more rows."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kpis.api.kept_pages import PAGES
from kpis.catalogue import catalogue
from tests.contract.test_budgets import NOT_COUNTED
from tests.kpis.api.conftest import CONTENT

ADS = "day,source,external_id,level,currency,spend,impressions,leads"


@pytest.fixture
def statements(bob):
    def run(path):
        bob.get("/agency")  # the credential is resolved and remembered
        caches[PAGES].clear()  # pages are computed anew
        with CaptureQueriesContext(connection) as captured:
            assert bob.get(path).status_code == 200
        return len([each for each in captured if not each["sql"].startswith(NOT_COUNTED)])

    return run


def test_results_cost_the_same_for_one_kpi_and_for_all_of_them(statements, load, account):
    asked = f"account={account}&start=2026-01-01&end=2026-01-31"
    load(account, "day,views,likes,comments,shares,followers", "2026-01-01,100,9,1,0,5")
    some = statements(f"/results?kpi=er_follower,roi,growth_rate,er_reach,tracked_roas&{asked}")
    every_kpi = ",".join(list(catalogue())[-110:])
    load(account, CONTENT, *(f"{number},2026-01-05,2026-02-10,3000,300,0,0,15000" for number in range(30)))
    # Ads are read twice: flows by account, people by ad unit. By day, account days need no second statement for months.
    assert statements(f"/results?kpi={every_kpi}&{asked}&group_by=day") == some
    assert some <= 13


def test_ads_are_asked_only_for_what_some_day_of_the_account_states(statements, bob, load, account):
    asked = f"account={account}&start=2026-01-01&end=2026-01-31"
    load(account, ADS, "2026-01-05,ads,1,ad,EUR,20,1000,")
    known, unknown = statements(f"/results?kpi=cpm&{asked}"), statements(f"/results?kpi=cpl&{asked}")
    assert unknown == known - 1
    load(account, ADS, "2026-01-06,ads,1,ad,EUR,30,,6")
    assert statements(f"/results?kpi=cpl&{asked}") == known
    [item] = bob.get(f"/results?kpi=cpl&{asked}").json()["items"]
    assert item["value"] == "5"


def test_who_never_advertised_keeps_nobody_from_being_spared(statements, load, connect, account):
    asked = "network=tiktok&start=2026-01-01&end=2026-01-31"
    load(account, ADS, "2026-01-05,ads,1,ad,EUR,20,1000,")
    load(connect("tiktok", "organic"), CONTENT, "1,2026-01-05,2026-02-10,3000,300,0,0,15000")
    assert statements(f"/results?kpi=cpl&{asked}") == statements(f"/results?kpi=cpm&{asked}") - 1


def test_ads_that_state_a_part_show_as_groups_without_a_value(bob, load, account):
    load(account, ADS, "2026-01-05,ads,1,ad,EUR,20,1000,")
    [item] = bob.get(
        f"/results?kpi=cpl&account={account}&start=2026-01-01&end=2026-01-31&group_by=content_category"
    ).json()["items"]
    assert (item["value"], item["reason"], item["group"]) == (None, "no_data", {"content_category": None})


def test_a_page_of_targets_costs_the_same_for_one_and_for_many(statements, bob, world):
    today = timezone.now().date()
    period = {"start": str(today - timedelta(days=9)), "end": str(today + timedelta(days=9))}

    def make(kpi):
        body = {"kpi": kpi, "scope": {"brand": str(world.aurora)}, "target": "5", "basis": "occurred", "period": period}
        assert bob.post("/targets", body).status_code == 201

    make("likes")  # which days, contents and ads may state: one statement each
    one = statements("/targets")
    for kpi in ("er_view", "comments", "like_rate", "comment_rate"):
        make(kpi)
    assert statements("/targets") == one
