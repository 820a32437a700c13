"""Texts are compared as difflib does, those that are unlike without the effort."""

from difflib import SequenceMatcher

from hypothesis import given
from hypothesis import strategies as st

from campaigns.likeness import likeness

words = st.text("abcde ", max_size=12)


@given(words, words, st.floats(0.01, 1))
def test_a_likeness_is_the_ratio_or_nothing(one: str, other: str, least: float) -> None:
    ratio = SequenceMatcher(None, one, other).ratio()
    assert likeness(one, other, least=least) == (ratio if ratio >= least else 0.0)
