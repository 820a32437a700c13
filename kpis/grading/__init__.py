"""Grades a result: a band where the evidence carries one, a position or a stated reason where not."""

from kpis.grading.combining import Grade, combine
from kpis.grading.industry import grade_against, industry_lenses
from kpis.grading.lenses import GradeReason, Lens, LensGrade, LensKind, Position
from kpis.grading.target import grade_target
from kpis.grading.tiers import Tiers

__all__ = [
    "Grade",
    "GradeReason",
    "Lens",
    "LensGrade",
    "LensKind",
    "Position",
    "Tiers",
    "combine",
    "grade_against",
    "grade_target",
    "industry_lenses",
]
