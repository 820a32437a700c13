"""Which rate holds on a day, in either direction, looked up and as spans of days."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kpis.currency.rates import FIRST, LAST, RateInForce, RateTable, StatedRate

NEW_YEAR, MARCH = date(2026, 1, 1), date(2026, 3, 1)
TABLE = RateTable(
    [
        StatedRate("USD", "CNY", MARCH, Decimal("7.00"), "ECB"),
        StatedRate("USD", "CNY", NEW_YEAR, Decimal("7.12"), "ECB"),
        StatedRate("EUR", "USD", NEW_YEAR, Decimal("1.25"), "treasury"),
    ]
)


def test_a_rate_holds_from_its_day_until_the_next():
    assert TABLE.rate("USD", "CNY", date(2025, 12, 31)) is None
    on = [TABLE.rate("USD", "CNY", day) for day in (NEW_YEAR, date(2026, 2, 28), MARCH, date(2030, 1, 1))]
    assert [(rate.rate, rate.day, rate.derived) for rate in on if rate] == [
        (Decimal("7.12"), NEW_YEAR, False),
        (Decimal("7.12"), NEW_YEAR, False),
        (Decimal("7.00"), MARCH, False),
        (Decimal("7.00"), MARCH, False),
    ]


def test_the_other_direction_is_derived_and_says_so():
    rate = TABLE.rate("USD", "EUR", MARCH)
    assert rate
    assert (rate.rate, rate.derived, rate.source, rate.day) == (Decimal("0.8"), True, "treasury", NEW_YEAR)
    assert rate.convert(Decimal(50)) == Decimal(40)


def test_there_is_no_way_over_a_third_currency():
    assert TABLE.rate("EUR", "CNY", MARCH) is None
    assert TABLE.rate("EUR", "USD", MARCH)


def test_a_newer_statement_the_other_way_round_replaces_an_older_one():
    table = RateTable([StatedRate("USD", "CNY", NEW_YEAR, Decimal(8)), StatedRate("CNY", "USD", MARCH, Decimal("0.2"))])
    found = table.rate("USD", "CNY", MARCH)
    assert found
    assert (found.rate, found.derived) == (Decimal(5), True)


def test_the_rates_used_in_a_window_are_those_in_force_on_some_day_of_it():
    def days(start, end):
        return [rate.day for rate in TABLE.used("USD", "CNY", start, end)]

    assert days(date(2026, 1, 5), date(2026, 2, 28)) == [NEW_YEAR]
    assert days(date(2026, 2, 28), MARCH) == [NEW_YEAR, MARCH]
    assert days(MARCH, MARCH) == [MARCH]
    assert days(date(2025, 12, 1), NEW_YEAR) == [NEW_YEAR]
    assert days(date(2025, 12, 1), date(2025, 12, 31)) == []


def test_a_currency_is_worth_itself_without_a_statement():
    rate = RateTable([]).rate("CNY", "CNY", NEW_YEAR)
    assert rate
    assert rate.convert(Decimal("12.345678")) == Decimal("12.345678")


def test_spans_follow_each_other_without_gap():
    assert list(TABLE.in_force("CNY")) == [
        RateInForce("CNY", FIRST, LAST, Decimal(1)),
        RateInForce("USD", NEW_YEAR, date(2026, 2, 28), Decimal("7.12")),
        RateInForce("USD", MARCH, LAST, Decimal("7.00")),
    ]


days = st.integers(0, 40).map(lambda number: NEW_YEAR + timedelta(days=number))
statements = st.dictionaries(
    st.tuples(st.sampled_from([("USD", "CNY"), ("EUR", "CNY"), ("EUR", "USD")]), days),
    st.tuples(st.booleans(), st.decimals("0.0001", "9999", places=4)),
    max_size=12,
)


@given(statements, days, st.sampled_from(["CNY", "EUR", "USD"]))
def test_on_every_day_the_spans_say_what_the_look_up_says(stated, day, wanted):
    table = RateTable(
        StatedRate(*((pair[1], pair[0]) if turned else pair), on, rate) for (pair, on), (turned, rate) in stated.items()
    )
    spans = {span.currency: span.rate for span in table.in_force(wanted) if span.from_day <= day <= span.until_day}
    found = {base: table.rate(base, wanted, day) for base in ("CNY", "EUR", "USD")}
    assert spans == {base: rate.rate for base, rate in found.items() if rate is not None}


@given(st.decimals("0.0001", "99999", places=6), st.decimals("0.01", "1000000", places=2))
def test_there_and_back_again_is_what_it_was(rate, amount):
    table = RateTable([StatedRate("USD", "CNY", NEW_YEAR, rate)])
    there, back = table.rate("USD", "CNY", NEW_YEAR), table.rate("CNY", "USD", NEW_YEAR)
    assert there
    assert back
    assert abs(back.convert(there.convert(amount)) - amount) < Decimal("0.000001")
