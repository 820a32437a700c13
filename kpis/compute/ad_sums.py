"""Sums of paid media and commerce; money stays in its currency, or is converted day by day at the stated rates."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.db import connection

from campaigns.metrics import METRICS, Grain, Kind, Unit
from campaigns.metrics.columns import COLUMNS
from campaigns.metrics.stated import names_of_bits, stated_bits
from kpis.compute.accounts import AccountFacts
from kpis.compute.cells import Cell
from kpis.compute.contents_in_scope import AD_UNIT_ATTRIBUTES, ad_units_in_scope, each_hashtag
from kpis.compute.converting import RATES, converted, currency_of, is_converted, rate_of_day, rates_first
from kpis.compute.question import Question
from kpis.compute.selecting import bucket_start, listed, numbers_by_start, parameters_of, select_and_group
from kpis.compute.sheets import Bundle, Flags, Measure, Row, Sheet, Way, columns_of, names_in
from kpis.compute.whole_months import AD_DAYS, ADS_OF_ACCOUNTS, rows_of_window, whole_months

FLOWS = frozenset(COLUMNS[Grain.AD_DAY][Kind.FLOW])
Place = tuple[UUID, int, str, bool, tuple[str | None, ...]]  # account, bucket, currency, whether converted, group
_BEFORE_GROUP = 4  # account, bucket, currency, whether converted
_ARRAYS = ("derived", "capped")
_DAYS_OF_MONTH = "(month - date '2000-01-01')::bigint << 31 | days"  # which month, and a bit a day of it
_WAYS = {Kind.FLOW: Way.ADDED, Kind.UNIQUE: Way.ALONE, Kind.PEAK: Way.HIGHEST}


def ad_cells(question: Question, bundles: Sequence[Bundle], accounts: Mapping[UUID, AccountFacts]) -> list[Cell]:
    """Sum the ad days in scope: one statement for flows over the roll-ups, one for all else."""
    if not question.content_keys:  # else ads that state a part show as groups without a value
        ever = [accounts[account].advertised for account in question.scope.accounts]
        bundles = [bundle for bundle in bundles if any(names is None or bundle <= names for names in ever)]
    if not bundles or not question.scope.accounts:
        return []
    cells: dict[Place, Cell] = {}
    for number, asked in enumerate(_parted(question, bundles)):
        if asked:
            names = frozenset[str]().union(*asked)
            sheet, rows = _read(question, names, number, rolled_up=number == 0)
            _sort_in(question, sheet, rows, cells, accounts)
    return list(cells.values())


def _parted(question: Question, bundles: Sequence[Bundle]) -> tuple[Sequence[Bundle], Sequence[Bundle]]:
    """Part what roll-ups answer from the rest; where the rest reads all days of single ad units, it answers both."""
    by_month = question.currency is None and whole_months(question) is not None  # rates are by day
    of_accounts = question.of_whole_accounts  # whose days and months are counted beside those of single ad units
    flows = [bundle for bundle in bundles if bundle <= FLOWS]
    if not (by_month or of_accounts) or (len(flows) < len(bundles) and not of_accounts):
        return [], bundles
    return flows, [bundle for bundle in bundles if not bundle <= FLOWS]


def _sort_in(
    question: Question,
    sheet: Sheet,
    rows: Iterable[Row],
    cells: dict[Place, Cell],
    accounts: Mapping[UUID, AccountFacts],
) -> None:
    first = _BEFORE_GROUP + len(question.content_keys)
    starts = numbers_by_start(question)
    for row in rows:
        look = sheet.look(row[first : sheet.rows_at])
        if look.flags.stated:
            place = (row[0], starts[row[1]], row[2], row[3], row[_BEFORE_GROUP:first])
            cell = cells.get(place)
            if cell is None:
                account, bucket, currency, changed, group = place
                now, former = currency_of(question, currency, changed=changed)
                cell = cells[place] = Cell(accounts[account], bucket, group, now, former)
            cell.add(look, row)


def _read(question: Question, names: frozenset[str], number: int, *, rolled_up: bool) -> tuple[Sheet, list[Row]]:
    measures = [_measure(name, question) for name in sorted(names)]
    bits = len(stated_bits([measure.name for measure in measures]))
    at = _BEFORE_GROUP + len(question.content_keys) + len(_ARRAYS) + bits
    with connection.cursor() as cursor:
        cursor.execute(_statement(question, measures, rolled_up=rolled_up), parameters_of(question))
        return _sheet(measures, number, at=at), cursor.fetchall()


def _sheet(measures: Sequence[Measure], number: int, *, at: int) -> Sheet:
    """Say what stands where: the number of rows `at` its place, then the days and the sums."""
    keys = [measure.name for measure in measures]

    def flags(row: Row) -> Flags:
        derived, capped, *bits = row
        return Flags(names_of_bits(keys, bits), names_in(derived), names_in(capped))

    return Sheet(
        number=number,
        asked=frozenset(keys),
        columns=columns_of(measures, at + 2),
        read_flags=flags,
        rows_at=at,
        days_at=at + 1,
        of_days=True,
    )


def _statement(question: Question, measures: Sequence[Measure], *, rolled_up: bool) -> str:
    """Write the statement over what is counted by account, or over ad units."""
    columns = [measure.name for measure in measures]
    bits = stated_bits([measure.column for measure in measures])
    aggregates = [aggregate for measure in measures for aggregate in measure.aggregates()]
    bucket, changed = bucket_start(question, "d.day"), is_converted(question)
    if not (rolled_up and question.of_whole_accounts):
        return _by_unit(question, columns, bits, aggregates, rolled_up=rolled_up)
    kept, grouped = select_and_group(
        ["d.account_id", f"{bucket} AS b_start", "d.currency", f"{changed} AS converted", *_ARRAYS, *bits],
        frozenset(_ARRAYS),
    )
    return (
        f"{rates_first(question)}SELECT {listed(kept, ['sum(d.rows)', f'array_agg({_DAYS_OF_MONTH})'], aggregates)}"
        f" FROM {_counted(question, columns)}{rate_of_day(question, 'd.currency', 'd.day')} GROUP BY {grouped}"
    )


def _by_unit(
    question: Question, columns: Sequence[str], bits: Sequence[str], aggregates: Sequence[str], *, rolled_up: bool
) -> str:
    """Write the statement over ad units; months first, so that a day on which several units speak is one day."""
    groups = [f"g{at}" for at in range(len(question.content_keys))]
    named_bits = [f"{bit} AS s{at}" for at, bit in enumerate(bits)]
    named = [f"{aggregate} AS v{at}" for at, aggregate in enumerate(aggregates)]
    again = [f"{aggregate.partition('(')[0]}(v{at})" for at, aggregate in enumerate(aggregates)]
    bucket, changed = bucket_start(question, "d.day"), is_converted(question)
    keys = [f"u.account_id, {bucket} AS b_start, u.currency, {changed} AS converted", *groups]
    alike = [*groups, *_ARRAYS, *(f"s{at}" for at in range(len(bits)))]
    kept, grouped = select_and_group(["account_id", "b_start", "currency", "converted", *alike], frozenset(_ARRAYS))
    numbers = ", ".join(str(number) for number in range(1, _BEFORE_GROUP + len(alike) + 1))
    rows = rows_of_window(question, AD_DAYS, columns, rolled_up=rolled_up, owners="SELECT DISTINCT id FROM u")
    by_month = (
        f"SELECT {listed(keys, ['d.derived, d.capped'], named_bits)}, d.month, sum(d.rows) AS rows,"
        f" bit_or(d.days) AS days, {listed(named)} FROM u JOIN ({rows}) d ON d.ad_unit_id = u.id"
        f"{rate_of_day(question, 'u.currency', 'd.day')} GROUP BY {numbers}, d.month"
    )
    return (
        f"WITH {f'{RATES}, ' if question.currency else ''}u AS MATERIALIZED ({_units(question)}) SELECT {listed(kept)},"
        f" sum(rows), array_agg({_DAYS_OF_MONTH}), {listed(again)} FROM ({by_month}) by_month GROUP BY {grouped}"
    )


def _counted(question: Question, columns: Sequence[str]) -> str:
    """Write the days and months of whole accounts, `d`; with rates, which are by day, the days alone."""
    accounts, by_month = "SELECT unnest(%(accounts)s::uuid[])", question.currency is None
    return f"({rows_of_window(question, ADS_OF_ACCOUNTS, columns, rolled_up=by_month, owners=accounts)}) d"


def _units(question: Question) -> str:
    """Write the ad units in scope with what they are grouped by; those of several hashtags once for each."""
    groups = "".join(f", {AD_UNIT_ATTRIBUTES[key]} AS g{at}" for at, key in enumerate(question.content_keys))
    return (
        f"SELECT u.id, u.account_id, u.currency{groups} FROM campaigns_adunit u"
        f" LEFT JOIN campaigns_content c ON c.id = u.content_id{each_hashtag(question.content_keys)}"
        f" WHERE {ad_units_in_scope(question.scope)}"
    )


def _measure(name: str, question: Question) -> Measure:
    metric = METRICS[name]
    column = converted(question, f"d.{name}") if metric.unit is Unit.MONEY else f"d.{name}"
    return Measure(name, column, _WAYS[metric.kinds[Grain.AD_DAY]])
