"""Serializer fields for what travels: clean text, decimals as strings, money, and ids of related rows."""

import unicodedata
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail
from rest_framework.fields import empty

from apikit.currencies import BAD_CURRENCY, CURRENCIES
from apikit.moments import OUTSIDE, in_utc, is_kept
from apikit.wire import decimal_text

_BREAKS = frozenset("\n\r\t")
_MONEY_DIGITS = 20
_MONEY_PLACES = 6


class TextLine(serializers.CharField):
    """One line of text in Unicode's NFC form; numbers and control characters are refused."""

    breaks_allowed = False
    default_error_messages = {"control_character": "Text must not contain control characters."}

    def to_internal_value(self, data: Any) -> str:
        """Read a string."""
        if not isinstance(data, str):
            self.fail("invalid")
        text = unicodedata.normalize("NFC", data)
        if any(unicodedata.category(sign) == "Cc" and not self._allowed(sign) for sign in text):
            self.fail("control_character")
        return text.strip() if self.trim_whitespace else text

    def _allowed(self, sign: str) -> bool:
        return self.breaks_allowed and sign in _BREAKS


class TextBlock(TextLine):
    """Text that may have line breaks and tabs."""

    breaks_allowed = True


class Moment(serializers.DateTimeField):
    """A moment with its offset, or in UTC."""

    default_error_messages = {"out_of_range": OUTSIDE}

    def to_internal_value(self, value: Any) -> datetime:
        """Read a moment of the years that are kept."""
        try:
            moment = in_utc(super().to_internal_value(value))
        except ValueError:
            self.fail("out_of_range")
        if not is_kept(moment):
            self.fail("out_of_range")
        return moment


class EmailLine(TextLine, serializers.EmailField):
    """An e-mail address."""


class Flag(serializers.BooleanField):
    """True or false as JSON has them; words and numbers that may mean either are refused."""

    def to_internal_value(self, data: Any) -> bool:
        """Read true or false."""
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class IdField(serializers.UUIDField):
    """The id of a row, as text."""

    def to_internal_value(self, data: Any) -> UUID:
        """Read an id; a number is none."""
        if not isinstance(data, str):
            self.fail("invalid", value=data)
        found: UUID = super().to_internal_value(data)
        return found


class CurrencyInUse(RegexValidator):
    """Refuses codes of no currency in use; the pattern is what the API's description says of it."""

    regex = r"^[A-Z]{3}$"
    message = BAD_CURRENCY
    code = "bad_currency"

    def __call__(self, value: Any) -> None:
        """Raise ValidationError for a code that is not in use."""
        if value not in CURRENCIES:
            raise ValidationError(self.message, code=self.code)


class CurrencyField(TextLine):
    """The ISO 4217 code of a currency in use."""

    default_validators = [CurrencyInUse()]


class DecimalString(serializers.DecimalField):
    """A decimal that leaves as a string; strings and JSON numbers come in, booleans, NaN and infinities do not."""

    def __init__(self, max_digits: int | None = 24, decimal_places: int | None = 12, **kwargs: Any) -> None:
        kwargs.setdefault("coerce_to_string", True)
        super().__init__(max_digits, decimal_places, **kwargs)

    def to_internal_value(self, data: Any) -> Decimal:
        """Read a decimal."""
        if isinstance(data, bool) or not isinstance(data, str | int | float | Decimal):
            self.fail("invalid")
        value: Decimal = super().to_internal_value(data)
        return value

    def quantize(self, value: Decimal) -> Decimal:
        """Keep the scale that was sent; padding with zeros would pretend precision."""
        return value

    def to_representation(self, value: Any) -> Any:
        """Write the decimal without an exponent; with `normalize_output` without trailing zeros."""
        number = value if isinstance(value, Decimal) else Decimal(str(value))
        return decimal_text(number.normalize() if self.normalize_output else number)


@extend_schema_field(
    {
        "type": "object",
        "properties": {
            "amount": {"type": "string", "format": "decimal", "pattern": r"^-?\d{1,14}(\.\d{1,6})?$"},
            "currency": {"type": "string", "pattern": "^[A-Z]{3}$", "description": "ISO 4217 code."},
        },
        "required": ["amount", "currency"],
        "additionalProperties": False,
        "example": {"amount": "1234.50", "currency": "CNY"},
    },
    component_name="Money",
)
class MoneyField(serializers.Field[Any, Any, Any, Any]):
    """`{"amount": "12.50", "currency": "CNY"}` over two attributes of the row.

    `amount` and `currency` name the attributes; by default the field's own name and `currency`.
    """

    default_error_messages = {"invalid": "Money is an object with amount and currency."}

    def __init__(
        self, *, amount: str = "", currency: str = "currency", min_value: Decimal | None = None, **kwargs: Any
    ) -> None:
        self.amount_name = amount
        self.currency_name = currency
        self.amount_field = DecimalString(_MONEY_DIGITS, _MONEY_PLACES, min_value=min_value)
        super().__init__(source="*", **kwargs)

    def bind(self, field_name: str, parent: Any) -> None:
        """Take the field's own name for the amount where none is given."""
        super().bind(field_name, parent)
        self.amount_name = self.amount_name or field_name

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        """Read both members; every member at fault is named."""
        if data is None:
            return {self.amount_name: None}
        if not isinstance(data, Mapping):
            self.fail("invalid")
        errors: dict[str, Any] = {name: _unknown(name) for name in data if name not in {"amount", "currency"}}
        amount: Decimal | None = None
        try:
            amount = self.amount_field.run_validation(data.get("amount", empty))
        except serializers.ValidationError as error:
            errors["amount"] = error.detail
        currency = data.get("currency")
        if not isinstance(currency, str) or currency not in CURRENCIES:
            errors["currency"] = [ErrorDetail(BAD_CURRENCY, "bad_currency")]
        if errors:
            raise serializers.ValidationError(errors)
        return {self.amount_name: amount, self.currency_name: currency}

    def to_representation(self, value: Any) -> dict[str, str] | None:
        """Write both members, or null where there is no amount."""
        amount = _attribute(value, self.amount_name)
        if amount is None:
            return None
        return {"amount": decimal_text(amount), "currency": str(_attribute(value, self.currency_name))}


@extend_schema_field({"type": "string", "format": "uuid"})
class ScopedRelatedField(serializers.PrimaryKeyRelatedField[Any]):
    """The id of a related row, looked up among those that the caller may see.

    `scope` is called with the request and gives the rows. What is missing and what is somebody else's answer alike.
    """

    default_error_messages = {"not_found": "There is nothing with this id that you may use."}

    def __init__(self, *, scope: Callable[[Any], QuerySet[Any]] | None = None, **kwargs: Any) -> None:
        self.scope = scope
        super().__init__(**kwargs)

    def get_queryset(self) -> QuerySet[Any]:
        """Give the rows that the caller may name."""
        if self.scope is None:
            msg = f"{self.field_name} can be read only: it has no scope"
            raise TypeError(msg)
        return self.scope(self.context["request"])

    def to_internal_value(self, data: Any) -> Any:
        """Look the row up."""
        if not isinstance(data, str):
            self.fail("not_found")
        try:
            return self.get_queryset().get(pk=data)
        except (ObjectDoesNotExist, ValidationError, ValueError):
            self.fail("not_found")

    def get_choices(self, cutoff: int | None = None) -> dict[Any, Any]:
        """Offer none: forms are not drawn from this."""
        del cutoff
        return {}


def _unknown(name: str) -> list[ErrorDetail]:
    return [ErrorDetail(f"'{name[:60]}' is not a field here.", "unknown_field")]


def _attribute(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, Mapping) else getattr(value, name)
