"""Runs of days, against sets of single days."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from campaigns.collection.spans import Span, days_in, left_out, merged, split_before

DAY_ONE = date(2026, 1, 1)
places = st.integers(0, 40)


@st.composite
def spans(draw):
    start, length = draw(places), draw(st.integers(0, 10))
    return Span(DAY_ONE + timedelta(days=start), DAY_ONE + timedelta(days=start + length))


def single(found):
    return {span.start + timedelta(days=at) for span in found for at in range(span.days)}


@given(st.lists(spans()))
def test_merged_spans_hold_the_same_days_once_and_leave_gaps_between_them(some):
    runs = merged(some)
    assert single(runs) == single(some)
    assert days_in(runs) == len(single(some))
    assert all(one.end + timedelta(days=1) < other.start for one, other in pairwise(runs))


@given(spans(), st.lists(spans()))
def test_what_is_left_out_is_what_no_span_covers(wanted, some):
    assert single(left_out(wanted, merged(some))) == single([wanted]) - single(some)


@given(st.lists(spans()), spans())
def test_splitting_loses_no_day(some, at):
    runs = merged(some)
    earlier, later = split_before(runs, at.start)
    assert single(earlier) == {day for day in single(runs) if day < at.start}
    assert single(later) == {day for day in single(runs) if day >= at.start}
