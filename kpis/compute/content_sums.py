"""Sums over contents: lifetime totals to date of what was published in the window, or what happened in the window."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from campaigns.metrics import METRICS, Grain, Kind
from campaigns.metrics.columns import columns
from campaigns.metrics.stated import names_of_bits
from kpis.compute.accounts import AccountFacts, Variant
from kpis.compute.cells import Cell
from kpis.compute.content_readings import Wanted, happened, lifetime
from kpis.compute.contents_in_scope import ATTRIBUTES, CONTENT_ATTRIBUTES, contents_in_scope, each_hashtag
from kpis.compute.question import Basis, Question
from kpis.compute.selecting import listed, numbers_by_start, parameters_of, select_and_group, uuid_array
from kpis.compute.sheets import Bundle, Flags, Measure, Row, Sheet, Way, columns_of, names_in

Needs = Mapping[Variant, frozenset[str]]  # by kind of account, the metrics that its contents are asked for
Lacking = Mapping[UUID, frozenset[str]]  # by account, what newest snapshots may lack and older ones may have
_COLUMNS = frozenset(columns(Grain.CONTENT))
VIRAL_FROM = 1000
"""Interactions from which a Xiaohongshu note is called 爆文 by custom."""
_LEVEL = "coalesce(c.followers_at_publish, f.followers)"
_NONE: frozenset[str] = frozenset()
_MARKS = ("c.derived", "c.capped", "c.overstated")
_UNMARKED = (_NONE,) * len(_MARKS)
_COUNTS = ("count(*)", "count(*) FILTER (WHERE c.boosted)", "count(*) FILTER (WHERE NOT c.boosted)")
_BEFORE_GROUP = 2  # account, bucket


@dataclass(frozen=True, slots=True)
class Composed:
    """A measure of a content that is worked out: its SQL, the columns it rests on, and when it is known besides."""

    column: str
    of: tuple[str, ...] = ()
    known: str = "true"


COMPOSED: Mapping[str, Composed] = {
    "contents": Composed("1", known="c.inside"),
    "followers_at_publish": Composed(_LEVEL, known=f"{_LEVEL} IS NOT NULL"),
    "duration_viewed_s": Composed("c.views * c.duration_s", ("views",), known="c.duration_s IS NOT NULL"),
    "contents_viral": Composed(
        f"CASE WHEN c.likes + c.comments + c.saves >= {VIRAL_FROM} THEN 1 ELSE 0 END", ("likes", "comments", "saves")
    ),
}


def content_cells(
    question: Question, bundles: Sequence[Bundle], needs: Needs, accounts: Mapping[UUID, AccountFacts]
) -> list[Cell]:
    """Sum the contents in scope: one statement, a row an account, bucket, group and set of stated metrics.

    `needs` names, by kind of account, the metrics that contents are asked for there.
    """
    facts = [accounts[account] for account in question.scope.accounts]
    if not question.content_keys:  # else contents that state nothing show as groups without a value
        bundles = [bundle for bundle in bundles if any(_may_state(account, bundle) for account in facts)]
    if not bundles:
        return []
    names = sorted({name for bundle in bundles for name in bundle})
    sheet, rows = _read(question, names, _lacking(needs, facts), marked=any(account.marked for account in facts))
    return _cells(question, sheet, rows, accounts)


def _cells(question: Question, sheet: Sheet, rows: Iterable[Row], accounts: Mapping[UUID, AccountFacts]) -> list[Cell]:
    first = _BEFORE_GROUP + len(question.content_keys)
    starts = numbers_by_start(question)
    cells: dict[Place, Cell] = {}
    for row in rows:
        place = (row[0], starts[row[1]], row[_BEFORE_GROUP:first])
        cell = cells.get(place) or cells.setdefault(place, Cell(accounts[row[0]], *place[1:]))
        contents, boosted, organic = row[sheet.rows_at : sheet.rows_at + len(_COUNTS)]
        cell.contents += contents
        cell.boosted += boosted
        cell.organic += organic
        cell.add(sheet.look(row[first : sheet.rows_at]), row)
    return list(cells.values())


def columns_for(names: Iterable[str]) -> frozenset[str]:
    """Give the columns of snapshots that metrics rest on."""
    return frozenset(
        column
        for name in names
        for column in (COMPOSED[name].of if name in COMPOSED else (name,))
        if column in _COLUMNS
    )


def _may_state(account: AccountFacts, bundle: Bundle) -> bool:
    """Tell whether some snapshot of an account's contents may state all that a bundle rests on."""
    return account.ever is None or columns_for(bundle) <= account.ever


def _lacking(needs: Needs, accounts: Iterable[AccountFacts]) -> Lacking:
    """Tell by account what its contents' newest snapshots may lack and older ones may have."""
    found = {}
    for account in accounts:
        asked = columns_for(needs.get(account.variant, ()))
        may_lack = asked if account.ever is None else (asked & account.ever) - account.always
        if may_lack:
            found[account.id] = may_lack
    return found


Place = tuple[UUID, int, tuple[str | None, ...]]  # account, bucket, group


def _read(question: Question, names: Sequence[str], lacking: Lacking, *, marked: bool) -> tuple[Sheet, list[Row]]:
    needed = sorted(columns_for(names))
    measures = [_measure(name, question) for name in names]
    given = parameters_of(question) | {
        "starts": [bucket.start for bucket in question.buckets],
        "ends": [bucket.end for bucket in question.buckets],
        "lacking": uuid_array(lacking),
        "may_lack": [sum(1 << at for at, name in enumerate(needed) if name in metrics) for metrics in lacking.values()],
    }
    wanted = Wanted(needed, _NONE.union(*lacking.values()).intersection(needed), marked)
    with connection.cursor() as cursor:
        cursor.execute(_statement(question, names, measures, wanted), given)
        at = _BEFORE_GROUP + len(question.content_keys) + 2 + (len(_MARKS) if marked else 0)
        return _sheet(measures, needed, at=at), cursor.fetchall()


def _sheet(measures: Sequence[Measure], needed: Sequence[str], *, at: int) -> Sheet:
    """Say what stands where: `at` its place the number of contents, then the boosted and the organic, and the sums."""
    names = [measure.name for measure in measures]
    own = [name for name in names if name in COMPOSED]

    def flags(row: Row) -> Flags:
        stated, unbased = (names_of_bits((*needed, *own), (bits,)) for bits in row[:2])
        stated -= {name for name in own if not stated.issuperset(COMPOSED[name].of)}
        derived, capped, overstated = [names_in(text) for text in row[2:]] or _UNMARKED
        return Flags(stated, *(_with_composed(found, own) for found in (derived, capped, unbased, overstated)))

    return Sheet(
        number=0, asked=frozenset(names), columns=columns_of(measures, at + len(_COUNTS)), read_flags=flags, rows_at=at
    )


def _statement(question: Question, names: Sequence[str], measures: Sequence[Measure], wanted: Wanted) -> str:
    read = lifetime if question.basis is Basis.PUBLISHED else happened
    groups = [CONTENT_ATTRIBUTES[key] for key in question.content_keys]
    aggregates = [aggregate for measure in measures for aggregate in measure.aggregates()]
    followers = (
        " LEFT JOIN campaigns_accountday f ON f.account_id = c.account_id AND f.day = c.published_on"
        if "followers_at_publish" in names
        else ""
    )
    flags = ["coalesce(c.stated, 0)", "coalesce(c.unbased, 0)", *(_MARKS if wanted.marked else ())]
    flags[0] += "".join(f" | {bit}" for bit in _composed_bits(names, wanted.needed))
    keys, grouped = select_and_group(["c.account_id", "c.b_start", *groups, *flags], frozenset(_MARKS))
    return (
        f"WITH c AS ({_contents(question, wanted.lacking)}) SELECT {listed(keys, _COUNTS, aggregates)}"
        f" FROM ({read(wanted, question)} OFFSET 0) c{each_hashtag(question.content_keys)}{followers}"
        f" GROUP BY {grouped}"
    )


def _contents(question: Question, lacking: frozenset[str]) -> str:
    """Write the contents in scope, with bits of what the newest snapshots of their accounts' contents may lack."""
    attributes = "".join(f", c.{name}" for name in (*ATTRIBUTES, "published_on", "followers_at_publish", "duration_s"))
    bits, joined = "", ""
    if lacking:
        bits = ", coalesce(m.may_lack, 0) AS may_lack"
        joined = (
            " LEFT JOIN unnest(%(lacking)s::uuid[], %(may_lack)s::bigint[]) m(account_id, may_lack)"
            " ON m.account_id = c.account_id"
        )
    return (
        f"SELECT c.id, c.account_id{attributes}{bits} FROM campaigns_content c{joined}"
        f" WHERE {contents_in_scope(question.scope)}"
    )


def _composed_bits(names: Sequence[str], needed: Sequence[str]) -> list[str]:
    """Write the bits of what is composed, which follow those of the columns."""
    return [
        f"CASE WHEN {COMPOSED[name].known} THEN {1 << at}::bigint ELSE 0 END"
        for at, name in enumerate((name for name in names if name in COMPOSED), start=len(needed))
    ]


def _with_composed(found: frozenset[str], own: Sequence[str]) -> frozenset[str]:
    """Add what is composed of something in a set of flagged columns: it shares the flag."""
    return found | {name for name in own if not found.isdisjoint(COMPOSED[name].of)} if own and found else found


def _measure(name: str, question: Question) -> Measure:
    if name in COMPOSED:
        return Measure(name, COMPOSED[name].column, Way.GAINED)
    kind = METRICS[name].kinds[Grain.CONTENT]
    if kind in {Kind.UNIQUE, Kind.WINDOW, Kind.RATIO}:
        return Measure(name, f"c.{name}", Way.ALONE)
    if kind is Kind.PEAK:
        return Measure(name, f"c.{name}", Way.HIGHEST)
    return Measure(name, f"c.{name}", Way.ADDED if question.basis is Basis.PUBLISHED else Way.GAINED)
