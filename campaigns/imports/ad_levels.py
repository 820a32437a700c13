"""Keeps one day of paid media from being counted at two levels: a campaign's spend is that of its ads."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from django.db.models import Exists, OuterRef

from campaigns.imports.fitting import with_rows
from campaigns.models import AdDay, AdUnit
from campaigns.readers import AdDayRow, Grain, Reading, Refusal, Row
from campaigns.readers.ad_units import LEVELS
from clients.models import NetworkAccount

Levels = Mapping[tuple[str, date], Mapping[str, Collection[str]]]
"""At which levels days are told: by source and day, and by ad account, which is blank where none is stated."""


def at_one_level(account: NetworkAccount, reading: Reading) -> Reading:
    """Refuse rows that would count spend twice, or under another unit.

    That is rows of days that the same source tells of the same ad account at another level, stored already or lower
    down in the same reading, since both would be added up, and rows of an id whose numbers are those of another level,
    stored or further up. Where no ad account is stated it may be any.
    """
    levels = {(said.source, said.level) for said in reading.units_said if said.level in LEVELS}
    if reading.grain is not Grain.AD_DAY or not levels or _is_only_level(account, levels):
        return reading
    rows = [row for row in reading.rows if isinstance(row, AdDayRow) and row.level in LEVELS]
    told, units = _levels_told(account, rows), dict(_levels_of_units(account, rows))
    refused: dict[int, Refusal] = {}
    left: list[AdDayRow] = []
    for row in rows:
        unit = row.source, row.external_id
        known = units.get(unit, row.level)
        other = next((level for level in _of_its_account(told, row) if level != row.level), None)
        if known != row.level:
            refused[id(row)] = _other_unit(row, known)
        elif other is not None:
            refused[id(row)] = _counted_already(row, other)
        else:
            units[unit] = row.level  # as if the rows had come one after the other
            left.append(row)
    beside = _levels_of(left)
    for row in left:
        below = max(_of_its_account(beside, row), key=LEVELS.index)
        if below != row.level:
            refused[id(row)] = _counted_below(row, below)
    if not refused:
        return reading
    kept: list[Row] = [row for row in reading.rows if id(row) not in refused]
    return with_rows(reading, kept, [*reading.refusals, *refused.values()])


def _is_only_level(account: NetworkAccount, levels: set[tuple[str, str]]) -> bool:
    """Say whether each source has one level, among these rows and ever: then no day can be told at two."""
    sources = {source for source, _ in levels}
    units = AdUnit.objects.filter(account=account, source__in=sources, level__in=LEVELS).order_by()
    return len(levels.union(units.values_list("source", "level").distinct())) == len(sources)


def _of_its_account(levels: Levels, row: AdDayRow) -> list[str]:
    """Give the levels of a row's source and day that may be of its ad account."""
    by_account = levels.get((row.source, row.day), {})
    return [level for other, each in by_account.items() if _may_be_one(other, row.ad_account) for level in each]


def _may_be_one(one: str, other: str) -> bool:
    """Say whether two ad accounts may be one: only ids tell them apart, since a name is left out or changed."""
    return one == other or not (one.isdigit() and other.isdigit())


def _levels_told(account: NetworkAccount, rows: Iterable[AdDayRow]) -> Levels:
    """Give the levels at which days of these rows' sources are stored."""
    days = [row.day for row in rows]
    stored = (
        AdDay.objects.filter(
            ad_unit__account=account,
            ad_unit__source__in={row.source for row in rows},
            ad_unit__level__in=LEVELS,
            day__range=(min(days), max(days)),
        )
        .order_by()
        .values_list("ad_unit__source", "day", "ad_unit__ad_account", "ad_unit__level")
        .distinct()
    )
    found: dict[tuple[str, date], dict[str, set[str]]] = {}
    for source, day, ad_account, level in stored:
        found.setdefault((source, day), {}).setdefault(ad_account, set()).add(level)
    return found


def _levels_of(rows: Iterable[AdDayRow]) -> Levels:
    """Give the levels at which the rows themselves tell a day."""
    found: dict[tuple[str, date], dict[str, set[str]]] = {}
    for row in rows:
        found.setdefault((row.source, row.day), {}).setdefault(row.ad_account, set()).add(row.level)
    return found


def _levels_of_units(account: NetworkAccount, rows: Iterable[AdDayRow]) -> Mapping[tuple[str, str], str]:
    """Give the level of each of these rows' units that has numbers, by source and id."""
    stored = AdUnit.objects.filter(
        Exists(AdDay.objects.filter(ad_unit=OuterRef("id"))),
        account=account,
        external_id__in={row.external_id for row in rows},
        level__in=LEVELS,
    )
    return {(source, unit): level for source, unit, level in stored.values_list("source", "external_id", "level")}


def _counted_already(row: AdDayRow, level: str) -> Refusal:
    detail = (
        f"{row.day} of {row.source} is told by {level} already; by {row.level} as well it would be counted"
        " twice. Revert the other import first."
    )
    return Refusal(row.line, "counted_at_other_level", detail, None, row.level)


def _counted_below(row: AdDayRow, level: str) -> Refusal:
    detail = f"{row.day} of {row.source} is told by {level} as well; by {row.level} too it would be counted twice."
    return Refusal(row.line, "counted_at_other_level", detail, None, row.level)


def _other_unit(row: AdDayRow, level: str) -> Refusal:
    detail = f"{row.external_id} of {row.source} is known as {level} and has numbers as such; here it is {row.level}."
    return Refusal(row.line, "other_level", detail, None, row.external_id)
