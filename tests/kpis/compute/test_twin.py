"""The computation against its twin: made-up facts, every kind of metric, both bases, over a turn of the year."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kpis.compute import facts
from tests.kpis.compute.asking import ANSWERS, ask, same, same_rate, tried
from tests.oracles import results as twin
from tests.oracles.money import total_cost
from tests.oracles.result_groups import spoken_for_by_days
from tests.oracles.windows import cut
from tests.oracles.world import Row, TwinAccount


@st.composite
def accounts_with_days(draw):
    names = ("views", "likes", "comments", "shares", "followers", "reach")
    window = draw(facts.windows())
    found = []
    for number in range(draw(st.integers(1, 2))):
        figures = {
            (name, *window): Decimal(draw(st.integers(0, 90)))
            for name in draw(st.sets(st.sampled_from(["reach", "views"])))
        }
        days = draw(facts.rows(names, most=14))
        found.append(TwinAccount(f"account {number}", "tiktok", days=days, figures=figures))
    return found, window


@tried
@given(accounts_with_days(), facts.buckets)
def test_account_days_are_told_as_the_twin_tells_them(in_north, drawn, by):
    accounts, window = drawn
    with facts.written(accounts) as made:
        found = ask(made, ("views", "followers", "reach", "er_view", "er_reach"), window, group_by=[by])
    for start, end in cut(*window, by):
        group = (start.isoformat(),) if by else ()
        for metric in ("views", "followers", "reach"):
            same(found[metric, group], twin.account_days(accounts, {metric}, start, end)[metric])
        for rate, below in (("er_view", "views"), ("er_reach", "reach")):
            halves = ANSWERS - {"saves"}, {below}
            same_rate(found[rate, group], twin.account_days(accounts, halves[0] | halves[1], start, end), *halves)


@tried
@given(facts.contents(("views", *sorted(ANSWERS), "follows_from_post", "reach")), facts.windows(), facts.buckets)
def test_what_contents_gained_is_told_as_the_twin_tells_it(in_north, contents, window, by):
    account = TwinAccount("account", "tiktok", contents=contents)
    with facts.written([account]) as made:
        found = ask(made, ("views", "follows_from_post", "reach", "er_view_saves"), window, group_by=[by])
    for start, end in cut(*window, by):
        group = (start.isoformat(),) if by else ()
        compare_contents(found, group, twin.contents_happened, contents, (start, end))


@tried
@given(facts.contents(("views", *sorted(ANSWERS), "follows_from_post", "reach")), facts.windows(), facts.buckets)
def test_what_was_published_is_told_as_the_twin_tells_it(in_north, contents, window, by):
    account = TwinAccount("account", "tiktok", contents=contents)
    kpis = ("views", "follows_from_post", "reach", "er_view_saves", "posts")
    with facts.written([account]) as made:
        found = ask(made, kpis, window, group_by=[by], basis="published")
    for start, end in cut(*window, by):
        group = (start.isoformat(),) if by else ()
        compare_contents(found, group, twin.contents_published, contents, (start, end))
        published = sum(1 for content in contents if content.published and start <= content.published <= end)
        assert (found["posts", group].quantity.value or 0) == published


def compare_contents(found, group, tell, contents, window):
    for metric in ("views", "follows_from_post", "reach"):
        same(found[metric, group], tell(contents, {metric}, *window)[metric])
    same_rate(found["er_view_saves", group], tell(contents, {*ANSWERS, "views"}, *window), ANSWERS, {"views"})


@tried
@given(facts.contents(("views",)), facts.windows(), st.sampled_from(["occurred", "published"]))
def test_categories_are_told_apart_and_can_be_asked_for_alone(in_north, contents, window, basis):
    account = TwinAccount("account", "tiktok", contents=contents)
    tell = twin.contents_happened if basis == "occurred" else twin.contents_published
    with facts.written([account]) as made:
        found = ask(made, ("views",), window, basis=basis, group_by=["content_category"])
        alone = ask(made, ("views",), window, basis=basis, content_category="50% off")
    for (_, (category,)), outcome in found.items():
        same(outcome, tell([c for c in contents if c.category == (category or "")], {"views"}, *window)["views"])
    same(alone["views", ()], tell([c for c in contents if c.category == "50% off"], {"views"}, *window)["views"])


@tried
@given(facts.ads(("spend", "conversions", "revenue", "reach")), facts.costs(), facts.windows(), facts.buckets)
def test_paid_media_and_costs_are_told_as_the_twin_tells_them(in_north, ads, costs, window, by):
    account = TwinAccount("account", "tiktok", ads=ads)
    money = {"spend", "revenue"}
    with facts.written([account], costs) as made:
        found = ask(made, ("spend", "reach", "cpa", "roas", "roi"), window, group_by=[by])
    for start, end in cut(*window, by):
        group = (start.isoformat(),) if by else ()
        for metric in ("spend", "reach"):
            same(found[metric, group], twin.ad_days(ads, {metric}, start, end, money)[metric])
        for rate, above, below in (("cpa", "spend", "conversions"), ("roas", "revenue", "spend")):
            said = twin.ad_days(ads, {above, below}, start, end, money)
            same_rate(found[rate, group], said, {above}, {below})
        has_revenue = twin.ad_days(ads, {"revenue"}, start, end, set())["revenue"].reason != "no_data"
        cost = total_cost(ads, costs, start, end).value if has_revenue else None
        assert found["roi", group].denominator == (cost and pytest.approx(cost, abs=Decimal("1e-12")))


@st.composite
def accounts_with_both(draw):
    start, end = draw(facts.windows())
    found = []
    for number in range(draw(st.integers(1, 3))):
        every_day = [Row(day, {"views": draw(st.integers(0, 9))}) for day, _ in cut(start, end, "day")]
        contents = [replace(each, name=f"{number} {each.name}") for each in draw(facts.contents(("views",), most=2))]
        account = TwinAccount(
            f"account {number}",
            draw(st.sampled_from(facts.NETWORKS)),
            days=draw(st.sampled_from([every_day, every_day, every_day[1:], []])),
            contents=draw(st.sampled_from([contents, []])),
        )
        found.append(account)
    return found, (start, end)


@tried
@given(accounts_with_both())
def test_a_number_rests_on_days_or_on_contents_and_never_on_both(in_north, drawn):
    accounts, window = drawn
    with facts.written(accounts) as made:
        outcome = ask(made, ("views",), window)["views", ()]
    days = spoken_for_by_days(accounts, {"views"}, *window)
    assert (outcome.grain and outcome.grain.value) == {True: "account_day", False: "content", None: None}[days]
    contents = [content for account in accounts for content in account.contents]
    if days:
        same(outcome, twin.account_days(accounts, {"views"}, *window)["views"])
    else:
        same(outcome, twin.contents_happened(contents, {"views"}, *window)["views"])
