"""What each content shows in a bucket: its lifetime to date, or what it gained between two of its snapshots.

Both write a query `r` over the contents `c`: content, first day of the bucket, whether it was published `inside` it,
each metric's value, as bits in the order of `needed` which of them are `stated` and `unbased` (a gain without
baseline), and the names of those that are `derived`, `capped` and `overstated` (a capped level was taken off).

Snapshots are looked up once a content. Only where the newest one lacks a metric that older ones have these are searched
too, in a branch of their own: most contents need none of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from campaigns.metrics import Grain, Kind
from campaigns.metrics.columns import COLUMNS
from campaigns.metrics.stated import stated_bits
from kpis.compute.question import Question
from kpis.compute.selecting import bucket_start

_CUMULATIVE = frozenset(COLUMNS[Grain.CONTENT][Kind.CUMULATIVE])
Lacking = Mapping[frozenset[str], Sequence[UUID]]  # accounts by what newest snapshots may lack and older ones have


@dataclass(frozen=True, slots=True)
class _Side:
    """A snapshot of each place `k`: which ones qualify, and for which places it is looked up at all."""

    name: str
    when: str
    only: str = "true"


_TO_DATE = _Side("l", "true")
_LAST = _Side("l", "s.day BETWEEN k.b_start AND k.b_end")
_EARLIER = _Side("e", "s.day < k.b_start", only="NOT k.born AND l.day IS NOT NULL")


def lifetime(needed: Sequence[str], lacking: Lacking, question: Question) -> str:
    """Read the newest stated total of each content published in a bucket."""
    return (
        f"k AS MATERIALIZED (SELECT c.id, c.account_id, {bucket_start(question, 'c.published_on')} AS b_start"
        " FROM c WHERE c.published_on BETWEEN %(start)s AND %(end)s),"
        f" {_newest((_TO_DATE,), 'true', needed, lacking)},"
        f" r AS MATERIALIZED (SELECT id AS content_id, b_start, true AS inside{_values(needed)},"
        f" {_stated(needed)} AS stated, l_derived AS derived, l_capped AS capped,"
        " 0::bigint AS unbased, '{}'::varchar[] AS overstated FROM n)"
    )


def happened(needed: Sequence[str], lacking: Lacking, question: Question) -> str:
    """Read what each content gained in a bucket: its last total there less its last one before.

    Without an earlier total the baseline is 0 only for what was published in the bucket; else the gain is at most
    the total. Unique people and vendors' rates cannot be taken from each other: they count only for what was
    published in the bucket. What was published there and never read is a content all the same.
    """
    mask = sum(1 << at for at, name in enumerate(needed) if name in _CUMULATIVE)
    stated, before = _stated(needed), _stated(needed, "e")
    return (
        f"{_places(question)},"
        f" {_newest((_LAST, _EARLIER), 'k.inside OR l.day IS NOT NULL', needed, lacking)},"
        f" r AS MATERIALIZED (SELECT id AS content_id, b_start, inside{''.join(_gain(name) for name in needed)},"
        f" CASE WHEN born THEN {stated} ELSE ({stated}) & {mask}::bigint END AS stated,"
        " l_derived || e_derived AS derived, l_capped AS capped,"
        f" CASE WHEN born THEN 0 ELSE ({stated}) & {mask}::bigint & ~({before}) END AS unbased,"
        " coalesce(e_capped, '{}') AS overstated FROM n)"
    )


def lacking_parameters(lacking: Lacking) -> dict[str, list[UUID]]:
    """Give the parameters that name the accounts."""
    return {f"lacking_{number}": list(accounts) for number, accounts in enumerate(lacking.values())}


def _places(question: Question) -> str:
    """Write the contents with the buckets in which they were read or published."""
    attributes = (
        "coalesce(c.published_on BETWEEN b.b_start AND b.b_end, false) AS inside,"
        " coalesce(c.published_on >= b.b_start, false) AS born"
    )
    buckets = "b(b_start, b_end) AS (SELECT * FROM unnest(%(starts)s::date[], %(ends)s::date[]))"
    places = f"{buckets}, k AS MATERIALIZED (SELECT c.id, c.account_id, b.b_start, b.b_end, {attributes} FROM"
    if question.time_key is None:
        return f"{places} c CROSS JOIN b)"
    start = bucket_start(question, "s.day")
    return (
        f"{places} (SELECT DISTINCT c.id, {start} AS b_start FROM c JOIN campaigns_contentsnapshot s"
        " ON s.content_id = c.id AND s.day BETWEEN %(start)s AND %(end)s"
        f" UNION SELECT c.id, {bucket_start(question, 'c.published_on')} FROM c"
        " WHERE c.published_on BETWEEN %(start)s AND %(end)s) p JOIN c USING (id) JOIN b USING (b_start))"
    )


def _newest(sides: Sequence[_Side], kept: str, needed: Sequence[str], lacking: Lacking) -> str:
    """Write a query `n` that gives each place its snapshots; what one lacks comes from the newest that states it."""
    columns = ["day", "derived", "capped", *needed]
    named = "".join(f", {side.name}.{column} AS {side.name}_{column}" for side in sides for column in columns)
    joins = "".join(
        " LEFT JOIN LATERAL (SELECT * FROM campaigns_contentsnapshot s"
        f" WHERE {side.only} AND s.content_id = k.id AND {side.when} ORDER BY s.day DESC LIMIT 1) {side.name} ON true"
        for side in sides
    )
    found = f"(SELECT k.*{named} FROM k{joins} WHERE {kept})"
    lacks = " OR ".join(_lacks(side, metric, lacking) for side in sides for metric in _older(needed, lacking))
    if not lacks:
        return f"n AS MATERIALIZED {found}"
    all_columns = "".join(f", {side.name}_{column}" for side in sides for column in columns)
    keys = ", ".join(["id", "b_start", *(["inside", "born"] if _EARLIER in sides else [])])
    older = "".join(_looked_up(side, metric, lacking) for side in sides for metric in _older(needed, lacking))
    return (
        f"found AS MATERIALIZED (SELECT *, ({lacks}) AS lacks FROM {found} k),"
        f" completed AS MATERIALIZED (SELECT *{older} FROM found k WHERE lacks),"
        f" n AS (SELECT {keys}{all_columns} FROM found WHERE NOT lacks"
        f" UNION ALL SELECT {keys}{_completed(sides, needed, lacking)} FROM completed)"
    )


def _looked_up(side: _Side, metric: str, lacking: Lacking) -> str:
    """Write the look-up of the newest snapshot that states what the newest of all does not."""
    return (
        f", CASE WHEN {_lacks(side, metric, lacking)} THEN (SELECT s FROM campaigns_contentsnapshot s"
        f" WHERE s.content_id = k.id AND s.day < k.{side.name}_day AND {side.when} AND s.{metric} IS NOT NULL"
        f" ORDER BY s.day DESC LIMIT 1) END AS {side.name}_of_{metric}"
    )


def _completed(sides: Sequence[_Side], needed: Sequence[str], lacking: Lacking) -> str:
    """Write the columns of places whose snapshots lack something, each from the snapshot that states it."""
    older = _older(needed, lacking)
    columns = ""
    for side in sides:
        columns += f", {side.name}_day, {_flagged(side, needed, older, 'derived')}"
        columns += f", {_flagged(side, needed, older, 'capped')}"
        for metric in needed:
            own, other = f"{side.name}_{metric}", f"({side.name}_of_{metric}).{metric}"
            columns += f", coalesce({own}, {other})" if metric in older else f", {own}"
    return columns


def _older(needed: Sequence[str], lacking: Lacking) -> list[str]:
    """Name the metrics that newest snapshots may lack and older ones may have."""
    return [metric for metric in needed if any(metric in metrics for metrics in lacking)]


def _lacks(side: _Side, metric: str, lacking: Lacking) -> str:
    """Write whether a place has a snapshot that lacks a metric, where older ones may have it."""
    accounts = " OR ".join(
        f"k.account_id = ANY(%(lacking_{number})s)" for number, metrics in enumerate(lacking) if metric in metrics
    )
    return f"k.{side.name}_{metric} IS NULL AND k.{side.name}_day IS NOT NULL AND ({accounts})"


def _flagged(side: _Side, needed: Sequence[str], older: Sequence[str], flag: str) -> str:
    """Write the names of what is flagged in the snapshot that states it: the newest, or an older one."""
    own = f"{side.name}_{flag}"
    named = ", ".join(
        f"CASE WHEN '{metric}' = ANY(CASE WHEN {side.name}_{metric} IS NULL THEN ({side.name}_of_{metric}).{flag}"
        f" ELSE {own} END) THEN '{metric}' END"
        if metric in older
        else f"CASE WHEN '{metric}' = ANY({own}) THEN '{metric}' END"
        for metric in needed
    )
    return f"array_remove(ARRAY[{named}]::varchar[], NULL)"


def _stated(needed: Sequence[str], side: str = "l") -> str:
    return stated_bits([f"{side}_{name}" for name in needed])[0] if needed else "0::bigint"


def _values(needed: Sequence[str]) -> str:
    return "".join(f", l_{name} AS {name}" for name in needed)


def _gain(name: str) -> str:
    if name not in _CUMULATIVE:
        return f", CASE WHEN born THEN l_{name} END AS {name}"
    return f", l_{name} - coalesce(e_{name}, 0) AS {name}"
