"""Reads the fields of one definition, noting every mistake instead of stopping at the first."""

import re
from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Any, TypeVar

from campaigns.definitions.mistakes import Mistake

Word = TypeVar("Word", bound=StrEnum)
_DECIMAL = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,10})?")


class FieldReader:
    """The fields of one definition by name.

    A field that is absent or of the wrong shape gives its default and a mistake in `mistakes`; whoever
    reads all definitions raises once at the end.
    """

    def __init__(self, file: str, fields: Mapping[str, Any], mistakes: list[Mistake], *, inside: str = "") -> None:
        self.file = file
        self._fields = fields
        self._mistakes = mistakes
        self._inside = inside

    def mistake(self, field: str, problem: str, *, code: str = "invalid", position: int | None = None) -> None:
        """Note a mistake in a field; one of a part is named with the part: `bands.source`."""
        self._mistakes.append(Mistake(self.file, f"{self._inside}{field}", problem, code, position))

    def part(self, field: str) -> "FieldReader":
        """Return the reader of a field that is a mapping itself; it holds nothing where there is none."""
        return self._reader_of(field, self.mapping(field))

    def parts(self, field: str) -> "list[FieldReader]":
        """Return a reader for each mapping of a list."""
        value = self._fields.get(field)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(part, dict) for part in value):
            self.mistake(field, "expected a list of mappings")
            return []
        return [self._reader_of(f"{field}.{place}", part) for place, part in enumerate(value)]

    def _reader_of(self, field: str, fields: Mapping[str, Any]) -> "FieldReader":
        return FieldReader(self.file, fields, self._mistakes, inside=f"{self._inside}{field}.")

    def demand(self, known: Collection[str], required: Collection[str], nullable: Collection[str] = ()) -> None:
        """Note fields that no definition has, and required ones that are absent or, unless nullable, null."""
        for field in self._fields:
            if field not in known:
                self.mistake(str(field), "no such field")
        for field in required:
            if field not in self._fields or (self._fields[field] is None and field not in nullable):
                self.mistake(field, "missing")

    def has(self, field: str) -> bool:
        """Tell whether the field is given at all."""
        return self._fields.get(field) is not None

    def text(self, field: str, default: str = "") -> str:
        """Return a non-empty text."""
        value = self._fields.get(field)
        if value is None:
            return default
        if isinstance(value, str) and value.strip():
            return value.strip()
        self.mistake(field, "expected a text")
        return default

    def whole_number(self, field: str, default: int | None) -> int | None:
        """Return a whole number above zero."""
        value = self._fields.get(field)
        if value is None:
            return default
        if isinstance(value, int) and not isinstance(value, bool) and value > 0:
            return value
        self.mistake(field, "expected a whole number above 0")
        return default

    def decimal(self, field: str) -> Decimal | None:
        """Return an exact number: a whole one, or a text such as "0.5", since YAML's own fractions are not exact."""
        value = self._fields.get(field)
        if value is None:
            return None
        if isinstance(value, int) and not isinstance(value, bool):
            return Decimal(value)
        if isinstance(value, str) and _DECIMAL.fullmatch(value):
            return Decimal(value)
        self.mistake(field, 'expected a whole number, or a text such as "0.5"')
        return None

    def day(self, field: str) -> date | None:
        """Return a date."""
        value = self._fields.get(field)
        if value is None or type(value) is date:
            return value
        self.mistake(field, "expected a date such as 2026-01-31")
        return None

    def word(self, field: str, words: type[Word], default: Word) -> Word:
        """Return one word of a closed set."""
        value = self._fields.get(field)
        if value is None:
            return default
        if value in list(words):
            return words(value)
        self.mistake(field, f"{value} is none of {', '.join(words)}")
        return default

    def one_of(self, field: str, allowed: Collection[str]) -> str | None:
        """Return one word of an allowed set, None where nothing is said."""
        value = self._fields.get(field)
        if value is None:
            return None
        if isinstance(value, str) and value in allowed:
            return value
        self.mistake(field, f"{value} is none of {', '.join(allowed)}")
        return None

    def flag(self, field: str) -> bool:
        """Return true or false; false where nothing is said."""
        value = self._fields.get(field)
        if value is None or isinstance(value, bool):
            return bool(value)
        self.mistake(field, "expected true or false")
        return False

    def words(self, field: str, allowed: Collection[str]) -> tuple[str, ...]:
        """Return a list of words, each from an allowed set and none twice."""
        return self.words_of(field, self._fields.get(field), allowed)

    def words_of(self, field: str, value: Any, allowed: Collection[str]) -> tuple[str, ...]:
        """Return the words of a list found in a field."""
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
            self.mistake(field, "expected a list of words")
            return ()
        for word in value:
            if word not in allowed:
                self.mistake(field, f"{word} is none of {', '.join(allowed)}")
        if len(set(value)) < len(value):
            self.mistake(field, "a word stands twice")
        return tuple(word for word in dict.fromkeys(value) if word in allowed)

    def any_words(self, field: str) -> tuple[str, ...]:
        """Return a list of words of an open set, none twice."""
        value = self._fields.get(field)
        return self.words_of(field, value, value if isinstance(value, list) else ())

    def mapping(self, field: str) -> Mapping[str, Any]:
        """Return a mapping whose keys are texts."""
        value = self._fields.get(field)
        if value is None:
            return {}
        if isinstance(value, dict) and all(isinstance(key, str) for key in value):
            return value
        self.mistake(field, "expected a mapping")
        return {}

    def texts(self, field: str) -> Mapping[str, str]:
        """Return a mapping from words to non-empty texts."""
        found = {}
        for key, value in self.mapping(field).items():
            if isinstance(value, str) and value.strip():
                found[key] = value.strip()
            else:
                self.mistake(f"{field}.{key}", "expected a text")
        return MappingProxyType(found)
