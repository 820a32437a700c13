"""Whether a result is of paid media, of boosted contents, of organic ones, or of a mixture."""

from enum import StrEnum

from campaigns.metrics import Grain
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
    """Tell what a result counts: what was asked for, else what its numbers are known to be.

    Ad days are paid. Days of an account and contents whose promotion nobody stated are unknown.
    """
    asked = question.scope.paid
    if GroupKey.PAID in question.group_by:
        asked = result.group[question.group_by.index(GroupKey.PAID)] or asked
    if asked is not None:
        return PaidMix(asked)
    known = getattr(result.outcome, "paid_mix", None)
    if known is not None:
        return PaidMix(known)
    return PaidMix.PAID if result.outcome.grain is Grain.AD_DAY else PaidMix.UNKNOWN
