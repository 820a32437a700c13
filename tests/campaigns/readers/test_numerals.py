"""Numbers are read as the networks write them, and nothing else is taken for a number."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.readers.numerals import (
    NotANumber,
    Numeral,
    is_missing,
    parse_amount,
    parse_count,
    parse_seconds,
    parse_share,
    times,
)

COUNTS = st.integers(min_value=-(10**18) + 1, max_value=10**18 - 1)
FULL_WIDTH = str.maketrans("0123456789-,.", "０１２３４５６７８９－，．")


@given(COUNTS)
def test_every_count_survives_being_written_plainly(count: int) -> None:
    assert parse_count(str(count)) == Numeral(count)


@given(COUNTS)
def test_every_count_survives_thousands_separators_and_full_width_digits(count: int) -> None:
    assert parse_count(f"{count:,}") == Numeral(count)
    assert parse_count(f"{count:,}".translate(FULL_WIDTH)) == Numeral(count)


@given(st.decimals(min_value=0, max_value=1, places=6))
def test_every_share_reads_the_same_as_fraction_and_as_percent(share: Decimal) -> None:
    assert parse_share(format(share, "f")) == Numeral(share)
    assert parse_share(f"{share * 100:f}%") == Numeral(share)


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_missing_or_refused(text: str) -> None:
    number: object = "refused"
    with suppress(NotANumber):
        number = parse_count(text)
    assert number == "refused" or (number is None) == is_missing(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("304.9K", 304_900),
        ("1.4M", 1_400_000),
        ("1.8万", 18_000),
        ("422.9万", 4_229_000),
        ("1.2亿", 120_000_000),
        ("3w", 30_000),
        ("1,234", 1_234),
        ("1\u202f234", 1_234),
        ("\u22125", -5),
        (" 12 ", 12),
        ("12.0", 12),
    ],
)
def test_written_counts_mean_what_people_read(text: str, value: int) -> None:
    numeral = parse_count(text)
    assert numeral is not None
    assert numeral.value == value
    assert isinstance(numeral.value, int)


def test_a_number_with_a_plus_behind_it_is_a_lower_bound() -> None:
    assert parse_count("10万+") == Numeral(100_000, capped=True, rounded=True)
    assert parse_count("999+") == Numeral(999, capped=True)


@pytest.mark.parametrize("text", ["", "-", "--", "—", "undefined", "Null", "NULL", "N/A", "n/a", "NaN", " "])
def test_a_missing_number_is_none_and_never_zero(text: str) -> None:
    assert parse_count(text) is None
    assert parse_amount(text) is None
    assert parse_share(text) is None
    assert parse_seconds(text) is None


@pytest.mark.parametrize(
    "text",
    ["abc", "1,23", "12abc", "1.2.3", "1e5", "7.527622792666153e+18", "0x1f", "(5)", "=1+1", "1" * 19, "九", "∞"],
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(NotANumber):
        parse_count(text)


def test_a_count_is_whole() -> None:
    with pytest.raises(NotANumber, match="whole"):
        parse_count("12.5")


@pytest.mark.parametrize("text", ["36.6", "120%", "-0.1"])
def test_a_share_lies_between_nothing_and_all(text: str) -> None:
    with pytest.raises(NotANumber, match="between 0 and 1"):
        parse_share(text)


def test_seconds_may_carry_their_unit() -> None:
    assert parse_seconds("14.73秒") == Numeral(Decimal("14.73"))
    assert parse_seconds("7.3s") == Numeral(Decimal("7.3"))


@given(st.integers(0, 10**18 - 1), st.decimals(min_value=0, max_value=1, places=24))
def test_a_derived_numerator_is_exact(count: int, rate: Decimal) -> None:
    sign, digits, exponent = times(count, rate).as_tuple()
    factor = rate.as_tuple()
    expected = count * int("".join(map(str, factor.digits)))
    assert sign == 0
    assert int("".join(map(str, digits))) == expected
    assert exponent == factor.exponent
