"""The reader of a definition's fields, as the catalogue calls it."""

from campaigns.definitions import FieldReader

__all__ = ["FieldReader"]
