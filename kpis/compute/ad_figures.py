"""The vendors' own figures of ad units for exactly the asked windows: a campaign's reach, a live room's viewers."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection

from campaigns.metrics import METRICS, Grain, Kind, Unit
from kpis.compute.contents_in_scope import AD_UNIT_ATTRIBUTES, ad_units_in_scope, each_hashtag
from kpis.compute.period_figures import BUCKETS, NEVER_ADDED, Figures, Place, bucket_parameters
from kpis.compute.question import Question
from kpis.compute.selecting import bucket_start, numbers_by_start, parameters_of
from kpis.compute.totals import Total


@dataclass(frozen=True, slots=True)
class _Figure:
    """One ad unit's figure."""

    unit: UUID
    external_id: str
    parent: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class _Unit:
    """An ad unit that has days in a bucket."""

    unit: UUID
    parent: str


def ad_figures(question: Question, metrics: Sequence[str]) -> Figures:
    """Read the figures of ad units that speak for all ad units of a place that have days in the bucket.

    The figure of a parent (a vendor's campaign) speaks for the units below it, and stands instead of theirs. Figures
    that leave out a unit with days say nothing of the place. Money is left to the days, which know its currency.
    """
    wanted = [name for name in metrics if _has_figures(name)]
    if not wanted or not question.scope.accounts:
        return {}
    found = _read_figures(question, wanted)
    if not found:
        return {}
    units = _units_with_days(question)
    figures: dict[Place, dict[str, Total]] = {}
    for (place, metric), each in found.items():
        total = _speaking_for_all(each, units.get(place, ()))
        if total is not None:
            figures.setdefault(place, {})[metric] = total
    return figures


def _has_figures(name: str) -> bool:
    metric = METRICS[name]
    return metric.unit is not Unit.MONEY and metric.kinds.get(Grain.AD_DAY) in {*NEVER_ADDED, Kind.FLOW}


def _speaking_for_all(figures: Sequence[_Figure], units: Sequence[_Unit]) -> Total | None:
    heads = {figure.external_id for figure in figures}
    own = {figure.unit for figure in figures}
    if any(unit.unit not in own and unit.parent not in heads for unit in units):
        return None
    values = [figure.value for figure in figures if figure.parent not in heads]
    return Total(value=sum(values, Decimal(0)), largest=max(values), singles=len(values)) if values else None


def _read_figures(question: Question, metrics: Sequence[str]) -> Mapping[tuple[Place, str], list[_Figure]]:
    keys = "".join(f", {AD_UNIT_ATTRIBUTES[key]}" for key in question.content_keys)
    sql = (
        f"WITH {BUCKETS} SELECT u.account_id, b.number, p.metric, u.id, u.external_id, u.parent_external_id, p.value"
        f"{keys} FROM campaigns_periodfact p"
        ' JOIN buckets b ON p.start = b.b_start AND p."end" = b.b_end'
        " JOIN campaigns_adunit u ON u.account_id = p.account_id AND u.id::text = p.scope"
        f" LEFT JOIN campaigns_content c ON c.id = u.content_id{each_hashtag(question.content_keys)}"
        f" WHERE p.scope <> '' AND p.value IS NOT NULL AND p.metric = ANY(%(metrics)s)"
        f" AND p.account_id = ANY(%(accounts)s) AND {ad_units_in_scope(question.scope)}"
    )
    found: dict[tuple[Place, str], list[_Figure]] = defaultdict(list)
    given = parameters_of(question) | bucket_parameters(question) | {"metrics": list(metrics)}
    for account, number, metric, unit, external_id, parent, value, *group in _rows(sql, given):
        place = (account, number, tuple(group))
        found[place, metric].append(_Figure(unit, external_id, parent, value))
    return found


def _units_with_days(question: Question) -> Mapping[Place, list[_Unit]]:
    keys = "".join(f", {AD_UNIT_ATTRIBUTES[key]}" for key in question.content_keys)
    sql = (
        f"SELECT DISTINCT u.account_id, {bucket_start(question, 'd.day')}, u.id, u.parent_external_id{keys}"
        " FROM campaigns_adunit u JOIN campaigns_adday d ON d.ad_unit_id = u.id AND d.day BETWEEN %(start)s AND %(end)s"
        f" LEFT JOIN campaigns_content c ON c.id = u.content_id{each_hashtag(question.content_keys)}"
        f" WHERE {ad_units_in_scope(question.scope)}"
    )
    starts = numbers_by_start(question)
    found: dict[Place, list[_Unit]] = defaultdict(list)
    for account, start, unit, parent, *group in _rows(sql, parameters_of(question)):
        found[account, starts[start], tuple(group)].append(_Unit(unit, parent))
    return found


def _rows(sql: str, given: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return cursor.fetchall()
