"""Which results add a part to the whole: what ads brought is within what the shop or live room tells of itself."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from django.db import connection

from campaigns.metrics import Grain, Kind
from campaigns.metrics.columns import COLUMNS
from campaigns.models.work import WHOLES
from kpis.compute.contents_in_scope import AD_UNIT_ATTRIBUTES, ad_units_in_scope, each_hashtag
from kpis.compute.engine import Result
from kpis.compute.question import CONTENT_KEYS, Question
from kpis.compute.selecting import parameters_of, uuid_array

_WITH_WHOLES = f"""
SELECT DISTINCT account_id FROM campaigns_adunit WHERE account_id = ANY(%(accounts)s) AND level IN {WHOLES}
"""
_FLOWS = frozenset(COLUMNS[Grain.AD_DAY][Kind.FLOW])
_Group = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class _Told:
    """What the units of one tier, a level of `WHOLES` or all the others, state in a month."""

    month: date
    tier: str
    metrics: frozenset[str]


class Overlaps:
    """What ad units of some accounts tell at several tiers each; read once a result rests on ad days."""

    def __init__(self, question: Question, accounts: Collection[UUID]) -> None:
        self._question, self._accounts = question, frozenset(accounts)
        self._needed = {kpi.key: _FLOWS.intersection(kpi.metrics()) for kpi in question.kpis}
        self._metrics = sorted(frozenset[str]().union(*self._needed.values()))

    def of_result(self, result: Result) -> bool:
        """Tell whether the sums behind a result hold something at more than one tier."""
        needed = self._needed[result.kpi.key]
        if not self._accounts or result.outcome.grain is not Grain.AD_DAY or not needed:
            return False
        if result.outcome.quantity.value is None or not self._told:
            return False
        group = self._group_of(result)
        first, last = result.window.start.replace(day=1), result.window.end
        for account in result.accounts:
            told = self._told.get((account.id, group), ())
            tiers = {each.tier for each in told if first <= each.month <= last and needed <= each.metrics}
            if len(tiers) > 1:
                return True
        return False

    def _group_of(self, result: Result) -> _Group:
        grouped = zip(self._question.group_by, result.group, strict=True)
        return tuple(value or None for key, value in grouped if key in CONTENT_KEYS)

    @cached_property
    def _told(self) -> dict[tuple[UUID, _Group], Sequence[_Told]]:
        found: dict[tuple[UUID, _Group], list[_Told]] = defaultdict(list)
        given = {**parameters_of(self._question), "wholes": list(WHOLES)}
        with connection.cursor() as cursor:
            cursor.execute(_WITH_WHOLES, {**given, "accounts": uuid_array(self._accounts)})
            with_wholes = [account for (account,) in cursor.fetchall()]
            if not with_wholes:
                return {}
            cursor.execute(self._statement(), {**given, "accounts": uuid_array(with_wholes)})
            for account, tier, month, stated, *group in cursor.fetchall():
                names = frozenset(name for name in stated if name is not None)
                found[account, tuple(value or None for value in group)].append(_Told(month, tier, names))
        return dict(found)

    def _statement(self) -> str:
        """Write the query over the months of the accounts, all of which have a shop or live rooms."""
        keys = self._question.content_keys
        stated = ", ".join(f"CASE WHEN bool_or(m.{name} IS NOT NULL) THEN '{name}' END" for name in self._metrics)
        groups = "".join(f", {AD_UNIT_ATTRIBUTES[key]}" for key in keys)
        numbers = "".join(f", {number}" for number in range(5, 5 + len(keys)))
        return (
            "SELECT u.account_id, CASE WHEN u.level = ANY(%(wholes)s) THEN u.level ELSE 'ads' END, m.month,"
            f" ARRAY[{stated}]::text[]{groups}"
            " FROM campaigns_adunit u JOIN campaigns_admonth m ON m.ad_unit_id = u.id"
            f" LEFT JOIN campaigns_content c ON c.id = u.content_id{each_hashtag(keys)}"
            f" WHERE {ad_units_in_scope(self._question.scope)}"
            " AND m.month BETWEEN date_trunc('month', %(start)s::date) AND %(end)s"
            f" GROUP BY 1, 2, 3{numbers}"
        )
