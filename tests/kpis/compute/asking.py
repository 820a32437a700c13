"""Asks the computation a question in short words, and compares what it says with what the twin says."""

from decimal import Decimal

from kpis.catalogue import Basis, catalogue
from kpis.compute.engine import compute
from kpis.compute.question import GroupKey, Question, Scope, Window
from tests.oracles.result_groups import together

ANSWERS = {"likes", "comments", "shares", "saves"}
INFINITY = Decimal("Infinity")


def ask(made, kpis, window, *, basis="occurred", group_by=(), **scope):
    question = Question(
        kpis=tuple(catalogue()[key] for key in kpis),
        scope=Scope(accounts=tuple(account.id for account in made.values()), **scope),
        window=Window(*window),
        basis=Basis(basis),
        group_by=tuple(GroupKey(key) for key in group_by if key),
    )
    return {(result.kpi.key, result.group): result.outcome for result in compute(question)}


def same(outcome, said):
    """Compare a result with what the twin said."""
    quantity = outcome.quantity
    assert (quantity.value, quantity.reason) == (said.value, said.reason)
    if said.low is not None:
        assert (-INFINITY if quantity.low is None else quantity.low) == said.low
        assert (INFINITY if quantity.high is None else quantity.high) == said.high
        assert quantity.derived == said.derived


def same_rate(outcome, said, numerator, denominator):
    """Compare a rate: its two halves as shown and, where both are exact, its value."""
    top, bottom = (together([said[name] for name in names]) for names in (numerator, denominator))
    if "no_data" in {top.reason, bottom.reason} and {top.value, bottom.value} == {None}:
        assert outcome.quantity.reason == "no_data"
        return
    assert (outcome.numerator, outcome.denominator) == (top.value, bottom.value)
    exact = all(half.value is not None and half.low == half.high for half in (top, bottom))
    if exact and bottom.value != 0:
        assert abs(outcome.quantity.value - top.value / bottom.value) < Decimal("1e-20")
    if exact and bottom.value == 0:
        assert outcome.quantity.reason == "zero_denominator"
