"""Serializer fields for passwords and tokens: taken as they are, never shown again."""

from typing import Any

from apikit.fields import TextLine

LONGEST_SECRET = 1000  # hashing takes time that grows with the length


class SecretLine(TextLine):
    """A password or token in a body; spaces at its ends belong to it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST_SECRET, trim_whitespace=False, write_only=True, **kwargs)
