"""Whether a result is of paid media, of boosted contents, of organic ones, or of a mixture."""

from enum import StrEnum

from kpis.compute.engine import Result
from kpis.compute.question import GroupKey, Question


class PaidMix(StrEnum):
    """What sort of attention a result counts."""

    ORGANIC = "organic"
    BOOSTED = "boosted"
    PAID = "paid"
    MIXED = "mixed"
    UNKNOWN = "unknown"  # the source does not tell paid attention from other


def paid_mix(question: Question, result: Result) -> PaidMix:
    """Tell what a result counts: what was asked for, else what its numbers are known to be."""
    asked = question.scope.paid
    if GroupKey.PAID in question.group_by:
        asked = result.group[question.group_by.index(GroupKey.PAID)] or asked
    if asked is not None:
        return PaidMix(asked)
    known = result.outcome.paid_mix
    return PaidMix.UNKNOWN if known is None else PaidMix(known)
