"""Which conversion an event is of: orders are told apart by source, identity and brand, inside the sender's scope."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from campaigns.attribution.conversion_reading import DEFAULT_SOURCE, ConversionDraft
from campaigns.attribution.members import Fault
from campaigns.conversions.entries import Entry, new_entry
from campaigns.models import Conversion, ConversionEvent
from campaigns.scoping import visible_conversions
from people.principal import Principal

EVENTS_AT_MOST = 100
Key = tuple[str, str]  # source and identity


class KnownConversions:
    """The conversions that a batch speaks of: those that are stored, and those that it makes."""

    def __init__(self, principal: Principal, capability: str, drafts: Iterable[ConversionDraft]) -> None:
        self._sender = principal.membership_id
        self._entries: defaultdict[Key, list[Entry]] = defaultdict(list)
        wanted = {(draft.source, draft.identity) for draft in drafts}
        for entry in _stored(principal, capability, wanted):
            self._entries[entry.row.source, entry.row.identity].append(entry)

    def entry_of(self, draft: ConversionDraft, brand: UUID | None) -> Entry | Fault:
        """Find the conversion that an event is of, or make it; a fault where it could be one of several.

        An order that has landed nowhere is taken up by the first event that knows the brand: one's own, and another
        member's where both name the source. Two who name none may well number their orders alike.
        """
        known = self._entries[draft.source, draft.identity]
        landed = [entry for entry in known if entry.row.brand_id is not None]
        unlanded = [entry for entry in known if entry.row.brand_id is None]
        own = [entry for entry in unlanded if entry.row.sent_by == self._sender]
        others = unlanded if draft.source != DEFAULT_SOURCE else []
        same_brand = [entry for entry in landed if entry.row.brand_id == brand]
        candidates = same_brand if brand is not None else landed
        candidates = candidates or own or others
        if len(candidates) > 1:
            detail = "More than one brand has an order of this number; name the brand, or a source of its own."
            return Fault("/order_id", "ambiguous_order", detail)
        if candidates:
            return _fitting(candidates[0], draft)
        entry = new_entry(draft, self._sender)
        known.append(entry)
        return entry

    @property
    def touched(self) -> list[Entry]:
        """Give the conversions that the batch added something to, in a fixed order."""
        entries = [entry for known in self._entries.values() for entry in known if entry.added]
        return sorted(entries, key=lambda entry: (entry.row.source, entry.row.identity, str(entry.row.id)))


def _fitting(entry: Entry, draft: ConversionDraft) -> Entry | Fault:
    if draft.digest in entry.digests:
        return entry
    currency = entry.row.currency
    if draft.currency and currency and draft.currency != currency:
        return Fault("/value/currency", "mixed_currency", f"This order is in {currency}.")
    if len(entry.events) >= EVENTS_AT_MOST:
        return Fault("", "too_many_events", f"An order has at most {EVENTS_AT_MOST} events.")
    return entry


def _stored(principal: Principal, capability: str, wanted: set[Key]) -> list[Entry]:
    """Read the conversions of these keys with their events: one query for each of the two indexes, one for events."""
    if not wanted:
        return []
    sources, identities = ({key[part] for key in wanted} for part in (0, 1))
    visible = visible_conversions(principal, capability).filter(source__in=sources, identity__in=identities)
    found = [
        row
        for rows in (visible.filter(brand__isnull=False), visible.filter(brand=None))
        for row in rows.order_by("id")
        if (row.source, row.identity) in wanted
    ]
    return [Entry(row=row, is_new=False, events=events) for row, events in with_events(found)]


def with_events(rows: list[Conversion]) -> list[tuple[Conversion, list[ConversionEvent]]]:
    """Read the events of conversions, in the order in which they came in."""
    events: defaultdict[UUID, list[ConversionEvent]] = defaultdict(list)
    if rows:
        for event in ConversionEvent.objects.filter(conversion__in=[row.id for row in rows]).order_by("id"):
            events[event.conversion_id].append(event)
    return [(row, events[row.id]) for row in rows]
