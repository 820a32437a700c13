"""One lens decides, the others stay visible."""

from kpis.benchmarks import Band
from kpis.grading import GradeReason, Lens, LensGrade, LensKind, Position, combine

TOO_EARLY = LensGrade(Lens.TARGET, LensKind.THRESHOLD, reason=GradeReason.TOO_EARLY)
ON_TARGET = LensGrade(Lens.TARGET, LensKind.THRESHOLD, band=Band.GOOD, position=Position.ABOVE, favourable=True)
GREAT = LensGrade(Lens.INDUSTRY, LensKind.THRESHOLD, band=Band.GREAT, position=Position.ABOVE, favourable=True)
POOR = LensGrade(Lens.INDUSTRY, LensKind.THRESHOLD, band=Band.POOR, position=Position.BELOW, favourable=False)
ABOVE = LensGrade(
    Lens.INDUSTRY,
    LensKind.MEDIAN,
    position=Position.ABOVE,
    favourable=True,
    reason=GradeReason.POSITION_ONLY,
)
NONE = LensGrade(Lens.INDUSTRY, reason=GradeReason.NO_BENCHMARK)


def test_a_target_that_nobody_signed_lets_the_industry_decide():
    assert combine([ON_TARGET, POOR], target_agreed=False).decided_by is Lens.INDUSTRY
    assert combine([ON_TARGET, POOR]).decided_by is Lens.TARGET
    assert combine([ON_TARGET], target_agreed=False).decided_by is Lens.TARGET


def test_a_target_that_is_over_decides_before_the_industry() -> None:
    grade = combine([POOR, ON_TARGET])
    assert (grade.band, grade.decided_by) == (Band.GOOD, Lens.TARGET)
    assert [lens.lens for lens in grade.lenses] == [Lens.TARGET, Lens.INDUSTRY]


def test_a_target_that_is_too_early_leaves_it_to_the_industry() -> None:
    grade = combine([TOO_EARLY, GREAT])
    assert (grade.band, grade.decided_by, grade.reason) == (Band.GREAT, Lens.INDUSTRY, None)


def test_a_lone_position_speaks_without_a_band() -> None:
    grade = combine([TOO_EARLY, ABOVE])
    assert (grade.band, grade.decided_by, grade.reason) == (None, Lens.INDUSTRY, GradeReason.POSITION_ONLY)


def test_lenses_that_disagree_are_shown_as_such() -> None:
    assert combine([POOR, ON_TARGET]).disagreement
    assert combine([POOR, ABOVE]).disagreement
    assert not combine([GREAT, ABOVE]).disagreement
    assert not combine([TOO_EARLY, GREAT]).disagreement


def test_without_band_and_position_the_reason_stands() -> None:
    grade = combine([NONE])
    assert (grade.band, grade.decided_by, grade.reason) == (None, None, GradeReason.NO_BENCHMARK)
    assert combine([]).reason is GradeReason.NO_BENCHMARK


def test_a_grade_travels_in_the_agreed_shape() -> None:
    found = combine([GREAT], qualified=True).to_dict()
    assert found == {
        "band": "great",
        "decided_by": "industry",
        "reason": None,
        "qualified": True,
        "disagreement": False,
        "lenses": [GREAT.to_dict()],
    }
