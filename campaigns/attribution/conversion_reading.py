"""Reads conversions as they are sent: every fault of every item at once, and what identifies each of them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from types import MappingProxyType
from typing import Any
from uuid import UUID

from campaigns.attribution.codes import CodeKind
from campaigns.attribution.conversion import EVENTS, STATUSES, STATUSES_OF_OTHERS, Event, Status
from campaigns.attribution.members import Fault, Members

ITEMS_AT_MOST = 5000
UTM = ("utm_source", "utm_medium", "utm_campaign", "utm_content", "utm_id", "utm_term")
DEFAULT_SOURCE = "api"
_AHEAD = timedelta(days=1)  # clocks and time zones differ by no more
_IDS = ("content", "campaign", "account", "brand", "link")
_FIELDS = frozenset(
    {"event", "source", "occurred_at", "day", "observed_at", "order_id", "external_id", "status", "value", "refunded"}
    | {"new_customer", "path", "code", "utm", *_IDS}
)
_LONGEST_ID = 120
_LONGEST_WORD = 60
_LONGEST_UTM = 200
_PAYING = (Status.PAID, Status.REFUNDED)


@dataclass(frozen=True, slots=True)
class References:
    """Everything that an item says of where it belongs. `code` is its kind and what was written."""

    content: UUID | None = None
    campaign: UUID | None = None
    account: UUID | None = None
    brand: UUID | None = None
    link: UUID | None = None
    code: tuple[CodeKind, str] | None = None
    utm: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ConversionDraft:
    """One item that could be read. `identity` tells it from others of its source, `digest` from other events of it."""

    event: str
    source: str
    status: str
    occurred_at: datetime | None
    day: date | None
    observed_at: datetime | None
    order_id: str
    external_id: str
    amount: Decimal | None
    refunded: Decimal | None
    currency: str
    new_customer: bool | None
    path: str
    references: References
    identity: str
    digest: str
    said: Mapping[str, Any]


Read = ConversionDraft | tuple[Fault, ...]


def read_items(items: Sequence[Any], *, source: str, now: datetime) -> list[Read]:
    """Read each item: a draft, or its faults. `source` is that of items which name none."""
    return [read_item(item, source=source, now=now) for item in items]


def read_item(item: Any, *, source: str, now: datetime) -> Read:
    """Read one item; `now` bounds what can have happened."""
    if not isinstance(item, Mapping):
        return (Fault("", "not_an_object", "A conversion is an object."),)
    faults: list[Fault] = []
    members = Members(item, faults)
    members.only(_FIELDS)
    draft = _draft(members, source, now + _AHEAD)
    return tuple(faults) if faults or draft is None else draft


def _draft(members: Members, source: str, last: datetime) -> ConversionDraft | None:
    event = members.word("event", EVENTS)
    members.require("event", "Say what happened.")
    status = members.word("status", STATUSES) or (Status.PAID.value if event == Event.PURCHASE else "")
    occurred_at, day = members.moment("occurred_at", last), members.day("day", last)
    value, refunded = members.money("value"), members.money("refunded")
    _check_status(members, event, status, refunded=refunded is not None)
    if value and refunded and value.currency != refunded.currency:
        members.fault("refunded/currency", "mixed_currency", "A refund is in the currency of its order.")
    named = value or refunded
    said: dict[str, Any] = {
        "event": event,
        "status": status,
        "source": members.label("source", _LONGEST_WORD) or source,
        "order_id": members.text("order_id", _LONGEST_ID),
        "external_id": members.text("external_id", _LONGEST_ID),
        "occurred_at": occurred_at,
        "day": day,
        "observed_at": members.moment("observed_at", last),
        "amount": value.amount if value else None,
        "refunded": refunded.amount if refunded else None,
        "currency": named.currency if named else "",
        "new_customer": members.flag("new_customer"),
        "path": members.label("path", _LONGEST_WORD),
    }
    references = _references(members)
    _check_days(members, occurred_at, day)
    if not event:
        return None
    kept = _kept(said, references)
    digest = sha256(json.dumps(kept, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    identity = _identity(event, said["order_id"], said["external_id"], digest)
    return ConversionDraft(**said, references=references, identity=identity, digest=digest, said=kept)


def _check_status(members: Members, event: str, status: str, *, refunded: bool) -> None:
    """Note a status that what happened cannot have."""
    if event and event != Event.PURCHASE and status and status not in STATUSES_OF_OTHERS:
        detail = f"Only a purchase is {status}; a {event} is pending, cancelled, or has no status once it happened."
        members.fault("status", "status_of_purchase", detail)
    if refunded and (event != Event.PURCHASE or status not in _PAYING):
        members.fault("refunded", "refund_of_unpaid", "Only a purchase that is paid or refunded is paid back.")


def _check_days(members: Members, occurred_at: datetime | None, day: date | None) -> None:
    """Note that neither is stated, or that they contradict each other in every time zone."""
    if not members.says("day"):
        members.require("occurred_at", "Send the moment, or the day where you know no more.")
    elif occurred_at is not None and day is not None and abs((occurred_at.date() - day).days) > 1:
        members.fault("day", "day_mismatch", "The day is not the day of the moment in any time zone.")


def _references(members: Members) -> References:
    ids = {name: members.id(name) for name in _IDS}
    utm = members.object("utm")
    if utm is not None:
        utm.only(UTM)
    values = {name: text for name in UTM if (text := utm.text(name, _LONGEST_UTM))} if utm else {}
    return References(**ids, code=_code(members), utm=MappingProxyType(values))


def _code(members: Members) -> tuple[CodeKind, str] | None:
    code = members.object("code")
    if code is None:
        return None
    code.only(("kind", "code"))
    kind, text = code.word("kind", [each.value for each in CodeKind]), code.text("code", _LONGEST_ID)
    for name in ("kind", "code"):
        code.require(name, "Name the kind and the code.")
    return (CodeKind(kind), text) if kind and text else None


def _kept(said: Mapping[str, Any], references: References) -> dict[str, Any]:
    """Give what an event keeps of an item: what it states, as JSON."""
    kept = {name: _plain(value) for name, value in said.items() if value not in (None, "")}
    kept |= {name: str(value) for name in _IDS if (value := getattr(references, name)) is not None}
    if references.code is not None:
        kept["code"] = {"kind": references.code[0].value, "code": references.code[1]}
    if references.utm:
        kept["utm"] = dict(references.utm)
    return kept


def _plain(value: Any) -> Any:
    match value:
        case bool() | str():
            return value
        case datetime() | date():
            return value.isoformat()
        case _:
            return format(value.normalize(), "f")


def _identity(event: str, order_id: str, external_id: str, digest: str) -> str:
    """Tell apart what happened: purchases by their order, anything else by its own id before that of its order."""
    if event == Event.PURCHASE and order_id:
        return f"order:{order_id}"
    if external_id:
        return f"id:{event}:{external_id}"
    return f"of:{event}:{order_id}" if order_id else f"digest:{digest}"
