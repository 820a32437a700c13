"""Hypothesis strategies that write formulas and fill in their metrics."""

from decimal import Decimal

from hypothesis import strategies as st

NAMES = ("views", "likes", "spend", "reach")

numbers = st.one_of(
    st.integers(0, 9999).map(str),
    st.decimals("0.01", "99.99", places=2).map(str),
)
atoms = st.one_of(st.sampled_from(NAMES), numbers)


def _joined(parts: st.SearchStrategy[str], signs: str) -> st.SearchStrategy[str]:
    return st.tuples(parts, st.sampled_from(signs), parts).map(lambda found: f"{found[0]} {found[1]} {found[2]}")


# Whole sums and differences are exact in 34 digits, so a denominator is zero for both readers or for neither.
whole = st.one_of(atoms, _joined(atoms, "+-"), atoms.map(lambda text: f"-({text})"))
terms = st.one_of(
    whole,
    st.tuples(whole, whole).map(lambda pair: f"({pair[0]}) / ({pair[1]})"),
    st.tuples(whole, whole).map(lambda pair: f"coalesce(({pair[0]}) / ({pair[1]}), {pair[1]})"),
    st.tuples(whole, numbers).map(lambda pair: f"({pair[0]}) * {pair[1]}"),
)
formulas = st.one_of(terms, _joined(terms, "+-"), st.tuples(terms, terms).map(lambda pair: f"({pair[0]})*({pair[1]})"))
inputs = st.fixed_dictionaries(
    {name: st.one_of(st.none(), st.integers(-50, 1_000_000).map(Decimal)) for name in NAMES},
)
