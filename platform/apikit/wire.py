"""How values look as JSON: decimals as strings, instants in UTC with a Z, days as dates."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import orjson
from django.utils.functional import Promise

_OPTIONS = orjson.OPT_PASSTHROUGH_DATETIME


def to_json(value: Any) -> bytes:
    """Encode a value as UTF-8 JSON; a type without an agreed form raises TypeError."""
    return orjson.dumps(value, default=_plain, option=_OPTIONS)


def as_written(json: bytes) -> Any:
    """Give what `to_json` takes into what it encodes as it is, since it is JSON already."""
    return orjson.Fragment(json)


def to_canonical_json(value: Any) -> bytes:
    """Encode a value with sorted keys, so that equal values give equal bytes: for digests, not for answers."""
    return orjson.dumps(value, default=_plain, option=_OPTIONS | orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS)


def decimal_text(value: Decimal) -> str:
    """Write a decimal without an exponent, keeping its scale: Decimal("0.100000") is "0.100000"."""
    if not value.is_finite():
        msg = f"{value} cannot be sent"
        raise TypeError(msg)
    return format(value, "f")


def instant_text(value: datetime) -> str:
    """Write an aware datetime as RFC 3339 in UTC with a Z."""
    if value.tzinfo is None:
        msg = "a time without a zone cannot be sent"
        raise TypeError(msg)
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _plain(value: Any) -> Any:
    match value:
        case Decimal():
            return decimal_text(value)
        case datetime():
            return instant_text(value)
        case date() | time():
            return value.isoformat()
        case Promise():
            return str(value)
        case Mapping():
            return dict(value)
        case AbstractSet():
            return sorted(value)
    msg = f"{type(value).__name__} has no JSON form"
    raise TypeError(msg)
