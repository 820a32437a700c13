"""Formulas are the same when only the order and grouping of their terms differ."""

import pytest
from hypothesis import given

from kpis.formulas import equivalent, parse
from tests.kpis.formulas import texts


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("a + b + c", "c + (b + a)"),
        ("a * b / c", "b / c * a"),
        ("a / b * 1000", "1000.0 * (a / b)"),
        ("a - b - c", "a - (b + c)"),
        ("a - b", "-b + a"),
        ("-(a - b)", "b - a"),
        ("coalesce(a + b, c)", "coalesce(b + a, c)"),
    ],
)
def test_order_and_grouping_do_not_matter(left: str, right: str) -> None:
    assert equivalent(parse(left), parse(right))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("a / b", "b / a"),
        ("a - b", "b - a"),
        ("a + b", "a * b"),
        ("a / b * 1000", "a / b * 100"),
        ("coalesce(a, b)", "coalesce(b, a)"),
        ("(a + b) / c", "a + b / c"),
        ("a + a", "a"),
    ],
)
def test_another_meaning_is_another_formula(left: str, right: str) -> None:
    assert not equivalent(parse(left), parse(right))


@given(texts.formulas, texts.formulas)
def test_a_sum_is_the_same_both_ways_round(left: str, right: str) -> None:
    assert equivalent(parse(f"({left}) + ({right})"), parse(f"({right}) + ({left})"))
