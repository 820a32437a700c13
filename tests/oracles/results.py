"""A slow, obvious second reading of the numbers: it walks through lists of plain facts, one question at a time.

It imports nothing of the product. Facts are as a person would write them down; an answer is what a person with a
pencil would say: a value, the ends between which the truth lies, and why there is no more to say.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

LEVELS = {"followers"}
PEOPLE = {"reach"}
INFINITY = Decimal("Infinity")


@dataclass(frozen=True)
class Row:
    """One day of an account or ad unit, or one reading of a content."""

    day: date
    values: Mapping[str, int | Decimal | None]
    derived: frozenset[str] = frozenset()
    capped: frozenset[str] = frozenset()


@dataclass(frozen=True)
class TwinContent:
    """A content with its readings."""

    name: str
    published: date | None
    readings: Sequence[Row]
    category: str = ""
    campaign: str | None = None


@dataclass(frozen=True)
class TwinAd:
    """An ad unit with its days."""

    currency: str
    days: Sequence[Row]
    campaign: str | None = None


@dataclass(frozen=True)
class TwinAccount:
    """An account with everything that is known of it; `figures` are the vendor's own by metric, start and end."""

    name: str
    network: str
    days: Sequence[Row] = ()
    contents: Sequence[TwinContent] = ()
    ads: Sequence[TwinAd] = ()
    figures: Mapping[tuple[str, date, date], Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class TwinCost:
    """A cost as billed, spread over its days."""

    billed: Decimal
    currency: str
    start: date
    end: date


@dataclass(frozen=True)
class Said:
    """What can be said of one metric: the shown value with its ends (infinite where open), or why there is none."""

    value: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None
    reason: str | None = None
    derived: bool = False


@dataclass(frozen=True)
class Single:
    """What one row, or one content, adds: a number with its ends."""

    value: Decimal
    low: Decimal
    high: Decimal
    derived: bool
    no_baseline: bool = False


def cut(start: date, end: date, by: str | None) -> list[tuple[date, date]]:
    """Cut a window into days, weeks from Monday or months, by walking over its days."""
    if by is None:
        return [(start, end)]
    names: dict[str, Callable[[date], object]] = {
        "day": lambda day: day,
        "week": lambda day: day.isocalendar()[:2],
        "month": lambda day: (day.year, day.month),
    }
    pieces: list[list[date]] = []
    day = start
    while day <= end:
        if pieces and names[by](pieces[-1][0]) == names[by](day):
            pieces[-1].append(day)
        else:
            pieces.append([day])
        day += timedelta(days=1)
    return [(piece[0], piece[-1]) for piece in pieces]


def account_days(accounts: Iterable[TwinAccount], bundle: set[str], start: date, end: date) -> dict[str, Said]:
    """Say what account days, and the vendors' figures for exactly this window, tell of a bundle of metrics."""
    singles: dict[str, list[Single]] = {name: [] for name in bundle}
    for account in accounts:
        figures = {name: account.figures.get((name, start, end)) for name in bundle}
        asked = {name for name in bundle if not (name in PEOPLE and figures[name] is not None)}
        if bundle & PEOPLE - asked and bundle & PEOPLE & asked:
            asked = set(bundle)
        rows = [row for row in account.days if start <= row.day <= end and _states(row, asked)] if asked else []
        own = {name: figures[name] for name in bundle}
        days = (end - start).days + 1
        if asked == bundle and len(rows) < days and not bundle & (PEOPLE | LEVELS) and None not in own.values():
            rows, asked = [], set()
        elif asked and not rows:
            asked = set(bundle)
            rows = [row for row in account.days if start <= row.day <= end and _states(row, asked)]
        for name in bundle:
            if name not in asked:
                singles[name].append(_exactly(own[name]))
            elif name in LEVELS:
                singles[name] += [_of_row(row, name) for row in sorted(rows, key=lambda row: row.day)[-1:]]
            else:
                singles[name] += [_of_row(row, name) for row in rows]
    return {name: _never_added(found) if name in PEOPLE else _added(found) for name, found in singles.items()}


def contents_published(contents: Iterable[TwinContent], bundle: set[str], start: date, end: date) -> dict[str, Said]:
    """Say what the contents published in a window have brought to date."""
    ours = [content for content in contents if content.published and start <= content.published <= end]
    return _over_contents(bundle, [{name: _newest(content.readings, name) for name in bundle} for content in ours])


def contents_happened(contents: Iterable[TwinContent], bundle: set[str], start: date, end: date) -> dict[str, Said]:
    """Say what contents have gained in a window."""
    return _over_contents(
        bundle, [{name: _gained(content, name, start, end) for name in bundle} for content in contents]
    )


def ad_days(units: Iterable[TwinAd], bundle: set[str], start: date, end: date, money: set[str]) -> dict[str, Said]:
    """Say what ad days tell; money in several currencies is not added."""
    found = [(unit, row) for unit in units for row in unit.days if start <= row.day <= end and _states(row, bundle)]
    mixed = len({unit.currency for unit, _ in found}) > 1
    said = {}
    for name in bundle:
        singles = [_of_row(row, name) for _, row in found]
        said[name] = _never_added(singles) if name in PEOPLE else _added(singles)
        if mixed and name in money:
            said[name] = Said(None, reason="mixed_currency")
    return said


def total_cost(units: Sequence[TwinAd], costs: Iterable[TwinCost], start: date, end: date) -> Said:
    """Add media spend and what is billed, day by day of each cost; several currencies are not added."""
    inside: list[tuple[Decimal, str]] = []
    for cost in costs:
        days = [cost.start + timedelta(days=number) for number in range((cost.end - cost.start).days + 1)]
        share = sum(1 for day in days if start <= day <= end)
        inside += [(cost.billed * share / len(days), cost.currency)] if share else []
    spend = ad_days(units, {"spend"}, start, end, {"spend"})["spend"]
    paying = _currencies(units, "spend", start, end) or _currencies(units, "revenue", start, end)
    known = paying if spend.value is not None or len(paying) == 1 else set()
    if spend.reason == "mixed_currency" or len(known | {currency for _, currency in inside}) > 1:
        return Said(None, reason="mixed_currency")
    amounts = [amount for amount, _ in inside] + ([spend.value] if spend.value is not None else [])
    return Said(sum(amounts, Decimal(0))) if amounts else Said(None, reason="no_data")


def _currencies(units: Iterable[TwinAd], name: str, start: date, end: date) -> set[str]:
    return {unit.currency for unit in units for row in unit.days if start <= row.day <= end and _states(row, [name])}


def covers(account: TwinAccount, bundle: set[str], start: date, end: date) -> bool:
    """Tell whether an account's days state a whole bundle on every day of a window."""
    stated = {row.day for row in account.days if _states(row, bundle)}
    return all(start + timedelta(days=number) in stated for number in range((end - start).days + 1))


def _states(row: Row, bundle: Iterable[str]) -> bool:
    return all(row.values.get(name) is not None for name in bundle)


def _exactly(value: Decimal | None) -> Single:
    assert value is not None
    return Single(Decimal(value), Decimal(value), Decimal(value), derived=False)


def _of_row(row: Row, name: str) -> Single:
    value = row.values[name]
    assert value is not None
    number = Decimal(value)
    return Single(number, number, INFINITY if name in row.capped else number, name in row.derived)


def _newest(readings: Iterable[Row], name: str) -> Single | None:
    stating = [row for row in readings if row.values.get(name) is not None]
    return _of_row(max(stating, key=lambda row: row.day), name) if stating else None


def _gained(content: TwinContent, name: str, start: date, end: date) -> Single | None:
    last = _newest([row for row in content.readings if start <= row.day <= end], name)
    if last is None:
        return None
    born_here = content.published is not None and content.published >= start
    if born_here:
        return last
    if name in PEOPLE:
        return None
    before = _newest([row for row in content.readings if row.day < start], name)
    if before is None:
        return Single(last.value, min(last.low, Decimal(0)), max(last.high, Decimal(0)), last.derived, no_baseline=True)
    return Single(
        last.value - before.value,
        last.low - before.high,
        last.high - before.low,
        last.derived or before.derived,
    )


def _over_contents(bundle: set[str], found: Sequence[Mapping[str, Single | None]]) -> dict[str, Said]:
    complete = [each for each in found if all(each[name] is not None for name in bundle)]
    said = {}
    for name in bundle:
        singles = [single for each in complete if (single := each[name]) is not None]
        said[name] = _never_added(singles) if name in PEOPLE else _added(singles)
    return said


def _added(singles: Sequence[Single]) -> Said:
    if not singles:
        return Said(None, reason="no_data")
    value, derived = sum(single.value for single in singles), any(single.derived for single in singles)
    low, high = sum(single.low for single in singles), sum(single.high for single in singles)
    no_baseline = any(single.no_baseline and single.value != 0 for single in singles)
    if value not in {low, high}:
        return Said(None, reason="no_baseline" if no_baseline else "unbounded", derived=derived)
    return Said(value, low, high, "no_baseline" if no_baseline else None, derived)


def _never_added(singles: Sequence[Single]) -> Said:
    if not singles:
        return Said(None, reason="no_data")
    if len(singles) == 1:
        return _added(singles)
    low, high = max(single.value for single in singles), sum(single.high for single in singles)
    return Said(None, low, high, "not_additive", any(single.derived for single in singles))
