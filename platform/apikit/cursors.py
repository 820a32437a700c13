"""Cursors: a signed position in a list, bound to the query that it was made for."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.core.signing import BadSignature, Signer

from apikit.problems import Problem, bad_parameter
from apikit.wire import instant_text, to_canonical_json

_SALT = "apikit.cursor"
_DIGEST_LENGTH = 22


def binding(path: str, query: object) -> str:
    """Digest what a cursor belongs to: the path, and the filters and sort of the query."""
    return sha256(to_canonical_json([path, query])).hexdigest()[:_DIGEST_LENGTH]


def encode_cursor(position: Sequence[object], *, bound_to: str) -> str:
    """Sign a position: one value a sort key, each None, bool, int, str, Decimal, UUID, date or aware datetime."""
    return Signer(salt=_SALT).sign_object({"p": [_tagged(value) for value in position], "b": bound_to})


def decode_cursor(text: str, *, bound_to: str) -> list[object]:
    """Give the position, or raise 400 `bad_cursor` (not ours) or `cursor_mismatch` (another query's)."""
    try:
        content = Signer(salt=_SALT).unsign_object(text)
        position = [_untagged(item) for item in content["p"]]
        owner = content["b"]
    except (BadSignature, ValueError, TypeError, KeyError, LookupError):
        raise _bad_cursor() from None
    if owner != bound_to:
        detail = "The cursor was made for other filters or another sort; start again without it."
        raise bad_parameter("cursor", detail, code="cursor_mismatch")
    return position


def _bad_cursor() -> Problem:
    return bad_parameter("cursor", "The cursor is not one that this API gave out.", code="bad_cursor")


def _tagged(value: object) -> list[Any]:
    match value:
        case None | bool() | int() | str():
            return ["", value]
        case datetime():
            return ["t", instant_text(value)]
        case date():
            return ["d", value.isoformat()]
        case Decimal():
            return ["n", str(value)]
        case UUID():
            return ["u", value.hex]
    msg = f"{type(value).__name__} cannot be a sort key"
    raise TypeError(msg)


def _untagged(item: Sequence[Any]) -> object:
    tag, value = item
    return {"": lambda v: v, "t": datetime.fromisoformat, "d": date.fromisoformat, "n": Decimal, "u": UUID}[tag](value)
