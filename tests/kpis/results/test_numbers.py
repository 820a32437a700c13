"""Numbers as they are written: never in exponents, rounded half to even, without a minus on nothing."""

from decimal import Decimal

import pytest

from campaigns.metrics import Unit
from kpis.results.numbers import number_text, plain_text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0.1", "0.100000"),
        ("0.0000005", "0.000000"),
        ("0.0000015", "0.000002"),
        ("-0.0000001", "0.000000"),
        ("1E+3", "1000.000000"),
        ("123456789012345678901234567890.1234565", "123456789012345678901234567890.123456"),
    ],
)
def test_a_ratio_has_six_decimals(value: str, text: str) -> None:
    assert number_text(Decimal(value), Unit.RATIO) == text


@pytest.mark.parametrize(
    ("value", "text"), [("25.00", "25"), ("1E+3", "1000"), ("0.50", "0.5"), ("-0.0", "0"), ("2.5", "2.5")]
)
def test_other_numbers_have_as_many_as_they_need(value: str, text: str) -> None:
    assert plain_text(Decimal(value)) == text
    assert number_text(Decimal(value), Unit.COUNT) == text
