"""Which rules the numbers behind a result break: findings that are open, or confirmed to be wrong."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from campaigns.metrics import Grain
from campaigns.models.plausibility import DOUBTFUL
from kpis.catalogue import Basis
from kpis.compute.engine import Result
from kpis.compute.question import CONTENT_KEYS, GroupKey, Question, Window
from kpis.compute.selecting import uuid_array

_FOUND = """
SELECT f.account_id, f.grain, f.rule, f.metrics, f.first_day, f.last_day, c.published_on,
    coalesce(u.campaign_id, c.campaign_id), c.id, c.category, c.format, c.creator_id, c.hook, c.sound, c.hashtags,
    c.boosted
FROM campaigns_plausibilityfinding f
LEFT JOIN campaigns_adunit u ON f.grain = 'ad_day' AND u.id = f.owner_id
LEFT JOIN campaigns_content c ON c.id = CASE WHEN f.grain = 'content' THEN f.owner_id ELSE u.content_id END
WHERE f.account_id = ANY(%s::uuid[]) AND f.state = ANY(%s) AND f.first_day <= %s
    AND (f.last_day >= %s OR (f.grain = 'content' AND %s))
"""


@dataclass(frozen=True, slots=True)
class _Doubt:
    account: UUID
    grain: str
    rule: str
    metrics: frozenset[str]
    first_day: date
    last_day: date
    published_on: date | None
    values: Mapping[GroupKey, Any]


class Doubts:
    """What is hard to believe among the numbers of some accounts, read in one query; none where there are none."""

    def __init__(self, question: Question, accounts: Collection[UUID]) -> None:
        self._question = question
        self._wanted = _wanted(question)
        self._found: dict[tuple[str, UUID], list[_Doubt]] = defaultdict(list)
        for row in self._rows(accounts) if accounts else ():
            doubt = _doubt(row)
            self._found[doubt.grain, doubt.account].append(doubt)

    def _rows(self, accounts: Collection[UUID]) -> Sequence[Sequence[Any]]:
        published, window = self._question.basis is Basis.PUBLISHED, self._question.window
        last = date.max if published else window.end  # totals to date are read after the window
        with connection.cursor() as cursor:
            cursor.execute(_FOUND, [uuid_array(set(accounts)), list(DOUBTFUL), last, window.start, published])
            return cursor.fetchall()

    def of_result(self, result: Result) -> Sequence[dict[str, Any]]:
        """List the rules that numbers behind a result break, with how many findings there are of each."""
        if not self._found or result.outcome.grain is None or result.outcome.quantity.value is None:
            return []
        metrics, grain = result.kpi.metrics(), result.outcome.grain
        counts = Counter(
            doubt.rule
            for account in result.accounts
            for doubt in self._found.get((grain, account.id), ())
            if not doubt.metrics.isdisjoint(metrics) and self._counts(doubt, result)
        )
        return [{"rule": rule, "findings": number} for rule, number in sorted(counts.items())]

    def _counts(self, doubt: _Doubt, result: Result) -> bool:
        """Tell whether a result takes in what is doubted: by its days, and by what it is asked of and grouped by."""
        if not _within(doubt, result.window, result.outcome.basis):
            return False
        grouped = zip(self._question.group_by, result.group, strict=True)
        wanted = [*self._wanted, *((key, value) for key, value in grouped if key in CONTENT_KEYS)]
        return all(_is(doubt, key, value) for key, value in wanted)


def _within(doubt: _Doubt, window: Window, basis: Basis) -> bool:
    if basis is Basis.PUBLISHED and doubt.grain == Grain.CONTENT:
        return doubt.published_on is not None and window.start <= doubt.published_on <= window.end
    return doubt.first_day <= window.end and doubt.last_day >= window.start


def _is(doubt: _Doubt, key: GroupKey, value: str | None) -> bool:
    """Tell whether what is doubted has a value of a content's or ad unit's key."""
    found = doubt.values[key]
    if key is GroupKey.HASHTAG:
        return value in (found or ()) if value else not found
    return (str(found) if found else None) == (value or None)


def _wanted(question: Question) -> list[tuple[GroupKey, str | None]]:
    """Give what a scope asks of contents and ad units."""
    stated = {name: value for name, value in question.scope.stated().items() if name in CONTENT_KEYS}
    return [(GroupKey(name), value) for name, value in stated.items()]


def _doubt(row: Sequence[Any]) -> _Doubt:
    account, grain, rule, metrics, first_day, last_day, published_on, *values = row
    campaign, content, category, form, creator, hook, sound, hashtags, boosted = values
    paid = "paid" if grain == Grain.AD_DAY else "boosted" if boosted else None if boosted is None else "organic"
    attributes = {
        GroupKey.CAMPAIGN: campaign,
        GroupKey.CONTENT: content,
        GroupKey.CONTENT_CATEGORY: category,
        GroupKey.FORMAT: form,
        GroupKey.CREATOR: creator,
        GroupKey.HOOK: hook,
        GroupKey.SOUND: sound,
        GroupKey.HASHTAG: hashtags,
        GroupKey.PAID: paid,
    }
    return _Doubt(account, grain, rule, frozenset(metrics), first_day, last_day, published_on, attributes)
