"""What an account manager should know of a target that is saved all the same: vanity alone, a goal that it misses."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from kpis.catalogue import Kpi
from kpis.models import Target
from kpis.own.catalogue import agency_catalogue
from kpis.suggestions import default_sets, goal_partner, missing_partners, only_vanity
from kpis.targets.judging import judged


@dataclass(frozen=True, slots=True)
class TargetWarning:
    """A named warning; `partner` is a KPI that would mend it."""

    code: str
    detail: str
    partner: str | None = None

    def to_dict(self) -> dict[str, str | None]:
        """Give the warning as it travels in JSON."""
        return {"code": self.code, "detail": self.detail, "partner": self.partner}


def warnings_of(target: Target, beside: Iterable[Target], networks: Collection[str]) -> list[TargetWarning]:
    """List the warnings of a target.

    `beside` are the targets of the same brands, itself perhaps among them; `networks` are those of its brand's
    accounts, so that a partner is named which the brand can measure.
    """
    known = agency_catalogue().even_archived
    kpi = known.get(target.kpi)
    if kpi is None:
        return [TargetWarning(*agency_catalogue().why_not(target.kpi))]
    others = _kpis_beside(target, beside)
    found = [
        _archived(target.kpi),
        _vanity_alone(kpi, others, networks, known),
        _only_vanity(kpi, others, target.goal, networks, known),
        _goal_missed(kpi, target.goal, networks, known),
        _set_late(target),
        _revised_late(target),
    ]
    return [warning for warning in found if warning is not None]


def _archived(key: str) -> TargetWarning | None:
    known = agency_catalogue()
    return None if key in known else TargetWarning(*known.why_not(key))


def _kpis_beside(target: Target, others: Iterable[Target]) -> frozenset[str]:
    """Name the KPIs of the other targets of the same brand and campaign whose periods meet this one's."""
    place = (target.brand_id, target.campaign_id)
    return frozenset(
        other.kpi
        for other in others
        if (other.brand_id, other.campaign_id) == place
        and other.id != target.id
        and other.start <= target.end
        and other.end >= target.start
    )


def _vanity_alone(
    kpi: Kpi, beside: frozenset[str], networks: Collection[str], known: Mapping[str, Kpi]
) -> TargetWarning | None:
    partners = missing_partners(kpi, beside, networks, known)
    if not partners:
        return None
    detail = f"{kpi.names['en']} says nothing alone; set a target for {' or '.join(partners)} beside it."
    return TargetWarning("vanity_alone", detail, partners[0])


def _only_vanity(
    kpi: Kpi, beside: frozenset[str], goal: str, networks: Collection[str], known: Mapping[str, Kpi]
) -> TargetWarning | None:
    if not only_vanity([kpi, *(known[key] for key in beside - {kpi.key} if key in known)]):
        return None
    partner = goal_partner(goal, networks, known, default_sets())
    detail = "All targets set here for these days are on KPIs that say nothing alone."
    return TargetWarning("only_vanity", f"{detail} Set one for {partner} too." if partner else detail, partner)


def _goal_missed(kpi: Kpi, goal: str, networks: Collection[str], known: Mapping[str, Kpi]) -> TargetWarning | None:
    if kpi.goals.role_for(goal) is not None:
        return None
    partner = goal_partner(goal, networks, known, default_sets())
    detail = f"{kpi.names['en']} does not serve the goal {goal}."
    return TargetWarning("goal_mismatch", f"{detail} {partner} does." if partner else detail, partner)


def _set_late(target: Target) -> TargetWarning | None:
    if target.created_at.date() <= target.start:
        return None
    return TargetWarning("set_late", "The target was set after its period had begun.")


def _revised_late(target: Target) -> TargetWarning | None:
    by = judged(target).revision
    if by == target.revision:
        return None
    why, code = "its period had begun", "revised_late"
    if by == target.signed_revision:
        why, code = "the sign-off", "revised_after_sign_off"
    detail = f"Revision {target.revision} was made after {why}; the period is judged by revision {by}."
    return TargetWarning(code, detail)
