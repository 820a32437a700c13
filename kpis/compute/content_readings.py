"""What each content shows in a bucket: its lifetime to date, or what it gained between two of its snapshots.

Both write a query `r` over the contents `c`: content, first day of the bucket, whether it was published `inside` it,
each metric's value, and as bits, one a metric in the order of `needed`, which of them are `stated`, `derived`,
`capped`, `unbased` (a gain without baseline) and `overstated` (a capped level was taken off).
"""

from collections.abc import Mapping, Sequence

from campaigns.metrics import Grain, Kind
from campaigns.metrics.columns import COLUMNS
from kpis.compute.accounts import Variant
from kpis.compute.question import Question
from kpis.compute.selecting import bucket_start

_CUMULATIVE = frozenset(COLUMNS[Grain.CONTENT][Kind.CUMULATIVE])
Needs = Mapping[Variant, frozenset[str]]  # by kind of account, the metrics that its contents are asked for


def lifetime(needed: Sequence[str], needs: Needs, question: Question) -> str:
    """Read the newest stated total of each content published in a bucket."""
    return (
        f"k AS (SELECT c.id, c.network, c.kind, {bucket_start(question, 'c.published_on')} AS b_start,"
        " %(end)s::date AS b_end FROM c WHERE c.published_on BETWEEN %(start)s AND %(end)s),"
        f" {_newest('last', 'k', 'true', needed, needs)},"
        f" r AS (SELECT k.id AS content_id, k.b_start, true AS inside{_values(needed)},"
        " last.stated, last.derived, last.capped, 0::bigint AS unbased, 0::bigint AS overstated"
        " FROM k LEFT JOIN last USING (id, b_start))"
    )


def happened(needed: Sequence[str], needs: Needs, question: Question) -> str:
    """Read what each content gained in a bucket: its last total there less its last one before.

    Without an earlier total the baseline is 0 only for what was published in the bucket; else the gain is at most
    the total. Unique people and vendors' rates cannot be taken from each other: they count only for what was
    published in the bucket. What was published there and never read is a content all the same.
    """
    mask = sum(1 << at for at, name in enumerate(needed) if name in _CUMULATIVE)
    inside = "s.day BETWEEN k.b_start AND k.b_end"
    return (
        f"{_places(question)},"
        f" {_newest('last', 'k', inside, needed, needs)},"
        " grown AS (SELECT k.* FROM k JOIN last USING (id, b_start) WHERE NOT k.born),"
        f" {_newest('earlier', 'grown', 's.day < k.b_start', needed, needs)},"
        " r AS (SELECT k.id AS content_id, k.b_start, k.inside"
        f"{''.join(_gain(name) for name in needed)},"
        f" CASE WHEN k.born THEN last.stated ELSE last.stated & {mask}::bigint END AS stated,"
        " last.derived | coalesce(earlier.derived, 0) AS derived, last.capped,"
        f" CASE WHEN k.born THEN 0 ELSE last.stated & {mask}::bigint & ~coalesce(earlier.stated, 0) END AS unbased,"
        " coalesce(earlier.capped, 0) AS overstated"
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
            f"{buckets}, k AS (SELECT c.id, c.network, c.kind, b.b_start, b.b_end,"
            f" coalesce({attributes.replace(' AS inside', ', false) AS inside', 1)} FROM c CROSS JOIN b)"
        )
    start = bucket_start(question, "s.day")
    return (
        f"{buckets}, k AS (SELECT c.id, c.network, c.kind, b.b_start, b.b_end,"
        f" coalesce({attributes.replace(' AS inside', ', false) AS inside', 1)} FROM ("
        f"SELECT DISTINCT c.id, {start} AS b_start FROM c JOIN campaigns_contentsnapshot s"
        " ON s.content_id = c.id AND s.day BETWEEN %(start)s AND %(end)s"
        f" UNION SELECT c.id, {bucket_start(question, 'c.published_on')} FROM c"
        " WHERE c.published_on BETWEEN %(start)s AND %(end)s) p JOIN c USING (id) JOIN b USING (b_start))"
    )


def _newest(name: str, of: str, when: str, needed: Sequence[str], needs: Needs) -> str:
    """Write a query that gives each place's newest snapshot, and for what that lacks the newest one that states it."""
    columns = "".join(f", s.{metric}" for metric in needed)
    lacking = " OR ".join(
        f"(k.network = '{network}' AND k.kind = '{kind}' AND num_nulls({', '.join(metrics)}) > 0)"
        for (network, kind), asked in sorted(needs.items())
        if (metrics := [f"k.{metric}" for metric in needed if metric in asked])
    )
    rest = "".join(
        f", (array_agg(s ORDER BY s.day DESC) FILTER (WHERE s.{metric} IS NOT NULL))[1] AS of_{metric}"
        for metric in needed
    )
    return (
        f"{name}_row AS (SELECT k.id, k.b_start, k.b_end, k.network, k.kind, s.day, s.derived, s.capped{columns}"
        f" FROM {of} k CROSS JOIN LATERAL (SELECT * FROM campaigns_contentsnapshot s WHERE s.content_id = k.id"
        f" AND {when} ORDER BY s.day DESC LIMIT 1) s),"
        f" {name}_rest AS (SELECT k.id, k.b_start{rest} FROM {name}_row k JOIN campaigns_contentsnapshot s"
        f" ON s.content_id = k.id AND s.day < k.day AND {when} WHERE {lacking or 'false'} GROUP BY 1, 2),"
        f" {name} AS (SELECT n.id, n.b_start{''.join(f', coalesce(n.{m}, (o.of_{m}).{m}) AS {m}' for m in needed)},"
        f" {_bits(needed, 'coalesce(n.{m}, (o.of_{m}).{m}) IS NOT NULL')} AS stated,"
        f" {_bits(needed, _flag('derived'))} AS derived, {_bits(needed, _flag('capped'))} AS capped"
        f" FROM {name}_row n LEFT JOIN {name}_rest o USING (id, b_start))"
    )


def _flag(flags: str) -> str:
    return f"'{{m}}' = ANY(CASE WHEN n.{{m}} IS NULL THEN (o.of_{{m}}).{flags} ELSE n.{flags} END)"


def _bits(needed: Sequence[str], condition: str) -> str:
    each = [
        f"CASE WHEN {condition.format(m=metric)} THEN {1 << at}::bigint ELSE 0 END" for at, metric in enumerate(needed)
    ]
    return f"({' | '.join(each) or '0::bigint'})"


def _values(needed: Sequence[str]) -> str:
    return "".join(f", last.{name}" for name in needed)


def _gain(name: str) -> str:
    if name not in _CUMULATIVE:
        return f", CASE WHEN k.born THEN last.{name} END AS {name}"
    return f", last.{name} - coalesce(earlier.{name}, 0) AS {name}"
