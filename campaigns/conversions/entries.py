"""One conversion while a batch is read: its events so far, what they add up to, and the row that this becomes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from campaigns.attribution.conversion import LANDED_BY, LandedBy
from campaigns.attribution.conversion_reading import ConversionDraft
from campaigns.attribution.landing import Place
from campaigns.attribution.order_state import ConversionState, EventSaid, state_of
from campaigns.models import Conversion, ConversionEvent

PLACES = ("brand", "account", "campaign", "content", "creator", "link", "code")
_STATED = ("status", "occurred_at", "day", "amount", "currency", "refunded", "refunded_on", "new_customer", "path")
STATE_FIELDS = (*_STATED, "external_id")
_UNSTORED = 1 << 62  # events that have no number yet came in after all that have one


@dataclass(slots=True)
class Entry:
    """A conversion, its stored events and those that the batch adds."""

    row: Conversion
    is_new: bool
    events: list[ConversionEvent]
    added: list[ConversionEvent] = field(default_factory=list)
    changed: bool = False
    refunds: Mapping[date, Decimal] = field(default_factory=dict)
    _told: list[EventSaid] = field(init=False)
    _settled: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        """Read back what was said, once for however many events the batch adds."""
        self._told = _said(self.events)

    @property
    def digests(self) -> set[str]:
        """Give the digests of all events."""
        return {event.digest for event in self.events}

    def add(self, event: ConversionEvent, default_zone: str) -> bool:
        """Take an event in; tells whether it changes how the conversion stands or where it belongs."""
        before = _shown(self.row), self._refunds_so_far(default_zone)
        event.conversion = self.row
        self.events.append(event)
        self.added.append(event)
        if _says_something(event):
            self._told.append(event_said(event, len(self._told)))
        self.settle(default_zone)
        altered = (_shown(self.row), self.refunds) != before
        self.changed = self.changed or altered
        return altered

    def settle(self, default_zone: str) -> None:
        """Work the row out from all events."""
        landing = surest_landing(self.events)
        for name in PLACES:
            setattr(self.row, f"{name}_id", id_of(landing.get(name)))
        self.row.landed_by = landing.get("by", "")
        state = self._state(default_zone)
        for name in STATE_FIELDS:
            setattr(self.row, name, getattr(state, name))
        self.refunds = state.refunds
        self._settled = True

    def _refunds_so_far(self, default_zone: str) -> Mapping[date, Decimal]:
        """Give the refunds by day; those of a stored conversion are worked out when they are first asked for."""
        stored = bool(self._told) and not self._settled
        return self._state(default_zone).refunds if stored else self.refunds

    def _state(self, default_zone: str) -> ConversionState:
        return state_of(self._told, ZoneInfo(surest_landing(self.events).get("zone") or default_zone))


def new_entry(draft: ConversionDraft, sent_by: UUID) -> Entry:
    """Make the entry of an order that is not known yet."""
    row = Conversion(
        source=draft.source, identity=draft.identity, event=draft.event, order_id=draft.order_id, sent_by=sent_by
    )
    return Entry(row=row, is_new=True, events=[])


def landing_kept(place: Place | None, by: LandedBy | None) -> dict[str, str]:
    """Write where an event landed, as it is kept with the event."""
    if place is None or by is None:
        return {}
    stated = {name: str(value) for name in PLACES if (value := getattr(place, name)) is not None}
    return {"by": by.value, "zone": place.zone, **stated}


def surest_landing(events: Iterable[ConversionEvent]) -> Mapping[str, str]:
    """Give the landing that counts: the surest way, of equals that of what happened last; empty where there is none."""
    landed = [event for event in events if event.landing]
    if not landed:
        return {}
    best: ConversionEvent = min(landed, key=lambda event: LANDED_BY.index(event.landing["by"]))
    equals = [event for event in landed if event.landing["by"] == best.landing["by"]]
    newest: Mapping[str, str] = max(equals, key=_moment).landing
    return newest


def _moment(event: ConversionEvent) -> tuple[datetime, str]:
    said = event.said
    if "occurred_at" in said:
        return datetime.fromisoformat(said["occurred_at"]), event.digest
    if "day" in said:
        return datetime.combine(date.fromisoformat(said["day"]), time(), UTC), event.digest
    return event.received_at, event.digest  # landed by hand


def _said(events: Iterable[ConversionEvent]) -> list[EventSaid]:
    return [event_said(event, number) for number, event in enumerate(filter(_says_something, events))]


def _says_something(event: ConversionEvent) -> bool:
    """Tell whether an event was sent; what is landed by hand says nothing of its own."""
    return "event" in event.said


def event_said(event: ConversionEvent, number: int) -> EventSaid:
    """Read back what an event said."""
    said: Mapping[str, Any] = event.said
    occurred_at, observed_at, day = (said.get(name) for name in ("occurred_at", "observed_at", "day"))
    return EventSaid(
        status=said.get("status", ""),
        occurred_at=datetime.fromisoformat(occurred_at) if occurred_at else None,
        day=date.fromisoformat(day) if day else None,
        seen_at=datetime.fromisoformat(observed_at) if observed_at else event.received_at,
        number=event.id or _UNSTORED + number,
        amount=_decimal(said.get("amount")),
        currency=said.get("currency", ""),
        refunded=_decimal(said.get("refunded")),
        new_customer=said.get("new_customer"),
        path=said.get("path", ""),
        external_id=said.get("external_id", ""),
    )


def id_of(text: str | None) -> UUID | None:
    """Read an id that was kept as text."""
    return None if text is None else UUID(text)


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _shown(row: Conversion) -> tuple[Any, ...]:
    places = tuple(getattr(row, f"{name}_id") for name in PLACES)
    return (*places, row.landed_by, *(getattr(row, name, None) for name in STATE_FIELDS))
