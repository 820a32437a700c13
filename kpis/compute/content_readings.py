"""What each content shows in a bucket: its lifetime to date, or what it gained between two of its snapshots.

Both write a query `r` over the contents `c`: content, first day of the bucket, whether it was published `inside` it,
each metric's value, as bits in the order of `needed` which of them are `stated` and `unbased` (a gain without
baseline), and the names of those that are `derived`, `capped` and `overstated` (a capped level was taken off).
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from campaigns.metrics import Grain, Kind
from campaigns.metrics.columns import COLUMNS
from campaigns.metrics.stated import stated_bits
from kpis.compute.question import Question
from kpis.compute.selecting import bucket_start

_CUMULATIVE = frozenset(COLUMNS[Grain.CONTENT][Kind.CUMULATIVE])
Lacking = Mapping[frozenset[str], Sequence[UUID]]  # accounts by what newest snapshots may lack and older ones have


def lifetime(needed: Sequence[str], lacking: Lacking, question: Question) -> str:
    """Read the newest stated total of each content published in a bucket."""
    return (
        f"k AS MATERIALIZED (SELECT c.id, c.account_id, {bucket_start(question, 'c.published_on')} AS b_start,"
        " %(end)s::date AS b_end FROM c WHERE c.published_on BETWEEN %(start)s AND %(end)s),"
        f" {_newest('last', 'k', 'true', needed, lacking)},"
        f" r AS MATERIALIZED (SELECT k.id AS content_id, k.b_start, true AS inside{_values(needed)},"
        " last.stated, last.derived, last.capped, 0::bigint AS unbased, '{}'::varchar[] AS overstated"
        " FROM k LEFT JOIN last USING (id, b_start))"
    )


def happened(needed: Sequence[str], lacking: Lacking, question: Question) -> str:
    """Read what each content gained in a bucket: its last total there less its last one before.

    Without an earlier total the baseline is 0 only for what was published in the bucket; else the gain is at most
    the total. Unique people and vendors' rates cannot be taken from each other: they count only for what was
    published in the bucket. What was published there and never read is a content all the same.
    """
    mask = sum(1 << at for at, name in enumerate(needed) if name in _CUMULATIVE)
    inside = "s.day BETWEEN k.b_start AND k.b_end"
    return (
        f"{_places(question)},"
        f" {_newest('last', 'k', inside, needed, lacking)},"
        " grown AS MATERIALIZED (SELECT k.* FROM k JOIN last USING (id, b_start) WHERE NOT k.born),"
        f" {_newest('earlier', 'grown', 's.day < k.b_start', needed, lacking)},"
        " r AS MATERIALIZED (SELECT k.id AS content_id, k.b_start, k.inside"
        f"{''.join(_gain(name) for name in needed)},"
        f" CASE WHEN k.born THEN last.stated ELSE last.stated & {mask}::bigint END AS stated,"
        " last.derived || earlier.derived AS derived, last.capped,"
        f" CASE WHEN k.born THEN 0 ELSE last.stated & {mask}::bigint & ~coalesce(earlier.stated, 0) END AS unbased,"
        " coalesce(earlier.capped, '{}') AS overstated"
        " FROM k LEFT JOIN last USING (id, b_start) LEFT JOIN earlier USING (id, b_start)"
        " WHERE k.inside OR last.id IS NOT NULL)"
    )


def _places(question: Question) -> str:
    """Write the contents with the buckets in which they were read or published."""
    attributes = (
        "c.published_on BETWEEN b.b_start AND b.b_end AS inside, coalesce(c.published_on >= b.b_start, false) AS born"
    )
    buckets = "b(b_start, b_end) AS (SELECT * FROM unnest(%(starts)s::date[], %(ends)s::date[]))"
    if question.time_key is None:
        return (
            f"{buckets}, k AS MATERIALIZED (SELECT c.id, c.account_id, b.b_start, b.b_end,"
            f" coalesce({attributes.replace(' AS inside', ', false) AS inside', 1)} FROM c CROSS JOIN b)"
        )
    start = bucket_start(question, "s.day")
    return (
        f"{buckets}, k AS MATERIALIZED (SELECT c.id, c.account_id, b.b_start, b.b_end,"
        f" coalesce({attributes.replace(' AS inside', ', false) AS inside', 1)} FROM ("
        f"SELECT DISTINCT c.id, {start} AS b_start FROM c JOIN campaigns_contentsnapshot s"
        " ON s.content_id = c.id AND s.day BETWEEN %(start)s AND %(end)s"
        f" UNION SELECT c.id, {bucket_start(question, 'c.published_on')} FROM c"
        " WHERE c.published_on BETWEEN %(start)s AND %(end)s) p JOIN c USING (id) JOIN b USING (b_start))"
    )


def lacking_parameters(lacking: Lacking) -> dict[str, list[UUID]]:
    """Give the parameters that name the accounts."""
    return {f"lacking_{number}": list(accounts) for number, accounts in enumerate(lacking.values())}


def _newest(name: str, of: str, when: str, needed: Sequence[str], lacking: Lacking) -> str:
    """Write a query that gives each place's newest snapshot, and for what that lacks the newest one that states it."""
    columns = "".join(f", s.{metric}" for metric in needed)
    older = [metric for metric in needed if any(metric in metrics for metrics in lacking)]
    joins = "".join(f" LEFT JOIN LATERAL ({_older(metric, when, lacking)}) of_{metric} ON true" for metric in older)
    values = "".join(
        f", coalesce(n.{metric}, of_{metric}.value) AS {metric}" if metric in older else f", n.{metric}"
        for metric in needed
    )
    flags = "".join(f", {_flagged(needed, older, flag)} AS {flag}" for flag in ("derived", "capped"))
    stated = stated_bits(needed)[0] if needed else "0::bigint"
    return (
        f"{name}_row AS MATERIALIZED (SELECT k.id, k.b_start, k.b_end, k.account_id, s.day, s.derived, s.capped"
        f"{columns} FROM {of} k CROSS JOIN LATERAL (SELECT * FROM campaigns_contentsnapshot s"
        f" WHERE s.content_id = k.id AND {when} ORDER BY s.day DESC LIMIT 1) s),"
        f" {name}_all AS MATERIALIZED (SELECT n.id, n.b_start{values}{flags} FROM {name}_row n{joins}),"
        f" {name} AS MATERIALIZED (SELECT *, {stated} AS stated FROM {name}_all)"
    )


def _older(metric: str, when: str, lacking: Lacking) -> str:
    """Write the look-up of the newest snapshot that states what the newest of all does not."""
    accounts = " OR ".join(
        f"n.account_id = ANY(%(lacking_{number})s)" for number, metrics in enumerate(lacking) if metric in metrics
    )
    return (
        f"SELECT s.{metric} AS value, s.derived, s.capped FROM campaigns_contentsnapshot s"
        f" WHERE n.{metric} IS NULL AND ({accounts}) AND s.content_id = n.id AND s.day < n.day"
        f" AND {when.replace('k.', 'n.')} AND s.{metric} IS NOT NULL ORDER BY s.day DESC LIMIT 1"
    )


def _flagged(needed: Sequence[str], older: Sequence[str], flag: str) -> str:
    """Write the names of what is flagged in the snapshot that states it: the newest, or an older one."""
    if not older:
        return f"n.{flag}"
    each = [
        f"CASE WHEN n.{metric} IS NULL THEN '{metric}' = ANY(of_{metric}.{flag}) ELSE '{metric}' = ANY(n.{flag}) END"
        if metric in older
        else f"'{metric}' = ANY(n.{flag})"
        for metric in needed
    ]
    named = ", ".join(
        f"CASE WHEN {is_flagged} THEN '{metric}' END" for is_flagged, metric in zip(each, needed, strict=True)
    )
    return f"array_remove(ARRAY[{named}]::varchar[], NULL)"


def _values(needed: Sequence[str]) -> str:
    return "".join(f", last.{name}" for name in needed)


def _gain(name: str) -> str:
    if name not in _CUMULATIVE:
        return f", CASE WHEN k.born THEN last.{name} END AS {name}"
    return f", last.{name} - coalesce(earlier.{name}, 0) AS {name}"
