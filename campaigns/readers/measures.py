"""Turns the number cells of one record into canonical values, their marks and their notices."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple

from campaigns.readers.column_habits import Kinds, habits_of, in_two_ways
from campaigns.readers.money_signs import split_sign
from campaigns.readers.numerals import (
    PLAIN_DIGITS,
    NotANumber,
    Numeral,
    parse_amount,
    parse_count,
    parse_seconds,
    parse_share,
    plain_decimal,
    plain_text,
    times,
    with_point,
)
from campaigns.readers.rows import LARGEST, BadCell, Notice, Number
from campaigns.readers.vocabulary import MEASURES, RATES, Measure, Rate, Sign, Unit

_PARSERS = {
    Unit.COUNT: parse_count,
    Unit.SECONDS: parse_seconds,
    Unit.MONEY: parse_amount,
    Unit.SHARE: parse_share,
    Unit.SCORE: parse_amount,
    Unit.MEAN: parse_amount,
    Unit.MINUTES: parse_amount,
    Unit.HOURS: parse_amount,
}


class WrittenAs(StrEnum):
    """In what a column is written where that is not its metric's own unit."""

    PERCENT = "percent"
    """`12.3` for 12.3 %, with or without the sign."""
    PERCENT_TIMES_100 = "percent_times_100"
    """`1230` for 12.3 %."""
    FEN = "fen"
    """分, hundredths of a yuan or of another currency's unit."""
    TEN_THOUSANDS = "ten_thousands"
    """万."""
    MILLISECONDS = "milliseconds"
    MINUTES = "minutes"
    HOURS = "hours"


_SCALES: Final[Mapping[WrittenAs, Decimal]] = {
    WrittenAs.PERCENT: Decimal("0.01"),
    WrittenAs.PERCENT_TIMES_100: Decimal("0.0001"),
    WrittenAs.FEN: Decimal("0.01"),
    WrittenAs.TEN_THOUSANDS: Decimal(10_000),
    WrittenAs.MILLISECONDS: Decimal("0.001"),
    WrittenAs.MINUTES: Decimal(60),
    WrittenAs.HOURS: Decimal(3600),
}
_ORDER = {name: place for place, name in enumerate(RATES)}


class Plainly(StrEnum):
    """How a cell of nothing but digits, and perhaps a point, is taken without looking further at it."""

    WHOLE = "whole"
    DECIMAL = "decimal"


@dataclass(frozen=True, slots=True)
class NumberColumn:
    """A column of a sheet that states a metric or a rate."""

    position: int
    header: str
    meaning: Measure | Rate
    written_as: WrittenAs | None = None
    decimal_comma: bool = False
    assumed_percent: bool = False
    """Whether no header says so, and the column's own numbers alone."""
    doubtful: bool = False
    """Whether its cells that can be read in two ways are refused."""
    name: str = field(init=False)
    plainly: Plainly | None = field(init=False)
    """None where each cell has to be looked at: rates, shares, and what is not in its metric's own unit."""

    def __post_init__(self) -> None:
        """Work out once what does not depend on a cell."""
        if isinstance(self.meaning, Measure):
            object.__setattr__(self, "name", self.meaning.metric)
            object.__setattr__(self, "plainly", self._plainly())
        else:
            object.__setattr__(self, "name", self.meaning.name)
            object.__setattr__(self, "plainly", None)

    def _plainly(self) -> Plainly | None:
        if self.written_as is not None or self.meaning.unit is Unit.SHARE or self.decimal_comma or self.doubtful:
            return None
        return Plainly.WHOLE if self.meaning.unit is Unit.COUNT else Plainly.DECIMAL


@dataclass(slots=True)
class Measured:
    """The numbers of one record while they are collected."""

    values: dict[str, Number] = field(default_factory=dict)
    derived: set[str] = field(default_factory=set)
    capped: set[str] = field(default_factory=set)
    notices: list[Notice] = field(default_factory=list)
    signs: set[str] = field(default_factory=set)
    """The signs and codes of currencies that stood beside amounts."""


def number_columns(
    positions: Mapping[str, int],
    headers: Mapping[str, str],
    metrics: Iterable[str],
    written: Mapping[str, WrittenAs] = MappingProxyType({}),
) -> list[NumberColumn]:
    """Return the columns among `positions` (place by canonical name) that state one of `metrics` or its rate.

    `written` says by canonical name which are not written in their metric's own unit.
    """
    allowed = set(metrics)
    found = []
    for name, position in positions.items():
        if name in allowed:
            found.append(NumberColumn(position, headers[name], MEASURES[name], written.get(name)))
        elif name in RATES and RATES[name].numerator in allowed:
            found.append(NumberColumn(position, headers[name], RATES[name], written.get(name)))
    return found


def as_written(columns: Iterable[NumberColumn], rows: Iterable[list[str]]) -> list[NumberColumn]:
    """Return the columns as the cells of `rows`, some of the table's, show them to be written."""
    known = list(columns)
    kinds = Kinds(
        counts=frozenset(each.position for each in known if each.plainly is Plainly.WHOLE),
        shares=frozenset(each.position for each in known if each.meaning.unit is Unit.SHARE and not each.written_as),
        money=frozenset(each.position for each in known if each.meaning.unit is Unit.MONEY),
        percents=frozenset(each.position for each in known if each.written_as is WrittenAs.PERCENT),
    )
    habits = habits_of(rows, [each.position for each in known], kinds)
    return [
        replace(
            each,
            decimal_comma=habits.decimal_comma,
            written_as=WrittenAs.PERCENT if each.position in habits.in_percent else each.written_as,
            assumed_percent=each.position in habits.in_percent,
            doubtful=each.position in habits.doubtful,
        )
        for each in known
    ]


def measure(cells: list[str], columns: Iterable[NumberColumn]) -> Measured:
    """Read the number cells of one record; raises BadCell for the first that is not what its column promises."""
    measured = Measured()
    values = measured.values
    rates: list[_Stated] = []
    for column in columns:
        text = cells[column.position]
        if column.plainly is Plainly.WHOLE:
            if text.isdigit() and text.isascii() and len(text) <= PLAIN_DIGITS:  # nearly every cell of a real file
                values[column.name] = int(text)
                continue
        elif column.plainly is not None and (amount := plain_decimal(text)) is not None:
            values[column.name] = amount
            continue
        if text and (stated := _taken(measured, column, text)) is not None:
            rates.append(stated)
    # One rate may give the denominator of another, so they are taken in the order of the vocabulary.
    if len(rates) > 1:
        rates.sort(key=lambda each: _ORDER[each.rate.name])
    for each in rates:
        _derive(measured, each)
    return measured


def take_instead(measured: Measured, column: NumberColumn, text: str) -> bool:
    """Take a metric from a column of second choice, and say whether it states one; raises BadCell as `measure` does."""
    if text:
        _taken(measured, column, text)
    return column.name in measured.values


class _Stated(NamedTuple):
    """What a cell states of a rate."""

    column: NumberColumn
    rate: Rate
    numeral: Numeral
    raw: str


def _taken(measured: Measured, column: NumberColumn, text: str) -> _Stated | None:
    """Keep what a cell states of a metric, and return what it states of a rate."""
    raw = text
    if column.meaning.unit is Unit.MONEY:
        text = _without_sign(text, measured)
    if column.decimal_comma:
        text = with_point(text)
    is_share, in_percent = column.meaning.unit is Unit.SHARE, column.written_as is WrittenAs.PERCENT
    if column.doubtful and in_two_ways(text, is_share=is_share, in_percent=in_percent):
        detail = f"{column.header}: {raw} can be read in two ways, and the rest of the column does not tell which."
        raise BadCell("bad_number", detail, column.header, raw)
    if column.assumed_percent and not text.endswith(("%", "％")):
        detail = f"Most numbers of this column are above 1, so that {text} is taken for {text} %."
        measured.notices.append(Notice("read_as_percent", detail, column.header))
    numeral = _numeral(text, column, raw)
    if numeral is None:
        return None
    if isinstance(column.meaning, Rate):
        return _Stated(column, column.meaning, numeral, raw)
    _keep(measured, column, column.meaning, numeral, text)
    return None


def _without_sign(text: str, measured: Measured) -> str:
    amount, sign = split_sign(plain_text(text))
    if not sign:
        return text
    measured.signs.add(sign)
    return amount


def _numeral(text: str, column: NumberColumn, raw: str) -> Numeral | None:
    try:
        if column.written_as is not None:
            return scaled(text, column.meaning.unit, column.written_as)
        return _PARSERS[column.meaning.unit](text)
    except NotANumber as fault:
        raise BadCell("bad_number", f"{column.header}: {fault}.", column.header, raw) from None


def scaled(text: str, unit: Unit, written_as: WrittenAs) -> Numeral | None:
    """Read a number that is written in another unit than its metric's; raises NotANumber."""
    bare = text.rstrip().removesuffix("%").removesuffix("％") if written_as is WrittenAs.PERCENT else text
    numeral = parse_amount(bare)
    if numeral is None:
        return None
    value = times(numeral.value, _SCALES[written_as])
    if unit is Unit.SHARE and not 0 <= value <= 1:
        raise NotANumber("a share between 0 % and 100 % is expected")
    if unit is Unit.COUNT and value != int(value):
        raise NotANumber("a whole number is expected")
    return Numeral(int(value) if unit is Unit.COUNT else value, numeral.capped, numeral.rounded)


def _keep(measured: Measured, column: NumberColumn, meaning: Measure, numeral: Numeral, text: str) -> None:
    value = numeral.value if meaning.unit is Unit.COUNT else Decimal(numeral.value)
    _refuse_too_large(column, value, text)
    if value < 0:
        _judge_negative(measured, column, meaning, text)
    measured.values[meaning.metric] = value
    if numeral.capped:
        measured.capped.add(meaning.metric)
    elif numeral.rounded:
        measured.notices.append(Notice("rounded_number", f"{text} was abbreviated by its source.", column.header))


def _refuse_too_large(column: NumberColumn, value: Number, text: str) -> None:
    if not -LARGEST <= value <= LARGEST:
        raise BadCell.too_large(column.header, column.header, text)


def _judge_negative(measured: Measured, column: NumberColumn, meaning: Measure, text: str) -> None:
    if meaning.sign is Sign.LEVEL:
        raise BadCell("bad_number", f"{column.header}: this cannot be below zero.", column.header, text)
    if meaning.sign is Sign.EVENTS:
        detail = f"{text}: the network took back more than it added."
        measured.notices.append(Notice("negative_flow", detail, column.header))


def _derive(measured: Measured, stated: _Stated) -> None:
    """Add the numerator of a rate, unless the file states it itself or names nothing to multiply with."""
    column, rate, numeral, raw = stated
    if rate.numerator in measured.values:
        return
    _refuse_outside(column, rate, numeral)
    base = next((name for name in rate.denominators if name in measured.values), None)
    if base is None:
        detail = f"Without {' or '.join(rate.denominators)} this rate cannot be used."
        measured.notices.append(Notice(f"rate_without_{rate.denominators[0]}", detail, column.header))
        return
    amount = times(measured.values[base], numeral.value)
    amount = amount if rate.factor == 1 else times(amount, rate.factor)
    _refuse_too_large(column, amount, raw)
    measured.values[rate.numerator] = amount
    measured.derived.add(rate.numerator)
    if base in measured.capped or numeral.capped:
        measured.capped.add(rate.numerator)


def _refuse_outside(column: NumberColumn, rate: Rate, numeral: Numeral) -> None:
    """Raise BadCell for a rate below zero, and for a score outside its scale."""
    if rate.highest is not None and not rate.lowest <= numeral.value <= rate.highest:
        detail = f"{column.header}: a score from {rate.lowest} to {rate.highest} is expected."
        raise BadCell("bad_number", detail, column.header, str(numeral.value))
    if numeral.value < min(rate.lowest, 0):
        raise BadCell("bad_number", f"{column.header}: this cannot be below zero.", column.header, str(numeral.value))
