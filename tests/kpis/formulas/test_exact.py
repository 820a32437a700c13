"""Plain arithmetic says what interval arithmetic says, or leaves it to that."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.metrics import Unit
from kpis.formulas import Formula, Quantity, Vocabulary, compile_formula

VOCABULARY = Vocabulary(dict.fromkeys(("likes", "shares", "views"), Unit.COUNT))
PLAIN = (
    "likes / views",
    "(likes + shares) / views * 1000",
    "likes - 2 * shares",
    "per_day(likes)",
    "-likes / (views - shares)",
)
NUMBERS = st.decimals(min_value=-(10**12), max_value=10**12, places=3)


def compiled(text: str) -> Formula:
    return compile_formula(text, VOCABULARY)


def exactly(**numbers: Decimal | int) -> dict[str, Quantity]:
    return {name: Quantity.exact(number) for name, number in numbers.items()}


def known(inputs: dict[str, Quantity]) -> dict[str, Decimal]:
    return {name: each.value for name, each in inputs.items() if each.value is not None and each.known_exactly}


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(PLAIN), NUMBERS, NUMBERS, NUMBERS, st.integers(1, 400))
def test_both_say_the_same(text: str, likes: Decimal, shares: Decimal, views: Decimal, days: int) -> None:
    inputs = exactly(likes=likes, shares=shares, views=views, days=days)
    assert compiled(text).evaluate_with_halves(inputs, known=known(inputs)) == compiled(text).evaluate_with_halves(
        inputs, known={}
    )


@pytest.mark.parametrize(
    ("text", "inputs"),
    [
        ("likes / views", exactly(likes=1, views=0)),
        ("likes / views", exactly(likes=1)),
        ("likes * 1000000 / views", exactly(likes=10**85, views=1)),
        ("likes / views", {"likes": Quantity.at_least(1), "views": Quantity.exact(2)}),
        ("log(likes)", exactly(likes=5)),
        ("share_of(likes)", exactly(likes=5)),
    ],
)
def test_what_numbers_alone_cannot_tell_is_left_to_intervals(text: str, inputs: dict[str, Quantity]) -> None:
    assert compiled(text).exact_halves(known(inputs)) is None


def test_a_number_worked_out_from_a_rate_marks_the_value() -> None:
    inputs = {"likes": Quantity.exact(3, derived=True), "views": Quantity.exact(4)}
    value, numerator, denominator = compiled("likes / views").evaluate_with_halves(inputs, known=known(inputs))
    assert (value, numerator, denominator) == (Quantity.exact(Decimal("0.75"), derived=True), 3, 4)
