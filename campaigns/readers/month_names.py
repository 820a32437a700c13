"""Month names in the interface languages that exports are written in, folded to plain lower-case letters."""

import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from campaigns.definitions import DefinitionsError, Mistake, read_yaml

FILE: Final = Path(__file__).with_name("month_names.yaml")
_LEFT_OUT: Final = str.maketrans("", "", ".׳॰")
"""Marks of an abbreviation, which are written or not."""
_MONTHS_A_YEAR: Final = 12


def fold(text: str) -> str:
    """Return `text` in lower case without accents, full-width forms and marks of abbreviations."""
    decomposed = unicodedata.normalize("NFKD", text.casefold()).translate(_LEFT_OUT)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _months() -> dict[str, int]:
    """Read the names; raises DefinitionsError for a name that means two months, and for a year that is no year."""
    mistakes: list[Mistake] = []
    months: dict[str, int] = {}
    languages = read_yaml(FILE, mistakes) or {}
    for language, ways in languages.items():
        for names in (way.split() for way in ways):
            if len(names) != _MONTHS_A_YEAR:
                mistakes.append(Mistake(FILE.name, language, f"{len(names)} months: {' '.join(names)}"))
            for number, name in enumerate(names, start=1):
                if months.setdefault(fold(name), number) != number:
                    mistakes.append(Mistake(FILE.name, language, f"{name} means two different months"))
    if mistakes:
        raise DefinitionsError(mistakes)
    return months


MONTHS: Final[Mapping[str, int]] = _months()
"""Month number by folded name or abbreviation, over all languages; no name means two months."""
