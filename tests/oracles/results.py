"""A slow, obvious second reading of the numbers: it walks through lists of plain facts, one question at a time.

It imports nothing of the product. An answer is what a person with a pencil would say: a value, the ends between which
the truth lies, and why there is no more to say.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from tests.oracles.adding import LEVELS, PEOPLE, Said, Single, exactly, of_row, put_together, states
from tests.oracles.world import Row, TwinAccount, TwinAd, TwinContent


def account_days(accounts: Iterable[TwinAccount], bundle: set[str], start: date, end: date) -> dict[str, Said]:
    """Say what account days, and the vendors' figures for exactly this window, tell of a bundle of metrics."""
    singles: dict[str, list[Single]] = {name: [] for name in bundle}
    for account in accounts:
        figures = {name: account.figures.get((name, start, end)) for name in bundle}
        asked = {name for name in bundle if not (name in PEOPLE and figures[name] is not None)}
        if bundle & PEOPLE - asked and bundle & PEOPLE & asked:
            asked = set(bundle)
        rows = [row for row in account.days if start <= row.day <= end and states(row, asked)] if asked else []
        own = {name: figures[name] for name in bundle}
        days = (end - start).days + 1
        if asked == bundle and len(rows) < days and not bundle & (PEOPLE | LEVELS) and None not in own.values():
            rows, asked = [], set()
        elif asked and not rows:
            asked = set(bundle)
            rows = [row for row in account.days if start <= row.day <= end and states(row, asked)]
        for name in bundle:
            if name not in asked:
                singles[name].append(exactly(own[name]))
            elif name in LEVELS:
                singles[name] += [of_row(row, name) for row in sorted(rows, key=lambda row: row.day)[-1:]]
            else:
                singles[name] += [of_row(row, name) for row in rows]
    return {name: put_together(name, found) for name, found in singles.items()}


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
    found = [(unit, row) for unit in units for row in unit.days if start <= row.day <= end and states(row, bundle)]
    mixed = len({unit.currency for unit, _ in found}) > 1
    said = {}
    for name in bundle:
        singles = [of_row(row, name) for _, row in found]
        said[name] = put_together(name, singles)
        if mixed and name in money:
            said[name] = Said(None, reason="mixed_currency")
    return said


def covers(account: TwinAccount, bundle: set[str], start: date, end: date) -> bool:
    """Tell whether an account's days state a whole bundle on every day of a window."""
    stated = {row.day for row in account.days if states(row, bundle)}
    return all(start + timedelta(days=number) in stated for number in range((end - start).days + 1))


def _newest(readings: Iterable[Row], name: str) -> Single | None:
    stating = [row for row in readings if row.values.get(name) is not None]
    return of_row(max(stating, key=lambda row: row.day), name) if stating else None


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
        said[name] = put_together(name, singles)
    return said


def with_seconds_offered(contents: Iterable[TwinContent]) -> list[TwinContent]:
    """Give each reading its views times the content's length, where both are known."""
    return [replace(each, readings=[_offered(row, each.duration_s) for row in each.readings]) for each in contents]


def _offered(row: Row, duration_s: Decimal | None) -> Row:
    views = row.values["views"]
    offered = None if views is None or duration_s is None else views * duration_s
    marks = {
        flag: names | {"duration_viewed_s"} if "views" in names else names
        for flag, names in (("derived", row.derived), ("capped", row.capped))
    }
    return replace(row, values={**row.values, "duration_viewed_s": offered}, **marks)


def viral(contents: Iterable[TwinContent], start: date, end: date) -> int | None:
    """Count the contents published in a window that have a thousand likes, comments and saves to date."""
    parts = ("likes", "comments", "saves")
    found = []
    for content in contents:
        if content.published and start <= content.published <= end:
            newest = [_newest(content.readings, name) for name in parts]
            if None not in newest:
                found.append(sum(each.value for each in newest if each) >= 1000)
    return sum(found) if found else None
