"""Records a batch of conversions: each item is new, changes an order, changes nothing, or is refused."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from apikit.models import new_id
from audit import events
from campaigns.attribution.conversion_reading import ConversionDraft, Read
from campaigns.attribution.landing import Landing, landing_of
from campaigns.attribution.members import Fault
from campaigns.conversions.entries import Entry, landing_kept
from campaigns.conversions.known import KnownConversions
from campaigns.conversions.landmarks import Seeker
from campaigns.conversions.storing import lock_sources, store
from campaigns.models import Conversion, ConversionEvent
from clients.models import AgencyProfile
from people.principal import Principal

OUTCOMES = ("new", "changed", "unchanged", "refused")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one item. `row` is none where it was refused."""

    index: int
    outcome: str
    row: Conversion | None = None
    faults: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()


class BatchRefused(Exception):  # noqa: N818 - a business word: nothing of the batch was taken
    """An atomic batch with at least one item that cannot be taken."""

    def __init__(self, outcomes: Sequence[Outcome]) -> None:
        self.outcomes = tuple(outcomes)
        super().__init__(f"{sum(1 for each in outcomes if each.faults)} items cannot be taken")


def record_conversions(principal: Principal, reads: Sequence[Read], *, capability: str, partial: bool) -> list[Outcome]:
    """Record what could be read, in the order sent, and give the outcome of each item.

    Raises BatchRefused, with nothing written, where an item is refused and the batch is not partial.
    """
    drafts = [read for read in reads if isinstance(read, ConversionDraft)]
    if drafts:
        lock_sources({draft.source for draft in drafts})
    recorder = _Recorder(principal, capability, drafts)
    outcomes = [recorder.outcome(index, read) for index, read in enumerate(reads)]
    if not partial and any(each.faults for each in outcomes):
        raise BatchRefused(outcomes)
    touched = recorder.known.touched
    if touched:
        store(touched)
        counts = Counter(each.outcome for each in outcomes)
        events.conversions_recorded(
            principal.actor(), id=new_id(), sources=sorted({draft.source for draft in drafts}), counts=dict(counts)
        )
    return outcomes


class _Recorder:
    """Takes the items of one batch in, one after the other."""

    def __init__(self, principal: Principal, capability: str, drafts: Sequence[ConversionDraft]) -> None:
        self.known = KnownConversions(principal, capability, drafts)
        self._landmarks = Seeker(principal, capability).landmarks([draft.references for draft in drafts])
        self._zone = agency_zone()
        self._received_at = timezone.now()
        self._received_from = principal.name[:200]

    def outcome(self, index: int, read: Read) -> Outcome:
        """Take one item in."""
        if not isinstance(read, ConversionDraft):
            return Outcome(index, "refused", faults=read)
        landing = landing_of(read.references, read.occurred_at, read.day, self._landmarks)
        if not isinstance(landing, Landing):
            return Outcome(index, "refused", faults=landing)
        entry = self.known.entry_of(read, landing.place.brand if landing.place else None)
        if isinstance(entry, Fault):
            return Outcome(index, "refused", faults=(entry,))
        outcome = self._taken(entry, read, landing)
        return Outcome(index, outcome, row=entry.row, warnings=(*landing.warnings, *_odd(entry)))

    def _taken(self, entry: Entry, draft: ConversionDraft, landing: Landing) -> str:
        if draft.digest in entry.digests:
            return "unchanged"
        first = not entry.events
        altered = entry.add(self._event(draft, landing), self._zone)
        if first:
            return "new"
        return "changed" if altered else "unchanged"

    def _event(self, draft: ConversionDraft, landing: Landing) -> ConversionEvent:
        said: dict[str, Any] = dict(draft.said)
        return ConversionEvent(
            digest=draft.digest,
            said=said,
            landing=landing_kept(landing.place, landing.by),
            received_at=self._received_at,
            received_from=self._received_from,
        )


def agency_zone() -> str:
    """Give the time zone of what has landed nowhere: the agency's."""
    return str(AgencyProfile.objects.values_list("time_zone", flat=True).first() or "UTC")


def _odd(entry: Entry) -> list[Fault]:
    row = entry.row
    if row.refunded is not None and row.amount is not None and row.refunded > row.amount:
        return [Fault("/refunded", "refunded_more_than_paid", "More was paid back than the order was worth.")]
    return []
