"""How it stands with a file, from the day that it is due to the day that the network forgets."""

from datetime import date, timedelta

import pytest

from campaigns.collection.judging import CollectionState, judge
from campaigns.collection.spans import Span

WEEK = Span(date(2026, 1, 5), date(2026, 1, 11))
DUE_ON = date(2026, 1, 13)


def judged(today, *covered, covers_days=30):
    return judge(WEEK, covered, due_on=DUE_ON, covers_days=covers_days, today=today)


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2026, 1, 8), CollectionState.DUE),
        (date(2026, 1, 13), CollectionState.DUE),
        (date(2026, 1, 14), CollectionState.OVERDUE),
        (date(2026, 1, 29), CollectionState.OVERDUE),
        (date(2026, 1, 30), CollectionState.CLOSING),
        (date(2026, 2, 10), CollectionState.CLOSING),
        (date(2026, 2, 11), CollectionState.LOST),
    ],
)
def test_a_file_that_never_comes_is_due_then_overdue_then_its_window_closes(today, state):
    assert judged(today).state is state


def test_a_file_that_came_is_done():
    assert judged(date(2026, 3, 1), Span(date(2026, 1, 1), date(2026, 1, 31))).state is CollectionState.DONE


def test_days_to_come_are_not_missing():
    found = judged(date(2026, 1, 8))
    assert found.missing == (Span(date(2026, 1, 5), date(2026, 1, 7)),)
    assert found.lost == ()


def test_a_gap_is_told_by_its_days_and_closes_with_the_first_of_them():
    found = judged(date(2026, 1, 20), Span(date(2026, 1, 1), date(2026, 1, 8)))
    assert found.missing == (Span(date(2026, 1, 9), date(2026, 1, 11)),)
    assert found.closes_on == date(2026, 1, 9) + timedelta(days=30)


def test_what_the_network_exports_no_more_is_lost_and_the_rest_can_still_be_had():
    found = judged(date(2026, 2, 6))
    assert found.lost == (Span(date(2026, 1, 5), date(2026, 1, 6)),)
    assert found.missing == (Span(date(2026, 1, 7), date(2026, 1, 11)),)
    assert found.closes_on == date(2026, 2, 6)
    assert found.state is CollectionState.CLOSING


def test_without_a_known_reach_nothing_closes():
    found = judged(date(2027, 1, 1), covers_days=None)
    assert found.state is CollectionState.OVERDUE
    assert found.closes_on is None
