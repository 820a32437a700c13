"""Reads the reports of ad systems: a row an ad unit and day, or an hour or a country of one."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from campaigns.readers.account_days import judge_finished, stated_day
from campaigns.readers.ad_parts import Part, summed
from campaigns.readers.ad_units import UnitNamed, named_unit, unit_levels
from campaigns.readers.canonical_contents import identifier
from campaigns.readers.conflicts import CONFLICT
from campaigns.readers.days import NotADate, parse_stamp
from campaigns.readers.measures import Measured, NumberColumn, measure
from campaigns.readers.numerals import is_missing
from campaigns.readers.printed_days import days_by_line
from campaigns.readers.profile import Context, Sheet
from campaigns.readers.row_currency import row_currency
from campaigns.readers.rows import AdDayRow, BadCell, Notice, Refusal, Row
from campaigns.readers.tables import Record
from campaigns.readers.total_rows import TOTAL_ROW

HOUR: Final = "hour"
PART: Final = "part_"
"""Names of columns that split a unit's day: `part_country`, `part_age`, ..."""
ATTRIBUTES: Final = frozenset(
    {
        *("campaign_id", "campaign_name", "ad_group_id", "ad_group_name", "ad_id", "ad_name", "ad_account_name"),
        *(HOUR, f"{PART}hour", f"{PART}country", f"{PART}province", f"{PART}city", f"{PART}age", f"{PART}gender"),
        *(f"{PART}placement", f"{PART}platform", f"{PART}device", f"{PART}language", f"{PART}interest", f"{PART}other"),
    }
)
"""What a report's columns may be besides the attributes of a row."""

_LAST_HOUR: Final = 23

AdReview = Callable[[Measured, Sheet, Record, date], None]
"""Judges what the numbers of one row mean together; may add what they give or notices."""


def _as_stated(_measured: Measured, _sheet: Sheet, _record: Record, _day: date) -> None:
    """Nothing to judge."""


@dataclass(frozen=True, slots=True)
class _Report:
    """A report while it is read."""

    sheet: Sheet
    context: Context
    columns: list[NumberColumn]
    levels: tuple[str, ...]
    days: Mapping[int, date | None]
    review: AdReview

    def row(self, record: Record) -> AdDayRow:
        """Return the row of a record; raises BadCell."""
        day = self.day_of(record)
        self._check_hour(record)
        notes = judge_finished(self.sheet, "day" if "day" in self.sheet.positions else HOUR, day, self.context)
        unit = named_unit(self.sheet, record, self.levels)
        measured = measure(record.cells, self.columns)
        self.review(measured, self.sheet, record, day)
        code, assumed = row_currency(self.sheet, record, measured, assumed=self.context.currency)
        return AdDayRow(
            line=record.line,
            day=day,
            source=self.sheet.cell(record, "source") or self.sheet.profile.key,
            external_id=unit.external_id,
            level=unit.level,
            name=unit.name,
            parent_external_id=unit.parent or None,
            ad_account=identifier(self.sheet, record, "ad_account") or self.sheet.cell(record, "ad_account_name"),
            currency=code,
            values=measured.values,
            derived=frozenset(measured.derived),
            capped=frozenset(measured.capped),
            notices=(*notes, *_by_name(unit), *assumed, *measured.notices),
            vendor_campaign_id=self._above(record, unit, "campaign_id"),
            vendor_campaign_name=self._above(record, unit, "campaign_name"),
        )

    def _above(self, record: Record, unit: UnitNamed, name: str) -> str:
        """Return what a record says of the campaign above its unit, empty where the unit is a campaign itself."""
        stated = "" if unit.level == "campaign" else identifier(self.sheet, record, name)
        return "" if is_missing(stated) else stated

    def day_of(self, record: Record) -> date:
        """Return the day that a record is of, or a part of; raises BadCell."""
        if HOUR not in self.sheet.positions:
            return stated_day(self.sheet, record, self.days)
        moment = self._moment(record)
        return moment.date() if isinstance(moment, datetime) else moment

    def hours(self) -> list[datetime]:
        """Return the hours that the file tells of, in any order."""
        moments: list[datetime] = []
        for record in self.sheet.records():
            with suppress(BadCell):
                found = self._moment(record)
                moments += [found] if isinstance(found, datetime) else []
        return moments

    def _moment(self, record: Record) -> datetime | date:
        raw = self.sheet.cell(record, HOUR)
        try:
            return parse_stamp(raw)
        except NotADate as fault:
            raise self.sheet.bad("bad_date", str(fault), HOUR, raw) from None

    def _check_hour(self, record: Record) -> None:
        """Raise BadCell for a part of an hour: it may lie on either side of midnight in another zone."""
        if HOUR in self.sheet.positions:
            moment = self._moment(record)
            if isinstance(moment, datetime) and moment.time() != time(moment.hour):
                raw = self.sheet.cell(record, HOUR)
                raise self.sheet.bad("bad_hour", "an hour that begins at :00 is expected", HOUR, raw)


def ad_reports(review: AdReview = _as_stated) -> Callable[[Sheet, Context], Iterator[Row | Refusal]]:
    """Return the reader of an ad report.

    The unit is of the lowest level that the header has: by its id, else by its names. The day is the printed one, in
    the ad account's zone. Hours, countries and other parts of a unit's day are summed; people are not, and a day
    of which one part is refused is refused as a whole.
    """

    def read(sheet: Sheet, context: Context) -> Iterator[Row | Refusal]:
        days = {} if HOUR in sheet.positions else days_by_line(sheet, "day", context)
        report = _Report(sheet, context, sheet.number_columns(), unit_levels(sheet), days, review)
        split = [name for name in sheet.positions if name == HOUR or name.startswith(PART)]
        outcomes = sheet.rows(report.row)
        if not split:
            return outcomes
        whole = summed(_parts(sheet, outcomes, report, split), split, sheet.headers)
        return _with_edges(whole, report.hours()) if HOUR in split else whole

    return read


def _parts(sheet: Sheet, outcomes: Iterable[Row | Refusal], report: _Report, split: Iterable[str]) -> Iterator[Part]:
    """Pair each outcome with the unit and day that it is a part of, None where that cannot be known.

    A line that stands twice is counted once, and one that says of a part what another says differently breaks its day.
    """
    records = {record.line: record for record in sheet.records()}
    places = [sheet.positions[name] for name in split]
    seen: dict[tuple[object, ...], AdDayRow] = {}
    for outcome in outcomes:
        if isinstance(outcome, Refusal):
            yield Part(outcome, None if outcome.code == TOTAL_ROW else _key_of(report, records[outcome.line]))
        elif isinstance(outcome, AdDayRow):
            cells = records[outcome.line].cells
            key = outcome.external_id, outcome.day
            first = seen.setdefault((*key, *(cells[place].strip() for place in places)), outcome)
            if first is outcome:
                yield Part(outcome, key)
            elif first.values == outcome.values:
                yield Part(_said_twice(outcome, first), None)
            else:
                yield Part(_said_otherwise(outcome, first), key)


def _with_edges(outcomes: Iterable[Row | Refusal], hours: Sequence[datetime]) -> Iterator[Row | Refusal]:
    """Note on the file's first and last day that hours may be missing there, where it begins or ends within a day."""
    first, last = min(hours, default=None), max(hours, default=None)
    cut = {first.date(): f"begins at {first:%H:00}"} if first and first.hour > 0 else {}
    if last and last.hour < _LAST_HOUR:
        ends = f"ends with the hour of {last:%H:00}"
        cut[last.date()] = f"{cut[last.date()]} and {ends}" if last.date() in cut else ends
    for outcome in outcomes:
        if isinstance(outcome, AdDayRow) and outcome.day in cut:
            detail = f"The file {cut[outcome.day]} of this day: where other hours had delivery, the day is larger."
            yield outcome._replace(notices=(*outcome.notices, Notice("day_may_be_cut", detail, None)))
        else:
            yield outcome


def _said_twice(row: AdDayRow, first: AdDayRow) -> Refusal:
    return Refusal(row.line, "duplicate_line", f"Line {first.line} says the same; it is counted once.", None, None)


def _said_otherwise(row: AdDayRow, first: AdDayRow) -> Refusal:
    detail = f"Line {first.line} is of the same part of this ad unit's day and says otherwise."
    return Refusal(row.line, CONFLICT, detail, None, None)


def _key_of(report: _Report, record: Record) -> tuple[str, date] | None:
    try:
        return named_unit(report.sheet, record, report.levels).external_id, report.day_of(record)
    except BadCell:
        return None


def _by_name(unit: UnitNamed) -> tuple[Notice, ...]:
    if unit.has_id:
        return ()
    detail = "The file states no id, so the ad unit is known by its names; renamed, it is another one."
    return (Notice("known_by_name", detail, None),)


read_ad_reports: Final = ad_reports()
