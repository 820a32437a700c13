"""Which targets speak of a result: same KPI, same scope, and a flight that the window lies in."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.db.models import prefetch_related_objects
from django.db.models.expressions import RawSQL

from kpis.compute.engine import Result
from kpis.compute.question import CONTENT_KEYS, GroupKey, Question
from kpis.compute.selecting import uuid_array
from kpis.models import Target
from kpis.targets.judging import judged

FEW_KPIS = 20  # up to which it is quicker to let the server choose the targets than to read those of all KPIs
ScopeKey = tuple[str | None, str | None, str | None, str]  # brand, account, campaign, content category
_UNTARGETED = ("network", "format", "creator", "content", "hook", "sound", "hashtag", "paid")
TARGETED_KEYS = frozenset({GroupKey.BRAND, GroupKey.ACCOUNT, GroupKey.CAMPAIGN, GroupKey.CONTENT_CATEGORY})


class TargetsOfQuestion:
    """The targets that may speak of a question's results, read with their revisions in two queries."""

    def __init__(self, question: Question, brands: Iterable[UUID]) -> None:
        self._question = question
        self._found: Mapping[tuple[str, ScopeKey], list[Target]] = defaultdict(list)
        asked = {kpi.key for kpi in question.kpis}
        named = set(brands)
        ids = RawSQL("SELECT unnest(%s::uuid[])", [uuid_array(named)])  # quicker sent as one text than one by one
        of_brands = Target.objects.filter(archived_at=None, brand__in=ids) if named else Target.objects.none()
        rows = of_brands.order_by("created_at", "id")
        if len(asked) <= FEW_KPIS:
            rows = rows.filter(kpi__in=asked)
        targets = [target for target in rows if target.kpi in asked]
        if targets:
            prefetch_related_objects(targets, "revisions")
        for target in targets:
            self._found[target.kpi, scope_of(target)].append(target)
        self._kpis = {kpi for kpi, _ in self._found}

    def of(self, result: Result) -> Sequence[Target]:
        """Give the targets whose scope is the result's and whose flight holds its window."""
        if result.kpi.key not in self._kpis:
            return []
        scope = self._scope(result)
        if scope is None:
            return []
        speaking = self._found.get((result.kpi.key, scope), ())
        return [target for target in speaking if judged(target).window.holds(result.window)]

    def _scope(self, result: Result) -> ScopeKey | None:
        """Write the result's scope as targets state theirs; None where no target can have it."""
        keys = dict(zip(self._question.group_by, result.group, strict=True))
        if any(key in CONTENT_KEYS - TARGETED_KEYS or key is GroupKey.NETWORK for key in keys):
            return None
        scope = self._question.scope
        if any(getattr(scope, name) is not None for name in _UNTARGETED):
            return None
        brands = {str(account.brand) for account in result.accounts}
        brand = keys.get(GroupKey.BRAND) or (str(scope.brand) if scope.brand else None)
        brand = brand or (brands.pop() if len(brands) == 1 else None)
        account = keys.get(GroupKey.ACCOUNT) or _text(scope.account)
        campaign = keys.get(GroupKey.CAMPAIGN) or _text(scope.campaign)
        category = keys.get(GroupKey.CONTENT_CATEGORY) or scope.content_category or ""
        return (brand, account, campaign, category)


def scope_of(target: Target) -> ScopeKey:
    """Write a target's scope for comparison."""
    return (
        str(target.brand_id),
        _text(target.account_id),
        _text(target.campaign_id),
        target.content_category,
    )


def _text(value: UUID | None) -> str | None:
    return None if value is None else str(value)
