"""What an account manager should know of a target that is saved all the same: vanity alone, a goal that it misses."""

from dataclasses import dataclass
from datetime import datetime

from kpis.catalogue import Kpi, KpiClass, catalogue
from kpis.models import Target


@dataclass(frozen=True, slots=True)
class TargetWarning:
    """A named warning; `partner` is a KPI that would mend it."""

    code: str
    detail: str
    partner: str | None

    def to_dict(self) -> dict[str, str | None]:
        """Give the warning as it travels in JSON."""
        return {"code": self.code, "detail": self.detail, "partner": self.partner}


def warnings_of(target: Target, neighbours: frozenset[str], created_at: datetime) -> list[TargetWarning]:
    """List the warnings of a target; `neighbours` are the KPIs of the brand's other targets of its period."""
    kpi = catalogue().get(target.kpi)
    if kpi is None:
        return []
    found = [_vanity_alone(kpi, neighbours), _goal_missed(kpi, target.goal), _set_late(target, created_at)]
    return [warning for warning in found if warning is not None]


def _vanity_alone(kpi: Kpi, neighbours: frozenset[str]) -> TargetWarning | None:
    if kpi.kpi_class is not KpiClass.VANITY:
        return None
    partners = kpi.pair_with or ("er_view",)
    if neighbours & set(partners):
        return None
    detail = f"{kpi.names['en']} says nothing alone; set a target for {' or '.join(partners)} beside it."
    return TargetWarning("vanity_alone", detail, partners[0])


def _goal_missed(kpi: Kpi, goal: str) -> TargetWarning | None:
    if kpi.goals.role_for(goal) is not None:
        return None
    partner = next((key for key, other in catalogue().items() if goal in other.goals.primary), None)
    return TargetWarning("goal_mismatch", f"{kpi.names['en']} does not serve the goal {goal}.", partner)


def _set_late(target: Target, created_at: datetime) -> TargetWarning | None:
    if created_at.date() <= target.start:
        return None
    return TargetWarning("set_late", "The target was set after its period had begun.", None)
