"""Serializers that take what they know and refuse the rest, every field at fault at once."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError

from apikit.fields import DecimalString, EmailLine, Flag, Moment, TextBlock, TextLine


class Strict:
    """Refuses members of the body that are unknown or read-only."""

    tolerated_fields: ClassVar[frozenset[str]] = frozenset()
    """Members that may be sent though they are read-only or unknown; they are ignored."""

    fields: Any

    def to_internal_value(self, data: Any) -> Any:
        """Read the body; `unknown_field` and `read_only_field` come together with all other errors."""
        refused = self._refused(data) if isinstance(data, Mapping) else {}
        try:
            values = super().to_internal_value(data)  # type: ignore[misc]
        except ValidationError as error:
            if not refused or not isinstance(error.detail, Mapping):
                raise
            raise ValidationError({**error.detail, **refused}) from None
        if refused:
            raise ValidationError(refused)
        return values

    def _refused(self, data: Mapping[str, Any]) -> dict[str, list[ErrorDetail]]:
        refused: dict[str, list[ErrorDetail]] = {}
        for name in data:
            field = self.fields.get(name)
            if name in self.tolerated_fields:
                continue
            if field is None:
                refused[name] = [ErrorDetail(f"'{name[:60]}' is not a field here.", "unknown_field")]
            elif field.read_only:
                refused[name] = [ErrorDetail(f"'{name}' is set by the server.", "read_only_field")]
        return refused


class StrictSerializer(Strict, serializers.Serializer[Any]):
    """A body or an answer that is no model's."""


class StrictModelSerializer(Strict, serializers.ModelSerializer[Any]):
    """A body or an answer over a model, with clean text and decimals as strings."""

    serializer_field_mapping = {
        **serializers.ModelSerializer.serializer_field_mapping,
        models.BooleanField: Flag,
        models.CharField: TextLine,
        models.TextField: TextBlock,
        models.EmailField: EmailLine,
        models.DateTimeField: Moment,
        models.DecimalField: DecimalString,
    }
