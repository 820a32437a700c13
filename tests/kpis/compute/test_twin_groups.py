"""Groups against the twin: hooks, sounds, hashtags and what was paid for, and weeks that begin on any day."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.kpis.compute import facts
from tests.kpis.compute.asking import ask, same, tried
from tests.oracles import results as twin
from tests.oracles.result_groups import groups_of, in_group
from tests.oracles.windows import cut
from tests.oracles.world import TwinAccount

KEYS = ("hook", "sound", "hashtag", "paid", "content_category")
VALUES = {"hook": "it's", "sound": "rain", "hashtag": "茶", "paid": "organic", "content_category": "tea"}
bases = st.sampled_from(["occurred", "published"])


def tell(basis, contents, window):
    said = twin.contents_happened if basis == "occurred" else twin.contents_published
    return said(contents, {"views"}, *window)["views"]


@tried
@given(facts.contents(("views",)), facts.windows(), bases, st.sampled_from(KEYS))
def test_contents_stand_in_the_group_of_each_of_their_words(in_north, contents, window, basis, key):
    account = TwinAccount("account", "tiktok", contents=contents)
    with facts.written([account]) as made:
        found = ask(made, ("views",), window, basis=basis, group_by=[key])
        alone = ask(made, ("views",), window, basis=basis, **{key: VALUES[key]})
    assert {group[0] for _, group in found} <= groups_of(contents, key)
    for word in groups_of(contents, key):
        said = tell(basis, [each for each in contents if in_group(each, key, word)], window)
        if said.reason == "no_data":
            assert ("views", (word,)) not in found or found["views", (word,)].quantity.reason == "no_data"
        else:
            same(found["views", (word,)], said)
    same(alone["views", ()], tell(basis, [each for each in contents if in_group(each, key, VALUES[key])], window))


@tried
@given(facts.contents(("views",)), facts.windows(), bases, st.sampled_from([("hashtag", "paid"), ("hook", "week")]))
def test_two_keys_at_once_cut_both_ways(in_north, contents, window, basis, keys):
    account = TwinAccount("account", "tiktok", contents=contents)
    with facts.written([account]) as made:
        found = ask(made, ("views",), window, basis=basis, group_by=keys)
    for (_, group), outcome in found.items():
        theirs, spans = contents, [window]
        for key, value in zip(keys, group, strict=True):
            if key == "week":
                spans = [span for span in cut(*window, "week") if span[0].isoformat() == value]
            else:
                theirs = [each for each in theirs if in_group(each, key, value)]
        (span,) = spans
        same(outcome, tell(basis, theirs, span))


@st.composite
def promoted(draw):
    contents = draw(facts.contents(("views",), most=2))
    ads = draw(facts.ads(("spend", "live_peak", "reach")))
    return contents, [replace(ad, currency="EUR", content=draw(st.sampled_from([None, *contents]))) for ad in ads]


@tried
@given(promoted(), facts.windows(), st.sampled_from(["hook", "hashtag", "content_category"]))
def test_paid_media_stands_where_its_content_stands(in_north, drawn, window, key):
    contents, ads = drawn
    account = TwinAccount("account", "tiktok", contents=contents, ads=ads)
    with facts.written([account]) as made:
        found = ask(made, ("spend", "live_peak"), window, group_by=[key])
    for word in {None, *groups_of(contents, key)}:
        theirs = [ad for ad in ads if in_group(ad.content, key, word)]
        for metric in ("spend", "live_peak"):
            said = twin.ad_days(theirs, {metric}, *window, {"spend"})[metric]
            if said.reason != "no_data":
                same(found[metric, (word,)], said)


@tried
@given(promoted(), facts.windows(), facts.buckets)
def test_the_most_at_once_is_the_highest_of_all_and_no_sum(in_north, drawn, window, by):
    contents, ads = drawn
    account = TwinAccount("account", "tiktok", contents=contents, ads=ads)
    with facts.written([account]) as made:
        found = ask(made, ("live_peak",), window, group_by=[by])
    for start, end in cut(*window, by):
        group = (start.isoformat(),) if by else ()
        same(found["live_peak", group], twin.ad_days(ads, {"live_peak"}, start, end, set())["live_peak"])


@tried
@given(facts.rows(("views", "followers", "reach"), most=14), facts.windows(), st.sampled_from([0, 5, 6]))
def test_weeks_begin_on_the_agencys_day(in_north, days, window, week_start):
    account = TwinAccount("account", "tiktok", days=days)
    with facts.written([account]) as made:
        found = ask(made, ("views", "followers", "reach"), window, group_by=["week"], week_start=week_start)
    spans = cut(*window, "week", first_weekday=week_start)
    assert sorted({group[0] for _, group in found}) == [start.isoformat() for start, _ in spans]
    for start, end in spans:
        for metric in ("views", "followers", "reach"):
            same(found[metric, (start.isoformat(),)], twin.account_days([account], {metric}, start, end)[metric])
