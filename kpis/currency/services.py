"""States, corrects and takes back exchange rates, one at a time or many at once."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import F
from django.db.models.functions import Now

from apikit.versions import differing, revise
from audit import events
from audit.actors import Actor
from kpis.currency.refusals import SameCurrency
from kpis.models import ExchangeRate


@dataclass(frozen=True, slots=True)
class RateDraft:
    """What somebody states: one unit of `base` is `rate` units of `quote` from `day` on."""

    base: str
    quote: str
    day: date
    rate: Decimal
    source: str = ""

    @property
    def key(self) -> tuple[frozenset[str], date]:
        """Name what there is one rate of: two currencies, whichever comes first, and a day."""
        return frozenset({self.base, self.quote}), self.day


class Outcome(StrEnum):
    """What became of one rate of many."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Stated:
    """One rate of many, as it stands now, and what became of it."""

    rate: UUID
    outcome: Outcome


def state_rate(draft: RateDraft, *, actor: Actor) -> ExchangeRate:
    """State a rate. Raises SameCurrency; the database refuses a second one of the same pair and day."""
    _require_two(draft)
    rate = ExchangeRate.objects.create(**asdict(draft))
    rate.refresh_from_db()
    events.created(actor, "exchange_rate", id=rate.id, name=str(rate), values=asdict(draft))
    return rate


def correct_rate(rate: ExchangeRate, changes: dict[str, Any], *, expected: int | None, actor: Actor) -> ExchangeRate:
    """Correct day, rate or source. Raises VersionConflict."""
    changes = differing(rate, changes)
    if changes:
        revise(rate, expected=expected, updated_at=Now(), **changes)
        events.changed(actor, "exchange_rate", id=rate.id, name=str(rate), changes=changes)
    return rate


def withdraw_rate(rate: ExchangeRate, *, actor: Actor) -> None:
    """Take a rate back: the one stated before it holds on."""
    rate_id = rate.id
    rate.delete()
    events.deleted(actor, "exchange_rate", id=rate_id, name=str(rate))


def state_rates(drafts: Sequence[RateDraft], *, actor: Actor) -> list[Stated]:
    """State many rates, each of its own pair and day; one that is stated already becomes what is stated now.

    Costs the same few statements whatever their number. Raises SameCurrency.
    """
    for draft in drafts:
        _require_two(draft)
    known = {_key(row): row for row in _stated_on({draft.day for draft in drafts})}
    made = [ExchangeRate(**asdict(draft)) for draft in drafts if draft.key not in known]
    changed = [_restated(known[draft.key], draft) for draft in drafts if _differs(known.get(draft.key), draft)]
    ExchangeRate.objects.bulk_create(made)
    ExchangeRate.objects.bulk_update(changed, ["base", "quote", "rate", "source", "version", "updated_at"])
    fresh, restated = {_key(row): row.id for row in made}, {row.id for row in changed}
    found = [_outcome(fresh.get(draft.key), known.get(draft.key), restated) for draft in drafts]
    counts = Counter(each.outcome for each in found)
    if made or changed:
        events.exchange_rates_stated(actor, counts={outcome.value: counts[outcome] for outcome in Outcome})
    return found


def _require_two(draft: RateDraft) -> None:
    if draft.base == draft.quote:
        raise SameCurrency


def _stated_on(days: set[date]) -> Sequence[ExchangeRate]:
    """Read and lock the rates of these days, in one order, so that two batches wait for each other."""
    return list(ExchangeRate.objects.filter(day__in=days).select_for_update().order_by("id"))


def _key(row: ExchangeRate) -> tuple[frozenset[str], date]:
    return frozenset({row.base, row.quote}), row.day


def _differs(row: ExchangeRate | None, draft: RateDraft) -> bool:
    return row is not None and bool(differing(row, asdict(draft)))


def _restated(row: ExchangeRate, draft: RateDraft) -> ExchangeRate:
    row.base, row.quote, row.rate, row.source = draft.base, draft.quote, draft.rate, draft.source
    row.version, row.updated_at = F("version") + 1, Now()
    return row


def _outcome(fresh: UUID | None, known: ExchangeRate | None, restated: set[UUID]) -> Stated:
    if fresh is not None:
        return Stated(fresh, Outcome.NEW)
    assert known is not None  # noqa: S101 - what is not fresh was known
    return Stated(known.id, Outcome.CHANGED if known.id in restated else Outcome.UNCHANGED)
