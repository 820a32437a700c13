"""Whether a result is of paid media, of boosted contents, of organic ones, or of a mixture."""

from enum import StrEnum

from kpis.compute.grouping import Group
from kpis.compute.outcome import Footing
from kpis.compute.question import GroupKey, Question


class PaidMix(StrEnum):
    """What sort of attention a result counts."""

    ORGANIC = "organic"
    BOOSTED = "boosted"
    PAID = "paid"
    MIXED = "mixed"
    UNKNOWN = "unknown"  # the source does not tell paid attention from other


def paid_mix_asked(question: Question, group: Group) -> PaidMix | None:
    """Tell what was asked for, by the scope or by the grouping; None where neither says."""
    asked = question.scope.paid
    if GroupKey.PAID in question.group_by:
        asked = group[question.group_by.index(GroupKey.PAID)] or asked
    return None if asked is None else PaidMix(asked)


def paid_mix_known(rests_on: Footing) -> PaidMix:
    """Tell what the numbers are known to be."""
    return PaidMix.UNKNOWN if rests_on.paid_mix is None else PaidMix(rests_on.paid_mix)
