"""Sums of account days: flows added, whole months from the roll-up; levels taken last; people kept apart."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import connection

from campaigns.metrics import METRICS, Grain, Kind
from campaigns.metrics.columns import COLUMNS
from campaigns.metrics.stated import names_of_bits, stated_bits
from kpis.compute.accounts import AccountFacts
from kpis.compute.cells import Cell
from kpis.compute.question import Question
from kpis.compute.selecting import bucket_start, listed, numbers_by_start, parameters_of, select_and_group
from kpis.compute.sheets import Bundle, Flags, Measure, Row, Sheet, Way, columns_of, names_in
from kpis.compute.whole_months import ACCOUNT_DAYS, rows_of_window, whole_months

LEVELS = frozenset(COLUMNS[Grain.ACCOUNT_DAY][Kind.STOCK]) | {"followers_start"}
FLOWS = frozenset(COLUMNS[Grain.ACCOUNT_DAY][Kind.FLOW])
STALE_AFTER = 31
"""Days after which a follower count says nothing of the followers when a window begins."""
_BEFORE_FLAGS = 2  # account, bucket
_ARRAYS = ("d.derived", "d.capped")
_ACCOUNTS = "SELECT unnest(%(accounts)s::uuid[])"
_STATING = "SELECT account_id FROM stating"
_WAYS = {
    Kind.FLOW: Way.ADDED,
    Kind.STOCK: Way.LAST,
    Kind.UNIQUE: Way.ALONE,
    Kind.WINDOW: Way.ALONE,
    Kind.RATIO: Way.ALONE,
    Kind.PEAK: Way.HIGHEST,
    Kind.CUMULATIVE: Way.LAST,
}


def account_cells(question: Question, bundles: Sequence[Bundle], accounts: Mapping[UUID, AccountFacts]) -> list[Cell]:
    """Sum the account days of the window: one statement for flows over the roll-up, one for all else."""
    if not bundles or not question.scope.accounts:
        return []
    whole = whole_months(question)
    flows = [bundle for bundle in bundles if bundle <= FLOWS] if whole else []
    rest = [bundle for bundle in bundles if not (whole and bundle <= FLOWS)]
    cells: dict[tuple[UUID, int], Cell] = {}
    for number, asked in enumerate((flows, rest)):
        if asked:
            names = frozenset[str]().union(*asked)
            sheet, rows = _read(question, names, number, rolled_up=number == 0)
            starts = numbers_by_start(question)
            for row in rows:
                look = sheet.look(row[_BEFORE_FLAGS : sheet.rows_at])
                if look.flags.stated:
                    place = (row[0], starts[row[1]])
                    cell = cells.get(place) or cells.setdefault(place, Cell(accounts[place[0]], place[1], ()))
                    cell.add(look, row)
    return list(cells.values())


def _read(question: Question, names: frozenset[str], number: int, *, rolled_up: bool) -> tuple[Sheet, list[Row]]:
    measures = [_measure(name) for name in sorted(names)]
    bucket = bucket_start(question, "d.day")
    columns = sorted(names - {"followers_start"})
    needs_start = "followers_start" in names
    bits = stated_bits([measure.column for measure in measures])
    last_day = ["max(d.day)"] if names & LEVELS else ["NULL"]
    aggregates = [aggregate for measure in measures for aggregate in measure.aggregates()]
    keys, grouped = select_and_group(["d.account_id", f"{bucket} AS b_start", *_ARRAYS, *bits], frozenset(_ARRAYS))
    first = _accounts_stating(question, columns) if rolled_up else _levels_before(bucket) if needs_start else ""
    owners = _STATING if rolled_up else _ACCOUNTS
    sql = (
        f"{first}"
        f" SELECT {listed(keys, ['sum(d.rows)'], last_day, aggregates)}"
        f" FROM ({rows_of_window(question, ACCOUNT_DAYS, columns, rolled_up=rolled_up, owners=owners)}) d"
        f"{f' JOIN before ON before.account_id = d.account_id AND before.b_start = {bucket}' if needs_start else ''}"
        f" GROUP BY {grouped}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters_of(question))
        return _sheet(measures, number, at=4 + len(bits)), cursor.fetchall()


def _sheet(measures: Sequence[Measure], number: int, *, at: int) -> Sheet:
    """Say what stands where: the number of rows `at` its place, then the last day and the sums."""
    keys = [measure.name for measure in measures]

    def flags(stated: Row) -> Flags:
        derived, capped, *bits = stated
        return Flags(names_of_bits(keys, bits), names_in(derived), names_in(capped))

    return Sheet(
        number=number,
        asked=frozenset(keys),
        columns=columns_of(measures, at + 2, levels=LEVELS),
        read_flags=flags,
        rows_at=at,
        last_day_at=at + 1,
        of_days=True,
    )


def _measure(name: str) -> Measure:
    if name == "followers_start":
        return Measure(name, "before.followers", Way.HIGHEST)
    return Measure(name, f"d.{name}", _WAYS[METRICS[name].kinds[Grain.ACCOUNT_DAY]])


def _accounts_stating(question: Question, flows: Sequence[str]) -> str:
    """Find the accounts whose months state any of the flows: of the others no day needs to be read."""
    first = question.window.start.replace(day=1)
    return (
        "WITH stating AS MATERIALIZED (SELECT DISTINCT account_id FROM campaigns_accountmonth"
        f" WHERE account_id = ANY(%(accounts)s) AND month BETWEEN '{first}' AND %(end)s"
        f" AND num_nonnulls({', '.join(flows)}) > 0)"
    )


def _levels_before(bucket: str) -> str:
    """Read the last follower count before each bucket; kept apart, so that it is looked up once and not once a day."""
    return (
        "WITH before AS MATERIALIZED (SELECT k.account_id, k.b_start, ("
        "SELECT b.followers FROM campaigns_accountday b WHERE b.account_id = k.account_id AND b.day < k.b_start"
        f" AND b.day >= k.b_start - {STALE_AFTER} AND b.followers IS NOT NULL ORDER BY b.day DESC LIMIT 1) AS followers"
        f" FROM (SELECT DISTINCT d.account_id, {bucket} AS b_start FROM campaigns_accountday d"
        " WHERE d.account_id = ANY(%(accounts)s) AND d.day BETWEEN %(start)s AND %(end)s) k)"
    )
