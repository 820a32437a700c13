"""Which results add a part to the whole: what ads brought is within what the shop or live room tells of itself."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from functools import cached_property, lru_cache
from uuid import UUID

from django.db import connection

from campaigns.metrics import Grain, Kind
from campaigns.metrics.columns import COLUMNS, columns
from campaigns.metrics.stated import names_of_bits, stated_bits
from campaigns.models.work import WHOLES
from kpis.catalogue import Kpi
from kpis.compute.accounts import Variant
from kpis.compute.contents_in_scope import AD_UNIT_ATTRIBUTES, ad_units_in_scope, each_hashtag
from kpis.compute.engine import Result
from kpis.compute.question import CONTENT_KEYS, Question
from kpis.compute.selecting import bucket_start, parameters_of, uuid_array
from kpis.compute.whole_months import AD_DAYS, rows_of_window

_WITH_WHOLES = f"""
SELECT DISTINCT account_id FROM campaigns_adunit WHERE account_id = ANY(%(accounts)s) AND level IN {WHOLES}
"""
_COLUMNS = frozenset(columns(Grain.AD_DAY))
_FLOWS = frozenset(COLUMNS[Grain.AD_DAY][Kind.FLOW])
_Group = tuple[str | None, ...]
_Place = tuple[UUID, object, _Group]  # account, first day of the bucket, group
_Tier = tuple[str, frozenset[str]]  # a level of `WHOLES` or all the others, and metrics that a row of it states


class Overlaps:
    """What ad units of some accounts tell at several tiers each; read once a result rests on ad days."""

    def __init__(self, question: Question, accounts: Collection[UUID]) -> None:
        self._question, self._accounts = question, frozenset(accounts)

    def of_result(self, result: Result) -> bool:
        """Tell whether the sums behind a result hold something at more than one tier."""
        if not self._accounts or result.outcome.grain is not Grain.AD_DAY or result.outcome.quantity.value is None:
            return False
        if not self._told:
            return False
        group = self._group_of(result)
        for account in result.accounts:
            told = self._told.get((account.id, result.window.start, group), ())
            for needed in _needed(result.kpi, account.variant) if told else ():
                if len({tier for tier, stated in told if needed <= stated}) > 1:
                    return True
        return False

    def _group_of(self, result: Result) -> _Group:
        grouped = zip(self._question.group_by, result.group, strict=True)
        return tuple(value for key, value in grouped if key in CONTENT_KEYS)

    @cached_property
    def _told(self) -> dict[_Place, Sequence[_Tier]]:
        found: dict[_Place, list[_Tier]] = defaultdict(list)
        given = parameters_of(self._question)
        named = sorted(_COLUMNS.intersection(name for kpi in self._question.kpis for name in kpi.metrics()))
        bits = stated_bits([f"d.{name}" for name in named])
        with connection.cursor() as cursor:
            cursor.execute(_WITH_WHOLES, {"accounts": uuid_array(self._accounts)})
            with_wholes = [account for (account,) in cursor.fetchall()]
            if not with_wholes or not named:
                return {}
            cursor.execute(self._statement(named, bits), {**given, "accounts": uuid_array(with_wholes)})
            for account, tier, start, *more in cursor.fetchall():
                stated, group = more[: len(bits)], tuple(more[len(bits) :])
                found[account, start, group].append((tier, names_of_bits(named, stated)))
        return dict(found)

    def _statement(self, named: Sequence[str], bits: Sequence[str]) -> str:
        """Write the query over the rows of the accounts, all of which have a shop or live rooms: what each states."""
        question, keys = self._question, self._question.content_keys
        rows = rows_of_window(
            question, AD_DAYS, named, rolled_up=_FLOWS.issuperset(named), owners="SELECT DISTINCT id FROM u"
        )
        groups = [f"g{at}" for at in range(len(keys))]
        attributes = "".join(f", {AD_UNIT_ATTRIBUTES[key]} AS {name}" for key, name in zip(keys, groups, strict=True))
        return (
            "WITH u AS MATERIALIZED (SELECT u.id, u.account_id,"
            f" CASE WHEN u.level IN {WHOLES} THEN u.level ELSE 'ads' END AS tier{attributes} FROM campaigns_adunit u"
            f" LEFT JOIN campaigns_content c ON c.id = u.content_id{each_hashtag(keys)}"
            f" WHERE {ad_units_in_scope(question.scope)})"
            f" SELECT DISTINCT {', '.join(['u.account_id', 'u.tier', bucket_start(question, 'd.day'), *bits, *groups])}"
            f" FROM u JOIN ({rows}) d ON d.ad_unit_id = u.id"
        )


@lru_cache(maxsize=4096)
def _needed(kpi: Kpi, variant: Variant) -> Sequence[frozenset[str]]:
    """List what rows of ads must state for a KPI on a kind of account, way by way."""
    formula = kpi.formula_for(*variant)
    ways = [] if formula is None else [_COLUMNS.intersection(way.metrics()) for way in formula.ways()]
    return [needed for needed in ways if needed]
