"""Keeps one day of paid media from being counted at two levels: a campaign's spend is that of its ads."""

from campaigns.imports.fitting import with_rows
from campaigns.models import AdDay
from campaigns.readers import AdDayRow, Reading, Refusal, Row
from campaigns.readers.ad_units import LEVELS
from clients.models import NetworkAccount


def at_one_level(account: NetworkAccount, reading: Reading) -> Reading:
    """Refuse rows of days that the same source has told at another level already: both would be added up."""
    rows = [row for row in reading.rows if isinstance(row, AdDayRow) and row.level in LEVELS]
    if not rows:
        return reading
    told = _levels_told(account, rows)
    twice = {id(row): other for row in rows for other in told.get((row.source, row.day), ()) if other != row.level}
    if not twice:
        return reading
    kept: list[Row] = [row for row in reading.rows if id(row) not in twice]
    refused = [_counted_already(row, twice[id(row)]) for row in rows if id(row) in twice]
    return with_rows(reading, kept, [*reading.refusals, *refused])


def _levels_told(account: NetworkAccount, rows: list[AdDayRow]) -> dict[tuple[str, object], list[str]]:
    """Give the levels at which days of these rows' sources are stored, by source and day."""
    days = [row.day for row in rows]
    stored = (
        AdDay.objects.filter(
            ad_unit__account=account,
            ad_unit__source__in={row.source for row in rows},
            ad_unit__level__in=LEVELS,
            day__range=(min(days), max(days)),
        )
        .order_by()
        .values_list("ad_unit__source", "day", "ad_unit__level")
        .distinct()
    )
    found: dict[tuple[str, object], list[str]] = {}
    for source, day, level in stored:
        found.setdefault((source, day), []).append(level)
    return found


def _counted_already(row: AdDayRow, level: str) -> Refusal:
    detail = (
        f"{row.day} of {row.source} is told by {level} already; by {row.level} as well it would be counted"
        " twice. Revert the other import first."
    )
    return Refusal(row.line, "counted_at_other_level", detail, None, row.level)
