"""Money in the currency that is asked for, against the twin: each day at the rate of that day, or no value at all."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tests.kpis.compute import facts
from tests.kpis.compute.asking import ask, same_by_formula, tried
from tests.oracles.adding import Said
from tests.oracles.money import ad_days_in, billed_in
from tests.oracles.windows import cut
from tests.oracles.world import TwinAccount

NAMES = ("spend", "conversions", "revenue", "impressions")
MONEY = {"spend", "revenue"}
FORMULAS = {
    "spend": "spend",
    "cpa": "spend / conversions",
    "roas": "revenue / spend",
    "cpm": "spend / impressions * 1000",
    "impressions": "impressions",
}
BUNDLES = {key: {name for name in NAMES if name in text} for key, text in FORMULAS.items()}
CURRENCIES = ("EUR", "CNY")
DIGITS = 12  # the database divides what is spread over days to some 16 digits
asked_for = st.tuples(facts.windows(), facts.buckets, st.sampled_from(CURRENCIES))


@tried
@given(facts.ads(NAMES), facts.rates(), asked_for)
def test_media_is_converted_day_by_day(in_north, ads, rates, asked):
    window, by, quote = asked
    account = TwinAccount("account", "tiktok", ads=ads)
    with facts.written([account], given_rates=rates) as made:
        found = ask(made, FORMULAS, window, group_by=[by], currency=quote)
    for start, end in cut(*window, by):
        group = (start.isoformat(),) if by else ()
        for key, text in FORMULAS.items():
            said = ad_days_in(quote, rates, ads, BUNDLES[key], MONEY, start, end)
            same_by_formula(found[key, group], text, said, digits=DIGITS)


@tried
@given(facts.costs(CURRENCIES), facts.rates(), asked_for)
def test_each_day_of_a_cost_is_converted_at_its_own_rate(in_north, costs, rates, asked):
    window, by, quote = asked
    with facts.written([TwinAccount("account", "tiktok")], costs, rates) as made:
        found = ask(made, ("cost_billed",), window, group_by=[by], currency=quote)
    for start, end in cut(*window, by):
        group = (start.isoformat(),) if by else ()
        theirs = [cost for cost in costs if cost.start <= end and cost.end >= start]
        total = billed_in(quote, rates, theirs, start, end)
        said = Said(total, total, total) if total is not None else Said(None, reason="no_rate")
        same_by_formula(
            found["cost_billed", group], "cost_billed", {"cost_billed": _stated(said, theirs)}, digits=DIGITS
        )


@tried
@given(facts.ads(("spend",)), facts.costs(CURRENCIES), facts.rates(), asked_for)
def test_the_total_cost_is_media_and_what_is_billed_in_one_currency(in_north, ads, costs, rates, asked):
    window, _, quote = asked
    account = TwinAccount("account", "tiktok", ads=ads)
    with facts.written([account], costs, rates) as made:
        outcome = ask(made, ("cost_total",), window, currency=quote)["cost_total", ()]
    theirs = [cost for cost in costs if cost.start <= window[1] and cost.end >= window[0]]
    media = ad_days_in(quote, rates, ads, {"spend"}, {"spend"}, *window)["spend"]
    billed = billed_in(quote, rates, theirs, *window)
    same_by_formula(
        outcome, "cost_total", {"cost_total": _together(media, billed, any_billed=bool(theirs))}, digits=DIGITS
    )


def _stated(said, costs):
    return said if costs else Said(None, reason="no_data")


def _together(media, billed, *, any_billed):
    """Add both; where one of them is unknown the other stands alone, and without a rate there is no sum."""
    if media.reason == "no_rate" or billed is None:
        return Said(None, reason="no_rate")
    if media.value is None:
        return _stated(Said(billed, billed, billed, media.reason), any_billed)
    ends = [end + (billed if any_billed else Decimal(0)) for end in (media.value, media.low, media.high)]
    return Said(*ends, media.reason)
