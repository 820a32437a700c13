"""The rules as SQL: when a row breaks one, and the numbers that show it."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import assert_never

from campaigns.metrics.columns import columns
from campaigns.metrics.kinds import Grain
from campaigns.plausibility.rule import BelowZero, Copied, Exceeds, Falls, Spike, Without

BEFORE = "_before"
USUAL, KNOWN = "_usual", "_known"
WEEKS_BEFORE = 28
DAYS_KNOWN = 14
ACTIVE_DAYS = 90
CONTENT_DAYS = 3
RowRule = Exceeds | Without | BelowZero | Falls | Spike


def kept_in(grain: Grain, names: Sequence[str]) -> list[str]:
    """Give those of these metrics that the grain has a column of."""
    known = set(columns(grain))
    return [name for name in names if name in known]


def breaks(rule: RowRule, grain: Grain, row: str) -> str:
    """Write the condition under which a row, by its alias, breaks a rule."""
    match rule:
        case Exceeds():
            parts, whole = _sum(kept_in(grain, rule.parts), row), f"{row}.{rule.whole}"
            above = f"{parts} > {rule.at_most} * {whole}"
            up_to = "" if rule.up_to is None else f" AND {parts} <= {rule.up_to} * {whole}"
            # What is only a lower bound may well be larger than its parts.
            exact = f"{row}.capped = '{{}}' OR NOT '{rule.whole}' = ANY({row}.capped)"
            return f"({whole} > 0 AND {above}{up_to} AND {parts} >= {rule.least} AND ({exact}))"
        case Without():
            return f"({row}.{rule.whole} = 0 AND {_sum(kept_in(grain, rule.parts), row)} >= {rule.least})"
        case BelowZero():
            return _any(f"{row}.{name} < 0" for name in kept_in(grain, rule.metrics))
        case Falls():
            return _any(_falls(rule.by, rule.least, name, row) for name in kept_in(grain, rule.metrics))
        case Spike():
            return _spike(rule, row)
    assert_never(rule)


def evidence(rule: RowRule, grain: Grain, row: str) -> str:
    """Write the numbers that show why a row breaks a rule, as a JSON object."""
    metrics = kept_in(grain, rule.metrics)
    shown = [f"'{name}', {_text(f'{row}.{name}')}" for name in metrics]
    if isinstance(rule, Falls):
        shown += [f"'{name}{BEFORE}', {_text(f'{row}.{name}{BEFORE}')}" for name in metrics]
    if isinstance(rule, Spike):
        shown += [f"'{rule.metric}{USUAL}', {_text(f'round({row}.{rule.metric}{USUAL}, 2)')}"]
    return f"jsonb_strip_nulls(jsonb_build_object({', '.join(shown)}))"


def copied_run(rule: Copied, grain: Grain) -> str:
    """Write the query for the runs of equal days: owner, first day, last day, numbers.

    An account is searched as a whole, as are the ad units given as `suspects`.
    """
    names = kept_in(grain, rule.metrics)
    listed = ", ".join(f"d.{name}" for name in names)
    shown = ", ".join(f"'{name}', {_text(f'min({name})')}" for name in names)
    if grain is Grain.AD_DAY:
        owner, days = "d.ad_unit_id", "campaigns_adday d WHERE d.ad_unit_id = ANY(%(suspects)s)"
    else:
        owner, days = "d.account_id", "campaigns_accountday d WHERE d.account_id = %(account)s"
    return (
        "SELECT owner, min(day), max(day), jsonb_strip_nulls(jsonb_build_object('days', count(*)::text,"
        f" {shown})) FROM ("
        "SELECT *, day - (row_number() OVER (PARTITION BY owner, same ORDER BY day))::int AS run FROM ("
        f"SELECT {owner} AS owner, d.day, {listed}, {_same(names, 'd')} AS same FROM {days}"
        f" AND num_nonnulls({listed}) >= {rule.stated} AND {_sum(names, 'd')} >= {rule.least}) AS days) AS runs"
        f" GROUP BY owner, same, run HAVING count(*) >= {rule.days} ORDER BY 1, 2"
    )


def suspects(rule: Copied, touched: str) -> str:
    """Write the query for the touched ad units where a day is as the one beside it, or where a run was found before.

    Days are looked up one by one, so that nothing else of the table is read.
    """
    beside = (
        "SELECT FROM campaigns_adday d JOIN campaigns_adday n ON n.ad_unit_id = d.ad_unit_id"
        " AND n.day BETWEEN d.day - 1 AND d.day + 1 AND n.day <> d.day"
        f" WHERE d.ad_unit_id = w.owner AND d.day = w.day AND {_alike(kept_in(Grain.AD_DAY, rule.metrics))} LIMIT 1"
    )
    return (
        f"SELECT w.owner FROM ({touched}) AS w CROSS JOIN LATERAL ({beside}) AS beside"
        f" UNION SELECT f.owner_id FROM ({touched}) AS w JOIN campaigns_plausibilityfinding f"
        " ON f.owner_id = w.owner AND w.day BETWEEN f.first_day - 1 AND f.last_day + 1"
        f" WHERE f.account_id = %(account)s AND f.rule = '{rule.key}' AND f.state <> 'resolved'"
    )


def _alike(names: Sequence[str]) -> str:
    return "(" + " AND ".join(f"d.{name} IS NOT DISTINCT FROM n.{name}" for name in names) + ")"


def _same(names: Sequence[str], row: str) -> str:
    return f"hash_record_extended(ROW({', '.join(f'{row}.{name}' for name in names)}), 0)"


def _falls(by: Decimal, least: int, name: str, row: str) -> str:
    before = f"{row}.{name}{BEFORE}"
    return f"({before} - {row}.{name} >= {least} AND {row}.{name} < {1 - by} * {before})"


def _spike(rule: Spike, row: str) -> str:
    usual, known = f"{row}.{rule.metric}{USUAL}", f"{row}.{rule.metric}{KNOWN}"
    published = "SELECT FROM campaigns_content c WHERE c.account_id = %(account)s AND c.published_on BETWEEN"
    return (
        f"({row}.{rule.metric} >= {rule.least} AND {known} >= {DAYS_KNOWN}"
        f" AND {row}.{rule.metric} > {rule.times} * {usual}"
        f" AND EXISTS ({published} {row}.day - {ACTIVE_DAYS} AND {row}.day + {ACTIVE_DAYS})"
        f" AND NOT EXISTS ({published} {row}.day - {CONTENT_DAYS} AND {row}.day + 1)"
        " AND NOT EXISTS (SELECT FROM campaigns_accountadday a WHERE a.account_id = %(account)s"
        f" AND a.day BETWEEN {row}.day - 1 AND {row}.day AND a.spend > 0))"
    )


def _sum(names: Sequence[str], row: str) -> str:
    return "(" + " + ".join(f"coalesce({row}.{name}, 0)" for name in names) + ")"


def _any(conditions: Iterable[str]) -> str:
    return "(" + " OR ".join(conditions) + ")"


def _text(number: str) -> str:
    """Write a number as a text without idle zeros."""
    return f"trim_scale(({number})::numeric)::text"
