"""What each content shows in a bucket: its lifetime to date, or what it gained between two of its snapshots.

Both write a query over the contents `c`: their own columns, the first day of the bucket, whether it was published
`inside` it, each metric's value, as bits in the order of `needed` which of them are `stated` and `unbased` (a gain
without baseline), and, where snapshots may be marked, the names of those metrics that are `derived`, `capped` and
`overstated` (a capped level was taken off).

Snapshots are looked up once a content. Only where the newest one lacks a metric that older ones may have, as the bits
`may_lack` of the content tell, these are searched too: most contents need none of it. `OFFSET 0` sees to it that what
was found is not searched again wherever it is used.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from campaigns.metrics import Grain, Kind
from campaigns.metrics.columns import COLUMNS
from campaigns.metrics.stated import stated_bits
from kpis.compute.question import Question
from kpis.compute.selecting import bucket_start

_CUMULATIVE = frozenset(COLUMNS[Grain.CONTENT][Kind.CUMULATIVE])


@dataclass(frozen=True, slots=True)
class Wanted:
    """What snapshots are asked for: metrics, those of them that some may lack, and whether any may be marked."""

    needed: Sequence[str]
    lacking: frozenset[str]
    marked: bool


@dataclass(frozen=True, slots=True)
class _Side:
    """A snapshot of each place `k`: which ones qualify, and for which places it is looked up at all."""

    name: str
    when: str
    only: str = "true"


_TO_DATE = _Side("l", "true")
_LAST = _Side("l", "s.day BETWEEN k.b_start AND k.b_end")
_EARLIER = _Side("e", "s.day < k.b_start", only="NOT k.born AND l.day IS NOT NULL")


def lifetime(wanted: Wanted, question: Question) -> str:
    """Read the newest stated total of each content published in a bucket."""
    places = (
        f"SELECT c.*, {bucket_start(question, 'c.published_on')} AS b_start, true AS inside"
        " FROM c WHERE c.published_on BETWEEN %(start)s AND %(end)s"
    )
    values = "".join(f", {_total(_TO_DATE, name, wanted)} AS {name}" for name in wanted.needed)
    return (
        f"SELECT n.*{values}, {_stated(_TO_DATE, wanted)} AS stated, 0::bigint AS unbased"
        f"{_marks_to_date(wanted) if wanted.marked else ''}"
        f" FROM ({_newest((_TO_DATE,), places, 'true', wanted)}) n"
    )


def happened(wanted: Wanted, question: Question) -> str:
    """Read what each content gained in a bucket: its last total there less its last one before.

    Without an earlier total the baseline is 0 only for what was published in the bucket; else the gain is at most
    the total. Unique people and vendors' rates cannot be taken from each other: they count only for what was
    published in the bucket. What was published there and never read is a content all the same.
    """
    mask = sum(1 << at for at, name in enumerate(wanted.needed) if name in _CUMULATIVE)
    stated, before = _stated(_LAST, wanted), _stated(_EARLIER, wanted)
    return (
        f"SELECT n.*{''.join(_gain(name, wanted) for name in wanted.needed)},"
        f" ({stated}) & CASE WHEN born THEN -1 ELSE {mask}::bigint END AS stated,"
        f" CASE WHEN born THEN 0 ELSE ({stated}) & {mask}::bigint & ~({before}) END AS unbased"
        f"{_marks_of_gains(wanted) if wanted.marked else ''}"
        f" FROM ({_newest((_LAST, _EARLIER), _places(question), 'k.inside OR l.day IS NOT NULL', wanted)}) n"
    )


def _marks_to_date(wanted: Wanted) -> str:
    derived, capped = (_flagged(_TO_DATE, wanted, flag) for flag in ("derived", "capped"))
    return f", {derived} AS derived, {capped} AS capped, '{{}}'::varchar[] AS overstated"


def _marks_of_gains(wanted: Wanted) -> str:
    last, earlier = ([_flagged(side, wanted, flag) for flag in ("derived", "capped")] for side in (_LAST, _EARLIER))
    return f", {last[0]} || {earlier[0]} AS derived, {last[1]} AS capped, coalesce({earlier[1]}, '{{}}') AS overstated"


def _places(question: Question) -> str:
    """Write the contents with the buckets in which they were read or published."""
    attributes = (
        "coalesce(c.published_on BETWEEN b.b_start AND b.b_end, false) AS inside,"
        " coalesce(c.published_on >= b.b_start, false) AS born"
    )
    places = f"SELECT c.*, b.b_start, b.b_end, {attributes} FROM"
    buckets = "unnest(%(starts)s::date[], %(ends)s::date[]) b(b_start, b_end)"
    if question.time_key is None:
        return f"{places} c CROSS JOIN {buckets}"
    start = bucket_start(question, "s.day")
    return (
        f"{places} (SELECT DISTINCT c.id, {start} AS b_start FROM c JOIN campaigns_contentsnapshot s"
        " ON s.content_id = c.id AND s.day BETWEEN %(start)s AND %(end)s"
        f" UNION SELECT c.id, {bucket_start(question, 'c.published_on')} FROM c"
        f" WHERE c.published_on BETWEEN %(start)s AND %(end)s) p JOIN c USING (id) JOIN {buckets} USING (b_start)"
    )


def _newest(sides: Sequence[_Side], places: str, kept: str, wanted: Wanted) -> str:
    """Write a query that gives each place its snapshots, and the older ones that state what the newest lack."""
    needed, lacking = wanted.needed, wanted.lacking
    columns = ["day", *(("derived", "capped") if wanted.marked else ()), *needed]
    named = "".join(f", {side.name}.{column} AS {side.name}_{column}" for side in sides for column in columns)
    joins = "".join(
        " LEFT JOIN LATERAL (SELECT * FROM campaigns_contentsnapshot s"
        f" WHERE {side.only} AND s.content_id = k.id AND {side.when} ORDER BY s.day DESC LIMIT 1) {side.name} ON true"
        for side in sides
    )
    older = "".join(_older(side, name, 1 << at) for side in sides for at, name in enumerate(needed) if name in lacking)
    return f"SELECT k.*{named}{older} FROM ({places}) k{joins} WHERE {kept} OFFSET 0"


def _older(side: _Side, metric: str, bit: int) -> str:
    """Write the look-up of the newest snapshot that states what the newest of all does not."""
    newest = side.name
    return (
        f", CASE WHEN {newest}.{metric} IS NULL AND {newest}.day IS NOT NULL AND k.may_lack & {bit} <> 0"
        " THEN (SELECT s FROM campaigns_contentsnapshot s"
        f" WHERE s.content_id = k.id AND s.day < {newest}.day AND {side.when} AND s.{metric} IS NOT NULL"
        f" ORDER BY s.day DESC LIMIT 1) END AS {newest}_of_{metric}"
    )


def _total(side: _Side, metric: str, wanted: Wanted) -> str:
    """Write a metric's newest stated total: that of the newest snapshot, or of an older one."""
    own = f"{side.name}_{metric}"
    return f"coalesce({own}, ({side.name}_of_{metric}).{metric})" if metric in wanted.lacking else own


def _flagged(side: _Side, wanted: Wanted, flag: str) -> str:
    """Write the names of what is flagged in the snapshot that states it: the newest, or an older one."""
    needed, lacking = wanted.needed, wanted.lacking
    own, older = f"{side.name}_{flag}", [f"{side.name}_of_{name}" for name in needed if name in lacking]
    if not older:
        return own
    where = {
        name: f"CASE WHEN {side.name}_{name} IS NULL THEN ({side.name}_of_{name}).{flag} ELSE {own} END"
        if name in lacking
        else own
        for name in needed
    }
    named = ", ".join(f"CASE WHEN '{name}' = ANY({flags}) THEN '{name}' END" for name, flags in where.items())
    return (
        f"CASE WHEN num_nonnulls({', '.join(older)}) = 0 THEN {own}"
        f" ELSE array_remove(ARRAY[{named}]::varchar[], NULL) END"
    )


def _stated(side: _Side, wanted: Wanted) -> str:
    return stated_bits([_total(side, name, wanted) for name in wanted.needed])[0] if wanted.needed else "0::bigint"


def _gain(name: str, wanted: Wanted) -> str:
    last = _total(_LAST, name, wanted)
    if name not in _CUMULATIVE:
        return f", CASE WHEN born THEN {last} END AS {name}"
    return f", {last} - coalesce({_total(_EARLIER, name, wanted)}, 0) AS {name}"
