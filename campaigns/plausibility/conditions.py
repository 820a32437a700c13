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
    """Write the query for the runs of equal days of an account: first day, last day, numbers."""
    names = kept_in(grain, rule.metrics)
    listed = ", ".join(names)
    shown = ", ".join(f"'{name}', {_text(f'min({name})')}" for name in names)
    return (
        f"SELECT min(day), max(day), jsonb_strip_nulls(jsonb_build_object('days', count(*)::text, {shown})) FROM ("
        "SELECT *, day - (row_number() OVER (PARTITION BY same ORDER BY day))::int AS run FROM ("
        f"SELECT day, {listed}, hash_record_extended(ROW({listed}), 0) AS same FROM campaigns_accountday"
        f" WHERE account_id = %(account)s AND num_nonnulls({listed}) >= {rule.stated}"
        f" AND {_sum(names, 'campaigns_accountday')} >= {rule.least}) AS days) AS runs"
        f" GROUP BY same, run HAVING count(*) >= {rule.days}"
    )


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
