"""Puts the lenses on a result together: which one decides, and whether they disagree."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kpis.benchmarks import Band
from kpis.grading.lenses import GradeReason, Lens, LensGrade

_WELL = frozenset({Band.GOOD, Band.GREAT})


@dataclass(frozen=True)
class Grade:
    """The verdict on a result.

    `decided_by` is the lens whose band it is, or whose position is all there is. `qualified` marks a
    grade that rests on doubtful rows. `disagreement` is True where another lens says otherwise.
    """

    band: Band | None
    decided_by: Lens | None
    reason: GradeReason | None
    qualified: bool
    lenses: tuple[LensGrade, ...]
    disagreement: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Return the grade as it travels in JSON."""
        return {
            "band": self.band.value if self.band else None,
            "decided_by": self.decided_by.value if self.decided_by else None,
            "reason": self.reason.value if self.reason else None,
            "qualified": self.qualified,
            "disagreement": self.disagreement,
            "lenses": [lens.to_dict() for lens in self.lenses],
        }


def combine(lenses: Sequence[LensGrade], *, qualified: bool = False, target_agreed: bool = True) -> Grade:
    """Return the grade: the first lens with a band decides, in the order target, industry, peers, history.

    Only a target that was agreed on goes first; one that nobody signed off (`target_agreed` False) decides where no
    other lens has a band. A target that is too early has no band and so leaves the decision to the next lens. Within
    one lens the order given counts. Where no lens has a band the first position speaks, with `position_only`; where
    there is none either, the first lens' reason does, `no_benchmark` when there are no lenses.
    """
    ordered = tuple(sorted(lenses, key=lambda grade: list(Lens).index(grade.lens)))
    in_turn = ordered if target_agreed else sorted(ordered, key=lambda grade: grade.lens is Lens.TARGET)
    deciding = next((grade for grade in in_turn if grade.band), None)
    deciding = deciding or next((grade for grade in in_turn if grade.position), None)
    if deciding is None:
        reason = next((grade.reason for grade in ordered if grade.reason), GradeReason.NO_BENCHMARK)
        return Grade(None, None, reason, qualified, ordered)
    reason_left = None if deciding.band else GradeReason.POSITION_ONLY
    return Grade(deciding.band, deciding.lens, reason_left, qualified, ordered, _disagree(ordered))


def _disagree(lenses: tuple[LensGrade, ...]) -> bool:
    """Tell whether some lens calls the result well and another does not."""
    views = {view for grade in lenses if (view := _well(grade)) is not None}
    return len(views) > 1


def _well(grade: LensGrade) -> bool | None:
    return grade.band in _WELL if grade.band else grade.favourable
