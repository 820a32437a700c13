"""KPIs that look beyond a group's own sums: shares of the whole, numbers per day, logarithms, weighted indexes."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kpis.compute import facts
from tests.kpis.compute.asking import ask, own_kpi, same_by_formula, tried
from tests.oracles import results as twin
from tests.oracles.result_groups import groups_of, in_group
from tests.oracles.windows import cut, days_of
from tests.oracles.world import TwinAccount

FORMULAS = (
    "per_day(views)",
    "share_of(views)",
    "share_of(likes) / share_of(views)",
    "log(likes + 1)",
    "weighted(views, 0.25, likes, 4, reach, -1)",
    "coalesce(likes / views, likes / reach)",
)
NAMES = ("views", "likes", "reach")


def names_in(text):
    return {name for name in NAMES if name in text}


@st.composite
def two_accounts(draw):
    return [TwinAccount(f"account {number}", "tiktok", days=draw(facts.rows(NAMES, most=12))) for number in range(2)]


@tried
@given(two_accounts(), facts.windows(), st.sampled_from(FORMULAS), facts.buckets)
def test_formulas_over_days_are_worked_out_as_the_twin_does(in_north, accounts, window, text, by):
    with facts.written(accounts) as made:
        found = ask(made, (own_kpi(text),), window, group_by=["account", by])
    ids = {str(row.id): account for row, account in zip(made.values(), accounts, strict=True)}
    for start, end in cut(*window, by):
        whole = twin.account_days(accounts, names_in(text), start, end)
        for key, account in ids.items():
            group = (key, start.isoformat()) if by else (key,)
            said = twin.account_days([account], names_in(text), start, end)
            days = len(days_of(start, end))
            same_by_formula(found[text, group], text, said, whole=whole, days=days)


@tried
@given(facts.contents(NAMES), facts.windows(), st.sampled_from(FORMULAS), st.sampled_from(["occurred", "published"]))
def test_formulas_over_contents_are_worked_out_as_the_twin_does(in_north, contents, window, text, basis):
    account = TwinAccount("account", "tiktok", contents=contents)
    tell = twin.contents_happened if basis == "occurred" else twin.contents_published
    with facts.written([account]) as made:
        found = ask(made, (own_kpi(text),), window, basis=basis, group_by=["hashtag"])
    whole = tell(contents, names_in(text), *window)
    for word in groups_of(contents, "hashtag"):
        said = tell([each for each in contents if in_group(each, "hashtag", word)], names_in(text), *window)
        if ((text, (word,)) in found) or any(each.reason != "no_data" for each in said.values()):
            days = len(days_of(*window))
            same_by_formula(found[text, (word,)], text, said, whole=whole, days=days)


@tried
@given(facts.contents(("views",)), facts.windows(), st.sampled_from(["occurred", "published"]))
def test_seconds_offered_are_views_times_length(in_north, contents, window, basis):
    account = TwinAccount("account", "tiktok", contents=contents)
    tell = twin.contents_happened if basis == "occurred" else twin.contents_published
    text = "duration_viewed_s / views"
    with facts.written([account]) as made:
        outcome = ask(made, (own_kpi(text),), window, basis=basis)[text, ()]
    said = tell(twin.with_seconds_offered(contents), {"views", "duration_viewed_s"}, *window)
    same_by_formula(outcome, text, said)


@st.composite
def notes(draw):
    """Draw notes of which some have a thousand interactions, or would have but for what is missing."""
    found = draw(facts.contents(("likes", "comments", "saves")))
    return [replace(each, readings=[_larger(draw, row) for row in each.readings]) for each in found]


def _larger(draw, row):
    more = draw(st.sampled_from([0, 0, 941, 960, 2000]))
    likes = row.values["likes"]
    return replace(row, values={**row.values, "likes": None if likes is None else likes + more})


@tried
@given(notes(), facts.windows(), facts.buckets)
def test_viral_notes_of_those_published_are_those_with_a_thousand_interactions(in_north, contents, window, by):
    plain = [replace(each, readings=[replace(row, capped=frozenset()) for row in each.readings]) for each in contents]
    account = TwinAccount("account", "xiaohongshu", contents=plain)
    with facts.written([account]) as made:
        found = ask(made, (own_kpi("contents_viral"),), window, basis="published", group_by=[by])
    for start, end in cut(*window, by):
        group = (start.isoformat(),) if by else ()
        quantity = found["contents_viral", group].quantity
        assert quantity.value == twin.viral(plain, start, end)


@pytest.mark.parametrize(("likes", "viral"), [("990", 0), ("991", 1)])
def test_a_note_is_viral_from_a_thousand_interactions_on(in_north, likes, viral):
    values = {"likes": int(likes), "comments": 4, "saves": 5}
    row = facts.Row(facts.YEAR_END, values)
    note = facts.TwinContent("note", facts.YEAR_END, [row])
    account = TwinAccount("account", "xiaohongshu", contents=[note])
    with facts.written([account]) as made:
        outcome = ask(made, (own_kpi("contents_viral"),), (facts.YEAR_END, facts.YEAR_END), basis="published")
    assert outcome["contents_viral", ()].quantity.value == viral
