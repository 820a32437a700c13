"""Formulas against their twin: what is read, what it counts, what it comes to, and between which ends."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from campaigns.metrics import Unit
from kpis.formulas import FormulaError, Quantity, Reason, Vocabulary, compile_formula, evaluate, parse
from tests.oracles import formula_texts as texts
from tests.oracles.formula_reading import NoFormulaError, read
from tests.oracles.formula_twin import Known, Verdict, near, twin_verdict
from tests.oracles.formula_units import UnlikeError
from tests.oracles.formula_units import unit_of as twin_unit_of

UNITS = {name: Unit(unit) for name, unit in texts.UNITS.items()}
REFUSED = "refused"
tried = settings(max_examples=150, deadline=None)


def mistake_of(text: str, *, checked: bool = False) -> FormulaError | None:
    """Give the mistake for which a text is refused, if it is; `checked` means for what it counts too."""
    try:
        if checked:
            compile_formula(text, Vocabulary(UNITS))
        else:
            parse(text)
    except FormulaError as mistake:
        return mistake
    return None


def twin_reads(text: str) -> bool:
    try:
        read(text)
    except NoFormulaError:
        return False
    return True


@tried
@given(st.one_of(texts.broken(), texts.formulas()))
@example("likes 1")
@example("(01) + (views)")
@example("coalesce(likes,)")
@example("(coalesce)(likes)")
@example("log")
@example("weighted(likes, 1, views)")
@example("per_day(likes, views)")
def test_what_one_reader_refuses_the_other_refuses_too(text: str) -> None:
    mistake = mistake_of(text)
    assert (mistake is None) == twin_reads(text)
    assert mistake is None or 0 <= mistake.position <= len(text)


def told_unit(text: str) -> str:
    """Tell a formula's unit as a word, `refused` where there is none."""
    return REFUSED if mistake_of(text, checked=True) else compile_formula(text, Vocabulary(UNITS)).unit.value


def twin_told_unit(text: str) -> str:
    """Tell it as the twin does; numbers alone measure nothing."""
    try:
        unit = twin_unit_of(text, texts.UNITS)
    except UnlikeError:
        return REFUSED
    return REFUSED if unit == "number" else unit


@tried
@given(st.one_of(texts.formulas(), texts.ratios()))
@example("log(likes + 1)")
@example("log(1 + reach)")
@example("log(spend)")
@example("likes + 1")
@example("share_of(share_of(likes))")
@example("per_day(per_day(likes))")
@example("log(likes - 1)")
@example("1 + 1")
@example("weighted(likes, 0.3, spend, 0.1)")
@example("per_day(watch_time_s) / likes")
@example("spend + reach")
def test_units_are_accepted_and_refused_as_by_dimensions(text: str) -> None:
    assert told_unit(text) == twin_told_unit(text)


@tried
@given(st.sampled_from(texts.NAMES), st.sampled_from("+-"), st.sampled_from(texts.NAMES))
def test_a_refusal_of_units_names_both(left: str, sign: str, right: str) -> None:
    mistake = mistake_of(f"{left} {sign} {right}", checked=True)
    mine, theirs = texts.UNITS[left], texts.UNITS[right]
    assert (mistake and mistake.detail) == (None if mine == theirs else f"{mine} {sign} {theirs}")


def quantity(number: Known | str) -> Quantity:
    if isinstance(number, str):
        return Quantity.missing(Reason(number))
    low, high, shown = (None if end is None else Decimal(end.numerator) for end in ends_of(number))
    return Quantity(low, high, shown, None if number.reason is None else Reason(number.reason))


def ends_of(number: Known | Verdict) -> tuple[Fraction | None, Fraction | None, Fraction | None]:
    return number.low, number.high, number.shown


def quantities(numbers: Mapping[str, Known | str]) -> dict[str, Quantity]:
    return {name: quantity(number) for name, number in numbers.items()}


def same(told: Quantity, said: Verdict) -> None:
    """Compare a value, its ends and its reason; the arithmetic has 34 digits, the twin has them all."""
    if said.shown is None:
        assert told.value is None
        assert told.reason in said.reasons
        return
    assert told.value is not None
    for mine, theirs in zip((told.low, told.high, told.value), ends_of(said), strict=True):
        assert (mine is None) == (theirs is None)
        assert mine is None or near(Fraction(mine), theirs) or abs(Fraction(mine) - theirs) < Fraction(1, 10**20)
    assert (told.reason is None) == (not said.reasons)
    assert told.reason is None or told.reason in said.reasons


days = st.integers(1, 31).map(lambda number: Known(Fraction(number), Fraction(number), Fraction(number)))


@tried
@given(st.one_of(texts.ratios(), texts.formulas()), texts.inputs, texts.inputs, days)
def test_values_ends_and_reasons_are_those_of_the_twin(
    text: str, inputs: dict[str, Known | str], whole: dict[str, Known | str], number: Known
) -> None:
    given_inputs, given_whole = {**inputs, "days": number}, {**whole, "days": number}
    told = evaluate(parse(text), quantities(given_inputs), quantities(given_whole))
    same(told, twin_verdict(text, given_inputs, given_whole))


@given(st.one_of(texts.ratios(), texts.formulas()), texts.inputs)
def test_a_formula_without_a_whole_or_days_has_no_data_there(text: str, inputs: dict[str, Known | str]) -> None:
    same(evaluate(parse(text), quantities(inputs)), twin_verdict(text, inputs))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("weighted(views, 0.25, likes, 0.3)", "28"),
        ("share_of(likes)", "0.1"),
        ("per_day(views)", "10"),
        ("1 - share_of(views)", "0.5"),
    ],
)
def test_functions_come_to_what_a_pencil_says(text: str, value: str) -> None:
    numbers = {"views": Quantity.exact(100), "likes": Quantity.exact(10), "days": Quantity.exact(10)}
    whole = {"views": Quantity.exact(200), "likes": Quantity.exact(100), "days": Quantity.exact(10)}
    assert evaluate(parse(text), numbers, whole).value == Decimal(value)
