"""Results over real facts: grains, bases, kinds, gaps, bounds and reasons."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from audit.actors import COMMAND_LINE
from campaigns.imports.services import Upload, import_file
from campaigns.metrics import METRICS, Grain
from campaigns.models import Campaign, Content, Cost
from clients.models import Brand, NetworkAccount
from kpis.catalogue import Basis, catalogue
from kpis.compute.engine import compute
from kpis.compute.question import GroupKey, Question, Scope, Window
from kpis.formulas import Bound, Reason, Vocabulary, compile_formula
from tests.exports.tables import csv_bytes
from tests.kpis.compute.asking import own_kpi

JANUARY = Window(date(2026, 1, 1), date(2026, 1, 31))


@pytest.fixture
def brand(in_north):
    return Brand.objects.get(id=in_north.aurora)


@pytest.fixture
def account(in_north):
    return NetworkAccount.objects.get(id=in_north.aurora_account)


@pytest.fixture
def second(brand):
    return NetworkAccount.objects.create(brand=brand, network="xiaohongshu", kind="standard", handle="aurora")


@pytest.fixture
def load(tmp_path):
    def run(account, header, *rows, captured_on=date(2026, 2, 28), campaign=None):
        path = tmp_path / "facts.csv"
        path.write_bytes(csv_bytes(header.split(","), [row.split(",") for row in rows]))
        upload = Upload(path=path, file_name="facts.csv", account=account, captured_on=captured_on, campaign=campaign)
        record = import_file(upload, actor=COMMAND_LINE)
        assert record.counts["refused"] == 0
        return record

    return run


@pytest.fixture
def days(load):
    def run(account, header, values, *, start=JANUARY.start):
        rows = [f"{start + timedelta(days=number)},{row}" for number, row in enumerate(values)]
        return load(account, f"day,{header}", *rows)

    return run


def ask(*kpis, accounts, window=JANUARY, basis=Basis.OCCURRED, group_by=(), **scope):
    question = Question(
        kpis=tuple(catalogue()[kpi] if isinstance(kpi, str) else kpi for kpi in kpis),
        scope=Scope(accounts=tuple(account.id for account in accounts), **scope),
        window=window,
        basis=basis,
        group_by=tuple(GroupKey(key) for key in group_by),
    )
    return compute(question)


def one(*args, **kwargs):
    (result,) = ask(*args, **kwargs)
    return result.outcome


def test_account_days_are_added_and_the_rate_is_a_ratio_of_sums(account, days):
    days(account, "views,likes,comments,shares", ["100,10,0,0"] + ["900,0,0,0"] * 30)
    views, rate = [result.outcome for result in ask("views", "er_view", accounts=[account])]
    assert views.quantity.value == 100 + 900 * 30
    assert (views.grain, views.coverage.days, views.coverage.of) == (Grain.ACCOUNT_DAY, 31, 31)
    assert round(rate.quantity.value, 20) == round(Decimal(10) / Decimal(27100), 20)
    assert (rate.numerator, rate.denominator) == (10, 27100)


def test_negative_days_are_kept(account, days):
    days(account, "comments", ["5", "-7"])
    assert one("comments", accounts=[account]).quantity.value == -2


def test_a_day_that_lacks_a_part_of_the_rate_counts_in_neither_half(account, days):
    days(account, "views,likes,comments,shares", ["100,10,0,0", "500,,0,0"])
    rate = one("er_view", accounts=[account])
    assert rate.quantity.value == Decimal("0.1")
    assert rate.coverage.days == 1


def test_missing_numbers_give_no_value_and_a_zero_denominator_its_own_reason(account, days):
    assert one("views", accounts=[account]).quantity.reason is Reason.NO_DATA
    days(account, "views,likes,comments,shares", ["0,0,0,0"])
    assert one("er_view", accounts=[account]).quantity.reason is Reason.ZERO_DENOMINATOR


def test_followers_are_the_last_level_and_growth_is_over_the_level_before(account, days):
    days(account, "followers,follows_net", ["100,0", "110,10", "130,20"], start=date(2025, 12, 31))
    followers, growth = [result.outcome for result in ask("followers", "growth_rate", accounts=[account])]
    assert followers.quantity.value == 130
    assert growth.quantity.value == Decimal(30) / Decimal(100)


def test_people_are_never_added_but_the_vendors_own_figure_counts(account, days, load):
    days(account, "reach", ["60", "50"])
    bound = one("reach", accounts=[account]).quantity
    assert (bound.value, bound.reason, bound.low, bound.high) == (None, Reason.NOT_ADDITIVE, 60, 110)
    load(account, "metric,start,end,value,currency", "reach,2026-01-01,2026-01-31,90,")
    assert one("reach", accounts=[account]).quantity.value == 90


AD = "day,source,external_id,level,parent_external_id,impressions,reach"
AD_FIGURE = "metric,start,end,value,source,external_id,level"
JANUARYS = "2026-01-01,2026-01-31"


def test_the_vendors_reach_of_a_campaign_stands_for_its_ad_groups(account, load):
    load(account, AD, *(f"2026-01-0{day},ads,g{n},ad_group,c1,100,60" for day in (1, 2) for n in (1, 2)))
    bound = one("reach", accounts=[account]).quantity
    assert (bound.value, bound.reason, bound.low, bound.high) == (None, Reason.NOT_ADDITIVE, 60, 240)
    load(account, AD_FIGURE, f"reach,{JANUARYS},160,ads,c1,campaign")
    reach, frequency = [result.outcome for result in ask("reach", "frequency", accounts=[account])]
    assert (reach.quantity.value, frequency.quantity.value) == (160, Decimal("2.5"))


def test_the_reach_of_one_ad_group_says_nothing_of_the_other(account, load):
    load(account, AD, *(f"2026-01-0{day},ads,g{n},ad_group,c1,100,60" for day in (1, 2) for n in (1, 2)))
    load(account, AD_FIGURE, f"reach,{JANUARYS},90,ads,g1,")
    assert one("reach", accounts=[account]).quantity.reason is Reason.NOT_ADDITIVE
    load(account, AD_FIGURE, f"reach,{JANUARYS},80,ads,g2,")
    bound = one("reach", accounts=[account]).quantity
    assert (bound.value, bound.low, bound.high) == (None, 90, 170)


CONTENT = "external_id,published_at,captured_on,views,likes,comments,shares,followers_at_publish"


def test_published_contents_count_with_their_lifetime_to_date(account, load):
    load(account, CONTENT, "1,2026-01-05,2026-01-10,100,1,1,1,50", "2,2025-12-31,2026-01-10,999,9,9,9,50")
    load(account, CONTENT, "1,2026-01-05,2026-02-20,3000,300,0,0,15000")
    kpis = ("er_follower", "er_view", "view_to_follower", "posts")
    found = [result.outcome for result in ask(*kpis, accounts=[account], basis=Basis.PUBLISHED)]
    assert [outcome.quantity.value for outcome in found] == [Decimal("0.02"), Decimal("0.1"), Decimal("0.2"), 1]
    assert {outcome.grain for outcome in found} == {Grain.CONTENT}


def test_twenty_posts_do_not_make_a_per_follower_rate_twenty_times_larger(account, load):
    rows = [f"{number},2026-01-05,2026-01-10,3000,300,0,0,15000" for number in range(20)]
    load(account, CONTENT, *rows)
    assert one("er_follower", accounts=[account], basis=Basis.PUBLISHED).quantity.value == Decimal("0.02")


def test_what_happened_is_the_last_total_less_the_one_before(account, load):
    load(account, CONTENT, "1,2025-12-01,2025-12-20,100,1,1,1,", captured_on=date(2025, 12, 20))
    load(account, CONTENT, "1,2025-12-01,2026-01-20,150,2,2,2,", captured_on=date(2026, 1, 20))
    happened = one("views", accounts=[account])
    assert (happened.quantity.value, happened.quantity.bound) == (50, Bound.EXACT)


def test_without_an_earlier_total_the_gain_is_only_bounded(account, load):
    load(account, CONTENT, "1,2025-12-01,2026-01-20,150,2,2,2,", "2,2026-01-02,2026-01-20,50,0,0,0,")
    happened = one("views", accounts=[account]).quantity
    assert (happened.value, happened.low, happened.bound) == (200, 50, Bound.AT_MOST)
    assert happened.reason is Reason.NO_BASELINE


def test_completion_is_weighted_by_plays(account, load):
    header = "external_id,published_at,captured_on,views,completion_rate"
    load(account, header, "1,2026-01-05,2026-01-10,1000,0.5", "2,2026-01-05,2026-01-10,9000,0.1")
    completion = one("completion_rate", accounts=[account])
    assert completion.quantity.value == Decimal("0.14")
    assert completion.quantity.derived


def test_impressions_of_zero_leave_the_views_and_give_no_read_rate(second, load):
    header = "external_id,published_at,captured_on,views,impressions"
    load(second, header, "1,2026-01-05,2026-01-10,126,0", "2,2026-01-05,2026-01-10,50,100")
    found = ask("views", "read_rate", accounts=[second], group_by=["content"], basis=Basis.PUBLISHED)
    by_content = {result.group[0]: [] for result in found}
    for result in found:
        by_content[result.group[0]].append(result.outcome.quantity)
    key = str(Content.objects.get(key="1").id)
    assert by_content[key][0].value == 126
    assert by_content[key][1].reason is Reason.ZERO_DENOMINATOR


def test_networks_that_count_differently_are_not_put_together(account, second, days):
    days(account, "views,likes,comments,shares", ["100,10,0,0"])
    days(second, "views,likes,comments,saves", ["100,10,0,5"])
    mixed = one("er_view", accounts=[account, second])
    assert mixed.quantity.reason is Reason.MIXED_DEFINITION
    assert {part.network: part.quantity.value for part in mixed.parts} == {
        "tiktok": Decimal("0.1"),
        "xiaohongshu": Decimal("0.15"),
    }
    assert one("views", accounts=[account, second]).quantity.value == 200


def test_a_capped_count_makes_the_rate_a_bound(account, load):
    load(account, CONTENT, "1,2026-01-05,2026-01-10,1000,10万+,0,0,", captured_on=date(2026, 1, 10))
    rate = one("er_view", accounts=[account], basis=Basis.PUBLISHED).quantity
    assert (rate.value, rate.bound) == (100, Bound.AT_LEAST)


ADS = "day,source,external_id,level,name,ad_account,currency,spend,conversions,revenue"


def test_paid_media_gives_cpa_roas_and_roi(account, load):
    load(account, ADS, "2026-01-01,ads,7,ad,One,acc,EUR,2000,80,5000", "2026-01-02,ads,7,ad,One,acc,EUR,3000,120,10000")
    cpa, roas, roi = [result.outcome for result in ask("cpa", "roas", "roi", accounts=[account])]
    assert [each.quantity.value for each in (cpa, roas, roi)] == [25, 3, 2]
    assert (cpa.currency, cpa.grain) == ("EUR", Grain.AD_DAY)


def test_different_currencies_are_not_added(account, load):
    load(account, ADS, "2026-01-01,ads,7,ad,One,acc,EUR,1,1,1", "2026-01-01,ads,8,ad,Two,acc,CNY,1,1,1")
    assert one("spend", accounts=[account]).quantity.reason is Reason.MIXED_CURRENCY


def test_costs_join_the_media_spend_for_the_days_they_share_with_the_window(account, brand, load):
    load(account, ADS, "2026-01-01,ads,7,ad,One,acc,EUR,100,1,900")
    Cost.objects.create(
        brand=brand, kind="production", currency="EUR", billed=100, start=date(2025, 12, 31), end=date(2026, 1, 1)
    )
    assert one("roi", accounts=[account]).quantity.value == (900 - Decimal(150)) / Decimal(150)


def test_what_is_billed_and_what_it_costs_us_are_fees_alone_whatever_the_media_was_paid_in(account, brand, load):
    load(account, ADS, "2026-01-01,ads,7,ad,One,acc,CNY,100,1,900")
    Cost.objects.create(
        brand=brand, kind="production", currency="EUR", billed=50, start=JANUARY.start, end=JANUARY.start
    )
    billed, total = [result.outcome for result in ask("cost_billed", "cost_total", accounts=[account])]
    assert (billed.quantity.value, billed.currency) == (50, "EUR")
    assert total.quantity.reason is Reason.MIXED_CURRENCY


def test_a_campaign_is_answered_from_its_contents(account, brand, load):
    campaign = Campaign.objects.create(
        brand=brand, name="Spring", goal="engagement", start=JANUARY.start, end=JANUARY.end
    )
    load(account, CONTENT, "1,2026-01-05,2026-01-10,100,1,1,1,", campaign=campaign)
    load(account, CONTENT, "2,2026-01-05,2026-01-10,700,1,1,1,")
    outcome = one("views", accounts=[account], campaign=campaign.id, basis=Basis.PUBLISHED)
    assert outcome.quantity.value == 100


def test_days_without_numbers_show_as_gaps(account, days):
    days(account, "views", ["1", "", "3"])
    window = Window(date(2026, 1, 1), date(2026, 1, 3))
    found = ask("views", accounts=[account], window=window, group_by=["day"])
    assert [(result.group[0], result.outcome.quantity.value) for result in found] == [
        ("2026-01-01", 1),
        ("2026-01-02", None),
        ("2026-01-03", 3),
    ]


def test_months_and_weeks_are_cut_at_the_window(account, days):
    days(account, "views", ["1"] * 50)
    window = Window(date(2026, 1, 10), date(2026, 2, 9))
    found = ask("views", accounts=[account], window=window, group_by=["month"])
    assert [(result.group[0], result.outcome.quantity.value) for result in found] == [
        ("2026-01-10", 22),
        ("2026-02-01", 9),
    ]
    weeks = ask("views", accounts=[account], window=window, group_by=["week"])
    assert sum(result.outcome.quantity.value for result in weeks) == 31


def test_a_kpi_that_a_network_does_not_have_says_so(account):
    assert one("open_rate", accounts=[account]).quantity.reason is Reason.NOT_ON_NETWORK


def test_a_window_that_includes_today_is_covered_by_the_days_that_are_over(account, days, load):
    days(account, "views", ["1"] * 30)
    load(account, CONTENT, "1,2025-12-01,2026-01-20,150,2,2,2,")
    question = Question((catalogue()["views"],), Scope(accounts=(account.id,)), JANUARY)
    (whole,) = compute(question)
    (so_far,) = compute(replace(question, last_whole_day=date(2026, 1, 30)))
    assert whole.outcome.grain is Grain.CONTENT
    assert (so_far.outcome.grain, so_far.outcome.quantity.value) == (Grain.ACCOUNT_DAY, 30)
    assert (so_far.outcome.coverage.days, so_far.outcome.coverage.of) == (30, 31)


def test_a_share_has_no_value_where_the_whole_is_not_known_at_its_grain(account, second, days, load):
    days(account, "views", ["100"] * 31)
    load(second, CONTENT, "1,2026-01-03,2026-01-31,300,0,0,0,")
    share = own_kpi("share_of(views)")
    alone = ask(share, accounts=[account, second], group_by=["account"])
    assert {result.outcome.quantity.reason for result in alone} == {Reason.NO_DATA}
    days(second, "views", ["300"] * 31)
    told = {
        result.group[0]: result.outcome.quantity.value
        for result in ask(share, accounts=[account, second], group_by=["account"])
    }
    assert told == {str(account.id): Decimal("0.25"), str(second.id): Decimal("0.75")}


def test_a_formula_falls_back_on_what_is_stated(account, days):
    days(account, "views,likes", ["100,5", "50,3"])
    text = "coalesce(saves, likes) / coalesce(reads, views)"
    formula = compile_formula(text, Vocabulary({key: metric.unit for key, metric in METRICS.items()}))
    own = replace(catalogue()["er_view"], key="own", formulas={"tiktok": formula}, kind_formulas={})
    (found,) = [result.outcome for result in ask(own, accounts=[account])]
    assert (found.numerator, found.denominator, found.coverage.days) == (8, 150, 2)
