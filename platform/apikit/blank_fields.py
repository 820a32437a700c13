"""Fields that are null in JSON where the table keeps a blank."""

from rest_framework import serializers


class TextOrNull(serializers.CharField):
    """Text that is null where there is none."""

    def to_representation(self, value: str) -> str | None:  # type: ignore[override]
        """Write the text."""
        return value or None


class ChoiceOrNull(serializers.ChoiceField):
    """A word of a closed set that is null where none was chosen."""

    def to_representation(self, value: str) -> str | None:  # type: ignore[override]
        """Write the word."""
        return value or None
