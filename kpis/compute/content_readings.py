"""What each content shows in a bucket: its lifetime to date, or what it gained between two of its snapshots.

Both write a query `r` over the contents `c`: content, first day of the bucket, whether it was published `inside` it,
and for each metric its value and whether that is `unbased`, `derived`, `capped` or `overstated`.
"""

from collections.abc import Sequence

from campaigns.metrics import Grain, Kind
from campaigns.metrics.columns import COLUMNS
from kpis.compute.question import GroupKey
from kpis.compute.selecting import bucket_start

_CUMULATIVE = frozenset(COLUMNS[Grain.CONTENT][Kind.CUMULATIVE])


def lifetime(needed: Sequence[str], time_key: GroupKey | None) -> str:
    """Read the newest stated total of each content published in a bucket."""
    read = "".join(
        f", {_newest(f's.{name}', name)} AS {name}, false AS {name}_unbased, false AS {name}_overstated, {_flags(name)}"
        for name in needed
    )
    return (
        f"r AS (SELECT c.id AS content_id, {bucket_start(time_key, 'c.published_on')} AS b_start, true AS inside{read}"
        " FROM c LEFT JOIN campaigns_contentsnapshot s ON s.content_id = c.id"
        " WHERE c.published_on BETWEEN %(start)s AND %(end)s GROUP BY c.id, 2)"
    )


def happened(needed: Sequence[str], time_key: GroupKey | None) -> str:
    """Read what each content gained in a bucket: its last total there less its last one before.

    Without an earlier total the baseline is 0 only for what was published in the bucket; else the gain is at most
    the total. Unique people and vendors' rates cannot be taken from each other: they count only for what was
    published in the bucket. What was published there and never read is a content all the same.
    """
    last = "".join(f", {_newest(f's.{name}', name)} AS {name}, {_flags(name)}" for name in needed)
    return (
        f"l AS (SELECT s.content_id, {bucket_start(time_key, 's.day')} AS b_start{last}"
        " FROM c JOIN campaigns_contentsnapshot s ON s.content_id = c.id AND s.day BETWEEN %(start)s AND %(end)s"
        " GROUP BY 1, 2),"
        f" p AS (SELECT c.id AS content_id, {bucket_start(time_key, 'c.published_on')} AS b_start"
        " FROM c WHERE c.published_on BETWEEN %(start)s AND %(end)s),"
        f" k AS (SELECT content_id, b_start, p.content_id IS NOT NULL AS inside{_carried(needed)}"
        " FROM l FULL JOIN p USING (content_id, b_start)),"
        f" r AS (SELECT k.content_id, k.b_start, k.inside{''.join(_gain(name) for name in needed)}"
        " FROM k JOIN c ON c.id = k.content_id"
        " CROSS JOIN LATERAL (SELECT coalesce(c.published_on >= k.b_start, false) AS born) a"
        f"{''.join(_before(name) for name in needed if name in _CUMULATIVE)})"
    )


def _carried(needed: Sequence[str]) -> str:
    return "".join(f", l.{name}, l.{name}_derived, l.{name}_capped" for name in needed)


def _gain(name: str) -> str:
    if name not in _CUMULATIVE:
        value = f"CASE WHEN a.born THEN k.{name} END AS {name}"
        return f", {value}, false AS {name}_unbased, false AS {name}_overstated, k.{name}_derived, k.{name}_capped"
    before = f"before_{name}"
    return (
        f", k.{name} - coalesce({before}.level, 0) AS {name}"
        f", NOT a.born AND {before}.level IS NULL AS {name}_unbased"
        f", coalesce({before}.capped, false) AS {name}_overstated"
        f", k.{name}_derived OR coalesce({before}.derived, false) AS {name}_derived, k.{name}_capped"
    )


def _before(name: str) -> str:
    return (
        f" LEFT JOIN LATERAL (SELECT s.{name} AS level, '{name}' = ANY(s.derived) AS derived,"
        f" '{name}' = ANY(s.capped) AS capped FROM campaigns_contentsnapshot s"
        f" WHERE s.content_id = k.content_id AND s.day < k.b_start AND s.{name} IS NOT NULL"
        f" AND k.{name} IS NOT NULL AND NOT a.born ORDER BY s.day DESC LIMIT 1) before_{name} ON true"
    )


def _newest(expression: str, name: str) -> str:
    return f"(array_agg({expression} ORDER BY s.day DESC) FILTER (WHERE s.{name} IS NOT NULL))[1]"


def _flags(name: str) -> str:
    return ", ".join(
        _newest(f"'{name}' = ANY(s.{flags})", name) + f" AS {name}_{flags}" for flags in ("derived", "capped")
    )
