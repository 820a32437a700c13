"""How stages of an import add up to one share of all the work."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from campaigns.progress import TOLD_EVERY, Stage, telling


class Notes:
    def __init__(self):
        self.told = []

    def reached(self, stage, done, of=0):
        self.told.append((stage, done, of))

    def settle(self): ...


def test_each_stage_begins_where_the_one_before_ends():
    ends = [(stage.share(0, 10), stage.share(10, 10)) for stage in Stage]
    assert [first for first, _ in ends[1:]] == [last for _, last in ends[:-1]]
    assert (ends[0][0], ends[-1][1]) == (Decimal(0), Decimal(1))


@given(st.sampled_from(Stage), st.integers(0, 10**7), st.integers(0, 10**7), st.integers(0, 10**7))
def test_a_share_never_falls_and_stays_in_its_stage(stage, done, more, of):
    before, after = stage.share(done, of), stage.share(done + more, of)
    assert stage.share(0, 1) <= before <= after <= stage.share(1, 1)


def test_steps_are_given_one_by_one_and_told_of_now_and_then():
    notes = Notes()
    assert list(telling(notes, Stage.STAGING, range(2 * TOLD_EVERY + 1), of=2_001)) == list(range(2 * TOLD_EVERY + 1))
    assert notes.told == [(Stage.STAGING, done, 2_001) for done in (0, TOLD_EVERY, 2 * TOLD_EVERY)]
