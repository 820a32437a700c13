"""No formula that passes is unsafe or slow: size, depth, work and numbers stay bounded."""

from contextlib import suppress
from decimal import Decimal
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.metrics import METRICS
from kpis.formulas import Formula, FormulaError, FormulaErrorCode, Quantity, Reason, Vocabulary, compile_formula
from kpis.formulas.compiling import MAX_RESOLVED_NODES
from kpis.formulas.evaluation import LARGEST

UNITS = {key: metric.unit for key, metric in METRICS.items()}
NAMES = ("views", "likes", "spend", "followers", "k1", "k2", "k3")
CALLS = ("({} + {})", "({} - {})", "{} * {}", "{} / {}", "-({})", "log({})", "per_day({})", "share_of({})")
MORE_CALLS = ("coalesce({}, {})", "weighted({}, 3, {}, -0.5)", "log({} + 1)", "({} / {}) * ({} / {})")

leaves = st.one_of(st.sampled_from(NAMES), st.sampled_from(["0", "1", "0.5", "99999999999999999999"]))
texts = st.recursive(
    leaves,
    lambda inner: st.tuples(st.sampled_from([*CALLS, *MORE_CALLS]), inner, inner).map(
        lambda drawn: drawn[0].format(*[drawn[1], drawn[2]] * 2)
    ),
    max_leaves=12,
)
numbers = st.decimals(Decimal("-1e30"), Decimal("1e30"), allow_nan=False, allow_infinity=False)
quantities = st.one_of(
    numbers.map(Quantity.exact),
    numbers.map(Quantity.at_least),
    numbers.map(Quantity.at_most),
    st.just(Quantity.missing()),
)
inputs = st.fixed_dictionaries(dict.fromkeys(("views", "likes", "spend", "followers", "days"), quantities))


def compiled(text: str, formulas: dict[str, str]) -> Formula | None:
    try:
        return compile_formula(text, Vocabulary(UNITS, formulas))
    except FormulaError:
        return None


def sane(quantity: Quantity) -> bool:
    ends = [end for end in (quantity.low, quantity.high, quantity.value) if end is not None]
    return all(end.is_finite() and abs(end) <= LARGEST for end in ends)


@settings(max_examples=100)
@given(texts, st.tuples(texts, texts, texts), inputs, inputs)
def test_whatever_passes_is_small_and_comes_to_a_finite_number_or_a_reason(
    text: str, references: tuple[str, ...], group: dict[str, Quantity], whole: dict[str, Quantity]
) -> None:
    formula = compiled(text, {f"k{number}": reference for number, reference in enumerate(references, 1)})
    if formula is not None:
        assert sum(1 for _ in formula.tree.walk()) <= MAX_RESOLVED_NODES
        assert sane(formula.evaluate(group, whole))


def test_products_of_products_end_in_a_reason_and_not_in_endless_digits() -> None:
    formulas = {"k0": "views / likes * 99999999999999999999"} | {
        f"k{step}": f"k{step - 1} * k{step - 1}" for step in range(1, 6)
    }
    formula = compile_formula("k5", Vocabulary(UNITS, formulas))
    result = formula.evaluate({"views": Quantity.exact(10**30), "likes": Quantity.exact(1)})
    assert (result.value, result.reason) == (None, Reason.UNDEFINED)
    assert formula.evaluate({"views": Quantity.exact(0), "likes": Quantity.exact(1)}).value == 0


def test_a_number_that_shrinks_away_can_still_be_told() -> None:
    formulas = {"k0": "views / likes"} | {f"k{step}": f"k{step - 1} * k{step - 1}" for step in range(1, 6)}
    formula = compile_formula("k5", Vocabulary(UNITS, formulas))
    assert sane(formula.evaluate({"views": Quantity.exact(1), "likes": Quantity.exact(10**30)}))


def test_the_deepest_formula_that_passes_is_evaluated() -> None:
    chain = "+".join(["views"] * 45)
    deepest = "-(" * 9 + chain + ")" * 9
    formulas = {"k0": deepest} | {f"k{step}": f"-k{step - 1}" for step in range(1, 20)}
    formula = compile_formula("log(k19 + 1)", Vocabulary(UNITS, formulas))
    assert formula.evaluate({"views": Quantity.exact(1)}).value is not None


def test_the_deepest_chain_of_sums_of_references_is_evaluated() -> None:
    formulas = {"k0": "views"} | {f"k{step}": f"k{step - 1} + 0 * views + views + views" for step in range(1, 20)}
    with pytest.raises(FormulaError) as caught:
        compile_formula("k19 + views", Vocabulary(UNITS, {**formulas, "k0": "+".join(["views"] * 50)}))
    assert caught.value.code is FormulaErrorCode.TOO_LONG
    formula = compile_formula("k19 + views", Vocabulary(UNITS, formulas))
    assert formula.evaluate({"views": Quantity.exact(1)}).value == 40


def test_references_that_share_references_are_compiled_once_each() -> None:
    formulas = {"k0": "views", "k1": "k0"} | {f"k{step}": f"coalesce(k{step - 1}, k{step - 2})" for step in range(2, 9)}
    vocabulary = Vocabulary(UNITS, formulas)
    compile_formula("k8", vocabulary)
    assert vocabulary.compiled("k7", ()) is vocabulary.compiled("k7", ())


@pytest.mark.parametrize("start", ["likes", "views / likes", "likes + spend", "k399 + likes"])
def test_long_chains_of_shared_references_are_refused_at_once(start: str) -> None:
    formulas = {"k0": start} | {f"k{step}": f"k{step - 1} + k{max(0, step - 2)}" for step in range(1, 400)}
    vocabulary, before = Vocabulary(UNITS, formulas), perf_counter()
    for key, text in formulas.items():
        with suppress(FormulaError):
            compile_formula(text, vocabulary, key=key)
    assert perf_counter() - before < 5


def test_what_is_too_deep_from_one_place_is_not_from_another() -> None:
    formulas = {"k0": "views"} | {f"k{step}": f"k{step - 1} * 2" for step in range(1, 30)}
    vocabulary = Vocabulary(UNITS, formulas)
    with pytest.raises(FormulaError, match="too_deep"):
        compile_formula(formulas["k29"], vocabulary, key="k29")
    assert compile_formula(formulas["k15"], vocabulary, key="k15").metrics() == {"views"}
    with pytest.raises(FormulaError, match="too_deep"):
        compile_formula(formulas["k25"], vocabulary, key="k25")


def test_a_formula_of_misspelt_names_alone_is_refused_at_once() -> None:
    text = "+".join(f"veiws_{number}"[:9] for number in range(50))
    known = {f"kpi_number_{number}": "views" for number in range(600)}
    before = perf_counter()
    with pytest.raises(FormulaError) as caught:
        compile_formula(text, Vocabulary(UNITS, known))
    assert len(caught.value.every()) == 50
    assert perf_counter() - before < 1
