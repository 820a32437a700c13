"""Results beside those of a former window."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.contract.test_budgets import NOT_COUNTED
from tests.holders import code_of
from tests.kpis.api.conftest import CONTENT

ADS = "day,source,external_id,level,currency,spend,clicks"
MARCH = {"start": "2026-03-01", "end": "2026-03-31"}


@pytest.fixture
def views(load, account):
    """Load views of single days: `views({"2026-01-01": 5})`."""
    return lambda by_day: load(
        account, "day,views", *(f"{day},{number}" for day, number in by_day.items()), captured_on="2026-06-01"
    )


def test_without_asking_nothing_is_compared(views, one, account):
    views({"2026-03-01": 5})
    assert one("views", account=account)["comparison"] is None


def test_a_month_is_set_beside_the_month_before(views, one, account):
    views({"2026-03-01": 62, "2026-02-01": 28})
    item = one("views", account=account, compare="previous", **MARCH)
    found = item["comparison"]
    assert (item["value"], found["value"], found["change"], found["change_ratio"]) == ("62", "28", "34", "1.214286")
    assert (found["kind"], found["aligned"]) == ("previous", "calendar")
    assert found["window"] == {"start": "2026-02-01", "end": "2026-02-28"}
    assert (found["comparable"], found["caveats"]) == (False, ["other_coverage", "other_length"])
    assert found["per_day"] == {"value": "2", "former_value": "1", "change_ratio": "1.000000"}
    assert (found["state"], found["coverage"]["days"], found["coverage"]["of"]) == ("final", 1, 28)


def test_windows_of_one_length_and_coverage_are_judged(views, one, account):
    views({"2026-01-01": 10, "2026-01-02": 15})
    asked = {"start": "2026-01-02", "end": "2026-01-02", "compare": "previous"}
    found = one("views", account=account, **asked)["comparison"]
    assert (found["change_ratio"], found["favourable"], found["comparable"]) == ("0.500000", True, True)
    assert (found["aligned"], found["caveats"], found["per_day"], found["change_reason"]) == ("days", [], None, None)


def test_what_rises_is_not_always_for_the_better(load, one, account):
    load(account, ADS, "2026-01-01,ads,1,ad,EUR,10,10", "2026-01-02,ads,1,ad,EUR,20,10")
    asked = {"account": account, "start": "2026-01-02", "end": "2026-01-02", "compare": "previous"}
    dearer = one("cpc", **asked)["comparison"]
    assert (dearer["value"], dearer["change"], dearer["currency"], dearer["favourable"]) == ("1", "1", "EUR", False)
    assert one("spend", **asked)["comparison"]["sample"]["denominator"] is None


def test_a_year_before_is_the_same_days(views, one, account):
    views({"2025-03-05": 4, "2026-03-05": 6})
    found = one("views", account=account, compare="year", start="2026-03-05", end="2026-03-05")["comparison"]
    assert (found["window"], found["change"]) == ({"start": "2025-03-05", "end": "2025-03-05"}, "2")


def test_any_days_may_be_compared_with(views, one, account):
    views({"2025-12-24": 40, "2026-01-24": 50})
    asked = {"start": "2026-01-24", "end": "2026-01-24", "compare_start": "2025-12-24", "compare_end": "2025-12-24"}
    found = one("views", account=account, compare="custom", **asked)["comparison"]
    assert (found["kind"], found["change"], found["favourable"]) == ("custom", "10", True)


@pytest.mark.parametrize(
    ("former", "told"),
    [
        ({"2026-01-01": 0}, ("5", "former_zero")),
        ({"2026-01-01": -2}, ("7", "former_negative")),
        ({}, (None, "no_former_value")),
    ],
)
def test_a_ratio_that_would_mislead_is_left_out_with_the_reason(views, one, account, former, told):
    views({"2026-01-02": 5, **former})
    asked = {"start": "2026-01-02", "end": "2026-01-02", "compare": "previous"}
    found = one("views", account=account, **asked)["comparison"]
    assert (found["change"], found["change_reason"], found["change_ratio"]) == (*told, None)


def test_buckets_are_compared_by_position_and_what_has_no_counterpart_says_so(views, ask, account):
    views({"2026-03-01": 5, "2026-03-31": 7, "2026-02-01": 4})
    items = ask("views", account=account, compare="previous", group_by="day", **MARCH)
    assert len(items) == 31
    first, last = items[0]["comparison"], items[30]["comparison"]
    assert (first["window"]["start"], first["value"], first["change"]) == ("2026-02-01", "4", "1")
    assert (last["window"], last["value"], last["reason"]) == (None, None, "no_counterpart")
    assert (last["change_reason"], last["comparable"]) == ("no_former_value", False)


def test_a_group_that_was_not_there_before_says_so(load, ask, account):
    load(account, CONTENT, "1,2026-01-05,2026-02-10,300,3,0,0,10", "2,2026-02-05,2026-02-20,500,3,0,0,10")
    asked = {"basis": "published", "compare": "previous", "start": "2026-02-01", "end": "2026-02-28"}
    (item,) = ask("views", account=account, group_by="content", **asked)
    assert (item["value"], item["comparison"]["reason"]) == ("500", "no_former_group")
    assert item["comparison"]["window"] == {"start": "2026-01-01", "end": "2026-01-31"}
    (by_format,) = ask("views", account=account, group_by="format", **asked)
    assert (by_format["comparison"]["value"], by_format["comparison"]["change"]) == ("300", "200")


def test_an_account_that_was_archived_in_between_counted_before(api, views, one, account, world):
    views({"2026-01-01": 5, "2026-01-02": 6})
    asked = {"brand": world.aurora, "start": "2026-12-02", "end": "2026-12-02", "compare": "custom"}
    asked |= {"compare_start": "2026-01-01", "compare_end": "2026-01-01"}
    assert api("alice").delete(f"/accounts/{account}", if_match="*").status_code == 204
    item = one("views", **asked)
    assert (item["coverage"]["of_accounts"], item["comparison"]["value"]) == (1, "5")


def test_comparing_costs_at_most_twice_the_statements(bob, views, account):
    views({"2026-01-01": 5})

    def statements(more):
        bob.get("/agency")
        with CaptureQueriesContext(connection) as captured:
            query = f"kpi=views,likes,roi&account={account}&start=2026-01-01&end=2026-01-31&group_by=day{more}"
            assert bob.get(f"/results?{query}").status_code == 200
        return len([each for each in captured if not each["sql"].startswith(NOT_COUNTED)])

    assert statements("&compare=previous") <= 2 * statements("")


@pytest.mark.parametrize(
    ("query", "code", "pointer"),
    [
        ("compare=yesterday", "invalid_choice", "?compare"),
        ("compare=previous&compare_start=2026-01-01", "not_custom", "?compare_start"),
        ("compare=custom&compare_start=2026-01-01", "required", "?compare_end"),
        ("compare=custom&compare_start=2026-01-02&compare_end=2026-01-01", "empty_window", "?compare_start"),
        ("compare=custom&compare_start=1&compare_end=2026-01-01", "bad_date", "?compare_start"),
        ("compare=year&start=2000-01-01&end=2000-01-31", "bad_date", "?compare"),
        (
            "compare=custom&compare_start=2001-01-01&compare_end=2026-01-01&group_by=day",
            "too_many_groups",
            "?compare",
        ),
    ],
)
def test_a_window_to_compare_with_that_cannot_be_is_refused(bob, query, code, pointer):
    answer = bob.get(f"/results?kpi=views&{query}")
    assert code_of(answer) == (400, "bad_parameter")
    assert (code, pointer) in [(fault["code"], fault["pointer"]) for fault in answer.json()["errors"]]


def test_pages_compare_as_the_whole_does(views, bob, account):
    views({"2026-01-01": 5, "2026-01-31": 6, "2025-12-31": 9})
    query = f"/results?kpi=views&account={account}&start=2026-01-01&end=2026-01-31&group_by=day&compare=previous"
    whole, page = bob.get(query).json()["items"], bob.get(f"{query}&limit=30").json()
    rest = bob.get(f"{query}&limit=30&cursor={page['next_cursor']}").json()["items"]
    assert [*page["items"], *rest] == whole
