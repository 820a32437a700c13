"""Asks the computation a question in short words, and compares what it says with what the twin says."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import HealthCheck, settings

from campaigns.metrics import METRICS, NETWORKS
from kpis.catalogue import Basis, catalogue
from kpis.compute.engine import compute
from kpis.compute.question import GroupKey, Question, Scope, Window
from kpis.formulas import Vocabulary, compile_formula
from tests.oracles.formula_twin import Known, near, twin_verdict
from tests.oracles.result_groups import together

tried = settings(
    max_examples=22,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
ANSWERS = {"likes", "comments", "shares", "saves"}
INFINITY = Decimal("Infinity")


def ask(made, kpis, window, *, basis="occurred", group_by=(), week_start=0, currency=None, **scope):
    """Ask for KPIs, by key or ready made, over accounts; gives outcomes by KPI and group."""
    question = Question(
        kpis=tuple(catalogue()[kpi] if isinstance(kpi, str) else kpi for kpi in kpis),
        scope=Scope(accounts=tuple(account.id for account in made.values()), **scope),
        window=Window(*window),
        basis=Basis(basis),
        group_by=tuple(GroupKey(key) for key in group_by if key),
        week_start=week_start,
        currency=currency,
    )
    return {(result.kpi.key, result.group): result.outcome for result in compute(question)}


def own_kpi(text):
    """Make a KPI of a formula on all networks, as an agency would."""
    formula = compile_formula(text, Vocabulary({key: metric.unit for key, metric in METRICS.items()}))
    formulas = dict.fromkeys(NETWORKS, formula)
    return replace(catalogue()["views"], key=text, formulas=formulas, unit=formula.unit)


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


def same_by_formula(outcome, text, said, *, whole=None, days=None, digits=25):
    """Compare with what the twin makes of a formula over what it said of the formula's metrics."""
    verdict = twin_verdict(text, _numbers(said, days), None if whole is None else _numbers(whole, days))
    quantity = outcome.quantity
    if verdict.shown is None:
        assert quantity.value is None
        assert quantity.reason in verdict.reasons
        return
    for told, expected in (
        (quantity.value, verdict.shown),
        (quantity.low, verdict.low),
        (quantity.high, verdict.high),
    ):
        assert (told is None) == (expected is None)
        assert told is None or near(Fraction(told), expected, digits=digits)
    assert (quantity.reason in verdict.reasons) if verdict.reasons else quantity.reason is None


def _numbers(said, days):
    numbers = {name: _number(each) for name, each in said.items()}
    return numbers if days is None else {**numbers, "days": Known(Fraction(days), Fraction(days), Fraction(days))}


def _number(each):
    if each.value is None:
        return each.reason
    low, high = (None if end.is_infinite() else Fraction(end) for end in (each.low, each.high))
    return Known(low, high, Fraction(each.value), each.reason)
