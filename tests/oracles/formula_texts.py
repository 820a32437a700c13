"""Writes formulas, good and broken, and the numbers to put into them."""

from collections.abc import Sequence
from fractions import Fraction

from hypothesis import strategies as st

from tests.oracles.formula_twin import Known

UNITS = {
    "views": "count",
    "likes": "count",
    "reach": "people",
    "followers": "people",
    "spend": "money",
    "revenue": "money",
    "watch_time_s": "seconds",
    "csat_sum": "score",
}
NAMES = tuple(UNITS)
numbers = st.one_of(
    st.integers(0, 30).map(str),
    st.sampled_from(["1", "2", "1000", "0.25", "0.3", "100"]),
    st.decimals("0.01", "99.99", places=2).map(str),
)
weights = st.one_of(numbers, numbers.map(lambda text: f"-{text}"))


def formulas(names: Sequence[str] = NAMES, *, size: int = 5) -> st.SearchStrategy[str]:
    """Write formulas of at most `size` numbers and names or so, units as they come."""
    atoms = st.one_of(st.sampled_from(names), st.sampled_from(names), st.sampled_from(names), numbers)
    return st.recursive(atoms, _larger, max_leaves=size)


def _larger(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pairs = st.tuples(parts, weights).map(lambda pair: f"{pair[0]}, {pair[1]}")
    return st.one_of(
        st.tuples(parts, st.sampled_from("+-*/"), parts).map(lambda found: f"({found[0]}) {found[1]} ({found[2]})"),
        st.tuples(parts, st.sampled_from("+-*/"), parts).map(" ".join),
        parts.map(lambda text: f"-({text})"),
        st.lists(parts, min_size=1, max_size=3).map(lambda found: f"coalesce({', '.join(found)})"),
        st.tuples(st.sampled_from(["per_day", "share_of", "log"]), parts).map(lambda found: f"{found[0]}({found[1]})"),
        st.lists(pairs, min_size=1, max_size=2).map(lambda found: f"weighted({', '.join(found)})"),
    )


@st.composite
def ratios(draw) -> str:
    """Write what KPIs mostly are: sums of events over one total, perhaps weighted, a day, a share or a logarithm."""
    above = draw(st.lists(st.sampled_from(["likes", "views", "likes", "2 * likes"]), min_size=1, max_size=3))
    below = draw(st.sampled_from(["views", "reach", "coalesce(views, likes)", "(views - likes)", "share_of(views)"]))
    shape = draw(
        st.sampled_from(
            [
                "({a}) / {b}",
                "per_day({a}) / {b}",
                "per_day({a})",
                "share_of({a})",
                "1 - share_of({a})",
                "log({a} + 1)",
                "log({a})",
                "weighted({a}, 0.3, reach, -2)",
                "coalesce(({a}) / {b}, {a} / reach)",
            ],
        ),
    )
    return shape.format(a=" + ".join(above), b=below)


@st.composite
def broken(draw) -> str:
    """Write a formula and spoil it: a piece left out, doubled, or put in where it does not belong."""
    text = draw(formulas())
    place = draw(st.integers(0, len(text)))
    kept = draw(st.integers(place, min(place + 3, len(text))))
    put_in = draw(st.sampled_from(["", "(", ")", ",", "*", "**", "//", "1.", ".", "_", "'", "=", "A", "e1", " ", "é"]))
    return text[:place] + put_in + text[kept:]


@st.composite
def known(draw) -> Known:
    """Make up a number: exact, capped, or between two ends; zero and negatives as they occur."""
    low = Fraction(draw(st.sampled_from([0, 0, 1, 2, 7, 50, 1200, -3, -40])))
    wide = Fraction(draw(st.sampled_from([0, 0, 0, 1, 5, 300])))
    kind = draw(st.sampled_from(["exact", "exact", "exact", "capped", "between"]))
    if kind == "capped":
        return Known(low, None, low)
    high = low if kind == "exact" else low + wide
    reason = "no_baseline" if high != low and draw(st.booleans()) else None
    return Known(low, high, high if reason else draw(st.sampled_from([low, high])), reason)


missing = st.sampled_from(["no_data", "mixed_currency"])
inputs = st.fixed_dictionaries({name: st.one_of(known(), known(), known(), missing) for name in NAMES})
