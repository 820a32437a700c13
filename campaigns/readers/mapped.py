"""Reads a table whose columns somebody named: its cells are rewritten as our own CSV has them, and read as that."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, Self

from campaigns.readers.catalogue import profile_named
from campaigns.readers.days import MonthDay, NotADate
from campaigns.readers.mapped_cells import DAYS, MOMENTS, NUMBERS, format_text, moment_text, number_text
from campaigns.readers.numerals import NotANumber
from campaigns.readers.printed_moments import is_relative, parse_listed_moment
from campaigns.readers.profile import Cadence, Collection, Context, Profile, Sheet
from campaigns.readers.rows import BadCell, ContentRow, Grain, Provenance, Refusal, Row
from campaigns.readers.table_dates import DateFormat, parse_table_date
from campaigns.readers.tables import Record
from campaigns.readers.years import infer_years, latest_on_or_before

MAPPED: Final = "mapping:"
"""What the key of a saved mapping begins with where an import names its profile."""
UNSAVED: Final = "columns"
"""The profile of an import whose columns were named in its own request."""

_HANDED_OVER: Final = Collection({}, None, Cadence.ON_DEMAND)


@dataclass(frozen=True, slots=True)
class MappedColumn:
    """A column by its header, what it is, and by what its numbers are multiplied."""

    header: str
    name: str
    factor: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class TableMapping:
    """How one kind of table is read.

    `fixed` holds attributes that no column states. `offset_minutes` is that of the zone in which moments are printed,
    None where it is the account's own. `sheet` names the sheet of a workbook with several. `provenance` says who makes
    such tables.
    """

    key: str
    version: int
    network: str
    grain: Grain
    columns: tuple[MappedColumn, ...]
    fixed: Mapping[str, str] = field(default_factory=dict)
    decimal_sign: str = "."
    date_format: DateFormat = DateFormat.AUTO
    offset_minutes: int | None = None
    sheet: str | None = None
    provenance: Provenance = Provenance.EXPORT

    @classmethod
    def from_wire(cls, said: Mapping[str, Any]) -> Self:
        """Read a mapping as `to_wire` writes it."""
        columns = tuple(MappedColumn(header, name, Decimal(factor)) for header, name, factor in said["columns"])
        style = DateFormat(said["date_format"])
        provenance = Provenance(said.get("provenance", Provenance.EXPORT))  # older ones do not say
        return cls(
            **{
                **said,
                "grain": Grain(said["grain"]),
                "columns": columns,
                "date_format": style,
                "provenance": provenance,
            }
        )

    def to_wire(self) -> dict[str, Any]:
        """Write the mapping as plain JSON."""
        return {
            "key": self.key,
            "version": self.version,
            "network": self.network,
            "grain": self.grain.value,
            "columns": [[column.header, column.name, str(column.factor)] for column in self.columns],
            "fixed": dict(self.fixed),
            "decimal_sign": self.decimal_sign,
            "date_format": self.date_format.value,
            "offset_minutes": self.offset_minutes,
            "sheet": self.sheet,
            "provenance": self.provenance.value,
        }

    @property
    def profile(self) -> Profile:
        """The mapping as a kind of file: one that has every column that it names."""
        header = {column.header: column.name for column in self.columns}
        return Profile(
            key=self.key,
            version=self.version,
            network=self.network,
            account_kinds=(),
            grain=self.grain,
            titles={"en": self.key},
            descriptions={"en": "Columns that the agency named."},
            header=header,
            required=frozenset(header),
            collection=_HANDED_OVER,
            source="",
            sample=Path(),
            sample_header=tuple(header),
            constants=dict(self.fixed),
            provenance=self.provenance,
            read=self._read,
            reads_units=False,
        )

    def _read(self, sheet: Sheet, context: Context) -> Iterator[Row | Refusal]:
        mapped = _mapped(sheet, self, context)
        for outcome in profile_named(f"canonical.{self.grain}").read(mapped, context):
            yield mapped.in_its_zone(outcome) if isinstance(outcome, ContentRow) else outcome


@dataclass(frozen=True, slots=True)
class MappedSheet(Sheet):
    """A sheet whose records are rewritten, cell by cell, as our own CSV has them."""

    mapping: TableMapping
    context: Context
    years: Mapping[int, date | None] = field(default_factory=dict)
    """The full day of each line of a table that prints days without a year."""
    zones: dict[int, Any] = field(default_factory=dict)

    def records(self) -> Iterator[Record]:
        """Yield the records rewritten; one that cannot be is yielded as it is."""
        for record in Sheet.records(self):
            try:
                yield self._rewritten(record)
            except BadCell:
                yield record

    def rows_of(self, read_rows: Callable[[Record], Iterable[Row]]) -> Iterator[Row | Refusal]:
        """Yield the rows of each record, or its refusal with the cell as the file has it."""
        for record in Sheet.records(self):
            try:
                yield from tuple(read_rows(self._rewritten(Sheet._whole(self, record))))
            except BadCell as bad:
                refusal = self._as_printed(bad, record).refusal(record.line)
                yield replace(refusal, cells=Sheet._shown(self, record, bad))

    def in_its_zone(self, row: ContentRow) -> ContentRow:
        """Return a content with the zone that its moment is printed in, where that is not the account's own."""
        if row.published_at is None:
            return row
        zone = self.zones.get(row.line)
        if zone is None and self.mapping.offset_minutes is not None:
            zone = timezone(timedelta(minutes=self.mapping.offset_minutes))
        return row if zone is None else row._replace(published_at=row.published_at.replace(tzinfo=zone))

    def _as_printed(self, bad: BadCell, record: Record) -> BadCell:
        place = next((at for name, at in self.positions.items() if self.headers.get(name) == bad.column), None)
        if place is None or place >= len(record.cells):
            return bad
        return BadCell(bad.code, bad.detail, bad.column, record.cells[place].strip())

    def _rewritten(self, record: Record) -> Record:
        cells = [cell.strip() for cell in record.cells[: len(self.header)]]
        cells += [""] * (len(self.header) - len(cells))
        for column in self.mapping.columns:
            place = self.positions[column.name]
            cells[place] = self._cell(record.line, column, cells[place])
        return Record(record.line, cells)

    def _cell(self, line: int, column: MappedColumn, text: str) -> str:
        if not text:
            return text
        if column.name in NUMBERS:
            try:
                return number_text(text, decimal_sign=self.mapping.decimal_sign, factor=column.factor)
            except NotANumber as fault:
                raise self.bad("bad_number", str(fault), column.name, text) from None
        if column.name in DAYS:
            return self._day(line, column.name, text).isoformat()
        if column.name in MOMENTS:
            return self._moment(line, column.name, text)
        return format_text(text) if column.name == "format" else text

    def _day(self, line: int, name: str, text: str) -> date:
        found = self._parsed(name, text)
        if isinstance(found, MonthDay):
            inferred = self.years.get(line) if name == "day" else latest_on_or_before(found, self.context.captured_on)
            if inferred is None:
                raise self.bad("bad_date", "the inferred year has no such day; state export_year", name, text)
            return inferred
        return found.date() if isinstance(found, datetime) else found

    def _moment(self, line: int, name: str, text: str) -> str:
        found = self._parsed(name, text)
        if isinstance(found, MonthDay):
            return latest_on_or_before(found, self.context.captured_on).isoformat()
        if not isinstance(found, datetime):
            return found.isoformat()
        if found.tzinfo is not None:
            self.zones[line] = found.tzinfo
        return moment_text(found)

    def _parsed(self, name: str, text: str) -> datetime | date | MonthDay:
        try:
            if self.mapping.date_format is DateFormat.AUTO and is_relative(text) and name != "day":
                return parse_listed_moment(text, now=self.context.captured_on)
            return parse_table_date(text, self.mapping.date_format)
        except NotADate as fault:
            raise self.bad("bad_date", str(fault), name, text) from None


def _mapped(sheet: Sheet, mapping: TableMapping, context: Context) -> MappedSheet:
    """Return a recognised sheet under its mapping; ad units without an id are known by their name."""
    positions, headers = dict(sheet.positions), dict(sheet.headers)
    if mapping.grain is Grain.AD_DAY and "external_id" not in positions:
        positions["external_id"], headers["external_id"] = positions["name"], headers["name"]
    return MappedSheet(
        profile=sheet.profile,
        table=sheet.table,
        header=sheet.header,
        header_line=sheet.header_line,
        positions=positions,
        headers=headers,
        ignored=sheet.ignored,
        renamed=sheet.renamed,
        mapping=mapping,
        context=context,
        years=_years(sheet, mapping, context),
    )


def _years(sheet: Sheet, mapping: TableMapping, context: Context) -> dict[int, date | None]:
    """Return the full day of each line where the column `day` leaves the year out; raises UnreadableFile."""
    if "day" not in sheet.positions:
        return {}
    lines: list[int] = []
    printed: list[date | MonthDay | None] = []
    for record in sheet.records():
        try:
            found = parse_table_date(sheet.cell(record, "day"), mapping.date_format)
        except NotADate:
            found = None
        lines.append(record.line)
        printed.append(found.date() if isinstance(found, datetime) else found)
        if len(lines) == 1 and isinstance(found, date):
            return {}
    years = infer_years(printed, captured_on=context.captured_on, export_year=context.export_year)
    return dict(zip(lines, years, strict=True))
