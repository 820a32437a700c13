"""Texts in files that people open in a spreadsheet: none of them may be taken for a formula."""

import re
from typing import Final

_FORMULA_SIGNS: Final = frozenset("=+-@\t\r\n＝＋－＠")
_NUMBER: Final = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?%?", re.ASCII)


def safe_cell(text: str) -> str:
    """Give a cell that no spreadsheet runs: what would begin a formula gets an apostrophe; numbers stay numbers.

    The signs are those of OWASP's page on CSV injection.
    """
    if text[:1] not in _FORMULA_SIGNS and text.lstrip()[:1] not in _FORMULA_SIGNS:
        return text
    return text if _NUMBER.fullmatch(text) else f"'{text}"


def original_cell(text: str) -> str:
    """Give what `safe_cell` was given: our own files come back."""
    return text[1:] if text[:1] == "'" and safe_cell(text[1:]) == text else text
