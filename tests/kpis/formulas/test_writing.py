"""A tree is written so that it is read back as the very tree, and drawn node by node."""

import pytest
from hypothesis import given

from campaigns.metrics import METRICS
from kpis.formulas import Vocabulary, compile_formula, parse
from kpis.formulas.writing import drawn, written
from tests.kpis.formulas import texts

UNITS = {key: metric.unit for key, metric in METRICS.items()}


@pytest.mark.parametrize(
    "text",
    [
        "likes + comments - shares",
        "likes - (comments - shares)",
        "(likes + comments) / views",
        "likes / (views / reach)",
        "likes * -shares",
        "-(likes + 1) * 2",
        "--likes",
        "coalesce(views, reads) + 0.50",
        "weighted(likes, 2, shares, -0.5) * 3",
        "log(likes + 1) - per_day(views) / share_of(views + reads)",
    ],
)
def test_what_is_written_with_no_parenthesis_too_many_is_written_the_same(text: str) -> None:
    assert written(parse(text)) == text


@given(texts.formulas)
def test_what_is_written_is_read_back_as_the_same_tree(text: str) -> None:
    assert parse(written(parse(text))) == parse(text)


def test_a_formula_is_spelled_out_over_base_metrics() -> None:
    formula = compile_formula("rate * 100", Vocabulary(UNITS, {"rate": "(likes + shares) / views"}))
    assert formula.spelled_out() == "(likes + shares) / views * 100"


def test_a_tree_is_drawn_node_by_node() -> None:
    assert drawn(parse("log(likes) / -2.5")) == {
        "kind": "operation",
        "text": "/",
        "of": [
            {"kind": "function", "text": "log", "of": [{"kind": "metric", "text": "likes", "of": []}]},
            {"kind": "operation", "text": "-", "of": [{"kind": "number", "text": "2.5", "of": []}]},
        ],
    }


@pytest.mark.parametrize(
    "text", ["likes", "-likes + 2 * shares", "(likes + views) / 60", "weighted(likes, 2)", "coalesce(views, reads)"]
)
def test_a_sum_of_metrics_is_a_total(text: str) -> None:
    assert compile_formula(text, Vocabulary(UNITS)).is_total()


@pytest.mark.parametrize(
    "text",
    ["likes / views", "per_day(likes)", "share_of(likes)", "log(likes)", "1 - likes / views", "60 / (likes / views)"],
)
def test_whatever_is_no_plain_sum_is_no_total(text: str) -> None:
    assert not compile_formula(text, Vocabulary(UNITS)).is_total()
