"""Sums of paid media and commerce; money stays in its currency, or is converted day by day at the stated rates."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from campaigns.metrics import METRICS, Grain, Kind, Unit
from campaigns.metrics.columns import COLUMNS
from campaigns.metrics.stated import names_of_bits, stated_bits
from kpis.compute.cells import Alike, Bundle, Cell, Reading
from kpis.compute.contents_in_scope import AD_UNIT_ATTRIBUTES, ad_units_in_scope, each_hashtag
from kpis.compute.converting import converted, currency_of, is_converted, rate_of_day, rates_first
from kpis.compute.question import Question
from kpis.compute.selecting import (
    Measure,
    Way,
    bucket_start,
    listed,
    numbers_by_start,
    parameters_of,
    read_aggregates,
)
from kpis.compute.whole_months import AD_DAYS, ADS_OF_ACCOUNTS, rows_of_window, whole_months

FLOWS = frozenset(COLUMNS[Grain.AD_DAY][Kind.FLOW])
PEAKS = frozenset(COLUMNS[Grain.AD_DAY].get(Kind.PEAK, ()))
Place = tuple[UUID, int, str, bool, tuple[str | None, ...]]  # account, bucket, currency, whether converted, group
_BEFORE_GROUP = 6  # account, bucket, currency, whether converted, derived, capped
_LONGEST_MONTH = 31
_WAYS = {Kind.FLOW: Way.ADDED, Kind.UNIQUE: Way.ALONE, Kind.PEAK: Way.HIGHEST}


def ad_cells(question: Question, bundles: Sequence[Bundle]) -> list[Cell]:
    """Sum the ad days in scope: one statement for flows over the roll-ups, one for all else."""
    if not bundles or not question.scope.accounts:
        return []
    by_month = question.currency is None and whole_months(question) is not None  # rates are by day
    counted = by_month or _of_accounts(question)
    flows = [bundle for bundle in bundles if bundle <= FLOWS] if counted else []
    rest = [bundle for bundle in bundles if not (counted and bundle <= FLOWS)]
    read: dict[Place, list[Reading]] = defaultdict(list)
    for asked, rolled_up in ((flows, True), (rest, False)):
        if asked:
            names = frozenset(name for bundle in asked for name in bundle)
            for place, alike in _read(question, names, rolled_up=rolled_up).items():
                read[place].append(Reading(names, alike))
    return [_cell(question, place, tuple(readings)) for place, readings in read.items()]


def _cell(question: Question, place: Place, readings: tuple[Reading, ...]) -> Cell:
    account, bucket, currency, changed, group = place
    now, former = currency_of(question, currency, changed=changed)
    return Cell(account, bucket, group, now, readings=readings, peaks=PEAKS, converted_from=former)


def _read(question: Question, names: frozenset[str], *, rolled_up: bool) -> dict[Place, list[Alike]]:
    measures = [_measure(name, question) for name in sorted(names)]
    keys = [measure.name for measure in measures]
    bits = len(stated_bits(keys))
    starts = numbers_by_start(question)
    first = _BEFORE_GROUP + len(question.content_keys)
    found: dict[Place, list[Alike]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_statement(question, measures, rolled_up=rolled_up), parameters_of(question))
        for row in cursor.fetchall():
            stated = names_of_bits(keys, row[first : first + bits])
            if stated:
                place = (row[0], starts[row[1]], row[2], row[3], tuple(row[_BEFORE_GROUP:first]))
                found[place].append(_alike(row, stated, measures, first + bits, question.window.start))
    return found


def _of_accounts(question: Question) -> bool:
    """Say whether no single ad unit is asked for, so that what is counted by account can answer."""
    return question.scope.whole_accounts and not question.content_keys


def _statement(question: Question, measures: Sequence[Measure], *, rolled_up: bool) -> str:
    """Write the statement; months first, so that a day on which several units speak is one day."""
    groups = [f"{AD_UNIT_ATTRIBUTES[key]} AS g{at}" for at, key in enumerate(question.content_keys)]
    bits = [f"{bit} AS s{at}" for at, bit in enumerate(stated_bits([measure.column for measure in measures]))]
    aggregates = [aggregate for measure in measures for aggregate in measure.aggregates()]
    named = [f"{aggregate} AS v{at}" for at, aggregate in enumerate(aggregates)]
    again = [f"{aggregate.partition('(')[0]}(v{at})" for at, aggregate in enumerate(aggregates)]
    bucket, changed = bucket_start(question, "d.day"), is_converted(question)
    of = "d" if rolled_up and _of_accounts(question) else "u"
    keys = [f"{of}.account_id, {bucket} AS b_start, {of}.currency, {changed} AS converted, d.derived, d.capped"]
    alike = [*(f"g{at}" for at in range(len(groups))), *(f"s{at}" for at in range(len(bits)))]
    numbers = ", ".join(str(number) for number in range(1, _BEFORE_GROUP + len(alike) + 1))
    columns = [measure.name for measure in measures]
    by_month = (
        f"SELECT {listed(keys, groups, bits)}, d.month, sum(d.rows) AS rows, bit_or(d.days) AS days, {listed(named)}"
        f" FROM {_counted(question, columns) if of == 'd' else _of_units(question, columns, rolled_up=rolled_up)}"
        f"{rate_of_day(question, f'{of}.currency', 'd.day')} GROUP BY {numbers}, d.month"
    )
    return (
        f"{rates_first(question)}"
        f"SELECT {listed(['account_id, b_start, currency, converted, derived, capped'], alike)},"
        f" sum(rows), array_agg(month), array_agg(days), {listed(again)} FROM ({by_month}) by_month GROUP BY {numbers}"
    )


def _counted(question: Question, columns: Sequence[str]) -> str:
    """Write the days and months of whole accounts, `d`; with rates, which are by day, the days alone."""
    accounts, by_month = "SELECT unnest(%(accounts)s::uuid[])", question.currency is None
    return f"({rows_of_window(question, ADS_OF_ACCOUNTS, columns, rolled_up=by_month, owners=accounts)}) d"


def _of_units(question: Question, columns: Sequence[str], *, rolled_up: bool) -> str:
    """Write the days and months, `d`, of the ad units in scope, `u`."""
    units = "campaigns_adunit u LEFT JOIN campaigns_content c ON c.id = u.content_id"
    in_scope = ad_units_in_scope(question.scope)
    owners = f"SELECT u.id FROM {units} WHERE {in_scope}"
    rows = rows_of_window(question, AD_DAYS, columns, rolled_up=rolled_up, owners=owners)
    tags = each_hashtag(question.content_keys)
    return f"{units}{tags} JOIN ({rows}) d ON d.ad_unit_id = u.id AND {in_scope}"


def _alike(row: Sequence[Any], stated: frozenset[str], measures: Sequence[Measure], at: int, since: date) -> Alike:
    rows, months, days = row[at : at + 3]
    aggregates = read_aggregates(measures, stated, row[at + 3 :])
    return Alike(
        stated=stated,
        rows=int(rows),
        day_bits=sum(bits << _LONGEST_MONTH * _months(since, month) for month, bits in zip(months, days, strict=True)),
        values=aggregates.values,
        largest=aggregates.largest,
        derived=frozenset(row[4]),
        capped=frozenset(row[5]),
    )


def _months(since: date, month: date) -> int:
    return (month.year - since.year) * 12 + month.month


def _measure(name: str, question: Question) -> Measure:
    metric = METRICS[name]
    column = converted(question, f"d.{name}") if metric.unit is Unit.MONEY else f"d.{name}"
    return Measure(name, column, _WAYS[metric.kinds[Grain.AD_DAY]])
