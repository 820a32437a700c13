"""What hangs on ad units: their days, spend and impressions, no day of a unit counted under one above it as well."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Max, Min, Sum

from campaigns.models import AdDay


@dataclass(frozen=True, slots=True)
class Figures:
    """The days that a unit has numbers of, what it spent on them, None where nothing is said of it, and was shown."""

    first_day: date
    last_day: date
    spend: Decimal | None
    impressions: int


def figures_of(units: Collection[UUID], above: Mapping[UUID, Collection[UUID]]) -> dict[UUID, Figures]:
    """Give the figures of those units that have any; `above` names the units over each.

    Of a unit that stands over others the days that these tell too are left out: its numbers contain theirs.
    """
    sums = AdDay.objects.filter(ad_unit__in=units).values("ad_unit_id")
    found = {
        row["ad_unit_id"]: Figures(row["first"], row["last"], row["spent"], int(row["shown"] or 0))
        for row in sums.annotate(first=Min("day"), last=Max("day"), spent=Sum("spend"), shown=Sum("impressions"))
    }
    below: dict[UUID, set[UUID]] = {}
    for unit in found:
        for over in above.get(unit, ()):
            if over in found:
                below.setdefault(over, set()).add(unit)
    return {unit: figures for unit, figures in found.items() if unit not in below} | _alone(below)


def _alone(below: Mapping[UUID, Collection[UUID]]) -> dict[UUID, Figures]:
    """Give the figures of units over others for the days that only they tell."""
    if not below:
        return {}
    days: dict[UUID, set[date]] = {}
    under = {unit for units in below.values() for unit in units}
    for unit, day in AdDay.objects.filter(ad_unit__in=under).values_list("ad_unit_id", "day"):
        days.setdefault(unit, set()).add(day)
    told = {over: set().union(*(days[unit] for unit in units)) for over, units in below.items()}
    rows: dict[UUID, list[Figures]] = {}
    columns = ("ad_unit_id", "day", "spend", "impressions")
    for over, day, spend, shown in AdDay.objects.filter(ad_unit__in=below).values_list(*columns):
        if day not in told[over]:
            rows.setdefault(over, []).append(Figures(day, day, spend, int(shown or 0)))
    return {over: added(figures) for over, figures in rows.items()}


def added(figures: Iterable[Figures]) -> Figures:
    """Add figures up, at least one."""
    every = list(figures)
    spent = [each.spend for each in every if each.spend is not None]
    return Figures(
        first_day=min(each.first_day for each in every),
        last_day=max(each.last_day for each in every),
        spend=sum(spent, Decimal(0)) if spent else None,
        impressions=sum(each.impressions for each in every),
    )
