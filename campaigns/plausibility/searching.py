"""Searches rows for what breaks the rules: one statement a grain, and one for runs of equal days."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from campaigns.metrics.kinds import Grain
from campaigns.plausibility.catalogue import rules_for
from campaigns.plausibility.conditions import (
    BEFORE,
    KNOWN,
    USUAL,
    WEEKS_BEFORE,
    RowRule,
    breaks,
    copied_run,
    evidence,
    kept_in,
    suspects,
)
from campaigns.plausibility.rule import Copied, Falls, Rule, Spike

HITS_AT_MOST = 500
"""A file that is wrong in every row, such as one under wrong headers, is told by its first findings."""
_FOUND = "SELECT r.owner, r.day, found.rule, found.evidence FROM"


@dataclass(frozen=True, slots=True)
class Hit:
    """Days of one owner (an account, a content, an ad unit) that break a rule, with the numbers that show it."""

    rule: str
    owner: UUID
    first_day: date
    last_day: date
    evidence: Mapping[str, Any]

    @property
    def key(self) -> tuple[str, UUID, date]:
        """Tell hits apart, and find each again in the next search."""
        return self.rule, self.owner, self.first_day


@dataclass(frozen=True, slots=True)
class Touched:
    """Rows of one account and grain: `rows` is a query for their owners and days, with what it is `given`."""

    account: UUID
    network: str
    grain: Grain
    rows: str
    given: Mapping[str, Any]
    metrics: frozenset[str] | None = None
    """The metrics that were touched, None for all."""

    @property
    def rules(self) -> list[Rule]:
        """Give the rules that can be broken, or no longer be, by what was touched."""
        rules = rules_for(self.grain, self.network)
        return [rule for rule in rules if self.metrics is None or not self.metrics.isdisjoint(rule.metrics)]

    @property
    def concerned(self) -> str:
        """Write the query for the rows that are judged anew: of contents also the readings after the touched ones."""
        if self.grain is not Grain.CONTENT:
            return self.rows
        after = (
            "SELECT n.content_id, n.day FROM campaigns_contentsnapshot n WHERE n.content_id = w.owner AND n.day > w.day"
        )
        return (
            f"{self.rows} UNION SELECT n.content_id, n.day FROM ({self.rows}) AS w"
            f" CROSS JOIN LATERAL ({after} ORDER BY n.day LIMIT 1) AS n"
        )


def search(touched: Touched) -> list[Hit]:
    """Search an account's days as a whole, of contents and ad units the rows that were touched and runs of them."""
    rules, grain = touched.rules, touched.grain
    of_rows: list[RowRule] = [rule for rule in rules if not isinstance(rule, Copied)]
    found: list[Hit] = []
    if of_rows:
        rows = (
            _account_days(of_rows) if grain is Grain.ACCOUNT_DAY else _touched_rows(grain, of_rows, touched.concerned)
        )
        found += _hits(_statement(grain, of_rows, rows), {**touched.given, "account": touched.account})
    for rule in rules:
        if isinstance(rule, Copied):
            found += _runs(touched, rule)
    return found


def _statement(grain: Grain, rules: Sequence[RowRule], rows: str) -> str:
    """Keep the few rows that break any rule, and then tell which."""
    any_broken = " OR ".join(breaks(rule, grain, "t") for rule in rules)
    each = ", ".join(f"('{rule.key}', {evidence(rule, grain, 'r')}, {breaks(rule, grain, 'r')})" for rule in rules)
    return (
        f"{_FOUND} (SELECT * FROM ({rows}) AS t WHERE {any_broken}) AS r"
        f" CROSS JOIN LATERAL (VALUES {each}) AS found(rule, evidence, holds) WHERE found.holds"
        f" ORDER BY 1, 2, 3 LIMIT {HITS_AT_MOST}"
    )


def _account_days(rules: Sequence[Rule]) -> str:
    """Write the query for all days of the account, each beside what stood before it."""
    named = {name for rule in rules for name in kept_in(Grain.ACCOUNT_DAY, rule.metrics)}
    columns = [f"d.{name}" for name in sorted(named)]
    for rule in rules:
        if isinstance(rule, Falls):
            columns += [f"lag(d.{name}) OVER days AS {name}{BEFORE}" for name in rule.metrics]
        if isinstance(rule, Spike):
            columns += [
                f"avg(d.{rule.metric}) OVER weeks AS {rule.metric}{USUAL}",
                f"count(d.{rule.metric}) OVER weeks AS {rule.metric}{KNOWN}",
            ]
    return (
        f"SELECT d.account_id AS owner, d.day, d.capped, {', '.join(columns)} FROM campaigns_accountday d"
        " WHERE d.account_id = %(account)s WINDOW days AS (ORDER BY d.day),"
        f" weeks AS (ORDER BY d.day ROWS BETWEEN {WEEKS_BEFORE} PRECEDING AND 1 PRECEDING)"
    )


def _touched_rows(grain: Grain, rules: Sequence[Rule], touched: str) -> str:
    """Write the query for the touched rows. Ad days are looked up one by one: few of a large table are touched."""
    named = sorted({name for rule in rules for name in kept_in(grain, rule.metrics)})
    listed = ", ".join(f"d.{name}" for name in named)
    if grain is Grain.AD_DAY:
        day = "SELECT * FROM campaigns_adday d WHERE d.ad_unit_id = w.owner AND d.day = w.day OFFSET 0"
        return f"SELECT w.owner, d.day, d.capped, {listed} FROM ({touched}) AS w CROSS JOIN LATERAL ({day}) AS d"
    fallen = sorted({name for rule in rules if isinstance(rule, Falls) for name in kept_in(grain, rule.metrics)})
    before = "".join(f", b.{name} AS {name}{BEFORE}" for name in fallen)
    last = (
        " LEFT JOIN LATERAL (SELECT b.* FROM campaigns_contentsnapshot b"
        " WHERE b.content_id = d.content_id AND b.day < d.day ORDER BY b.day DESC LIMIT 1) b ON true"
    )
    return (
        f"SELECT d.content_id AS owner, d.day, d.capped, {listed}{before} FROM campaigns_contentsnapshot d"
        f" JOIN ({touched}) AS w ON w.owner = d.content_id AND w.day = d.day{last if fallen else ''}"
    )


def _hits(statement: str, given: Mapping[str, Any]) -> list[Hit]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return [Hit(rule, owner, day, day, shown) for owner, day, rule, shown in _loaded(cursor.fetchall())]


def _runs(touched: Touched, rule: Copied) -> list[Hit]:
    given = {**touched.given, "account": touched.account}
    with connection.cursor() as cursor:
        if touched.grain is Grain.AD_DAY:
            cursor.execute(suspects(rule, touched.rows), given)
            given["suspects"] = [owner for (owner,) in cursor.fetchall()]
            if not given["suspects"]:
                return []
        cursor.execute(f"{copied_run(rule, touched.grain)} LIMIT {HITS_AT_MOST}", given)
        return [Hit(rule.key, *row) for row in _loaded(cursor.fetchall())]


def _loaded(rows: Sequence[Any]) -> list[Any]:
    """Read evidence that came as text."""
    return [(*row[:-1], json.loads(row[-1]) if isinstance(row[-1], str) else row[-1]) for row in rows]
