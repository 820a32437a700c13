"""Cuts a formula's text into numbers, names and signs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from kpis.formulas.errors import FormulaError, FormulaErrorCode

MAX_LENGTH = 500
_MAX_DIGITS = 20  # far beyond any weight or divisor, and exact in the arithmetic's 34 digits


class TokenKind(StrEnum):
    """What a piece of a formula is."""

    NUMBER = "number"
    NAME = "name"
    SIGN = "sign"
    END = "end"


@dataclass(frozen=True)
class Token:
    """A piece of a formula and where it begins."""

    kind: TokenKind
    text: str
    position: int


# Spelled-out ranges: a class such as \d would also take the digits of other scripts.
_PIECE = re.compile(
    r"(?P<space>[ \t\r\n]+)|(?P<number>[0-9]+(?:\.[0-9]+)?)|(?P<name>[a-z][a-z0-9_]*)|(?P<sign>[-+*/(),])",
)


def tokenize(text: str) -> Iterator[Token]:
    """Yield the tokens of a formula, an END token last.

    Raises FormulaError `too_long` over 500 characters and `syntax` at a character that no formula has.
    """
    if len(text) > MAX_LENGTH:
        raise FormulaError(
            FormulaErrorCode.TOO_LONG,
            MAX_LENGTH,
            f"a formula has at most {MAX_LENGTH} characters, this one has {len(text)}",
        )
    position = 0
    while position < len(text):
        token, position = _next_token(text, position)
        if token is not None:
            yield token
    yield Token(TokenKind.END, "", len(text))


def respelt(text: str, old: str, new: str) -> str:
    """Return a formula's text with one name in the place of another; raises as `tokenize` does."""
    places = [token.position for token in tokenize(text) if token.kind is TokenKind.NAME and token.text == old]
    for place in reversed(places):
        text = text[:place] + new + text[place + len(old) :]
    return text


def _next_token(text: str, position: int) -> tuple[Token | None, int]:
    match = _PIECE.match(text, position)
    if match is None:
        raise FormulaError(FormulaErrorCode.SYNTAX, position, f"unexpected character {text[position]!r}")
    piece = match.group()
    if match.lastgroup == "space":
        return None, match.end()
    kind = TokenKind(str(match.lastgroup))
    if kind is TokenKind.NUMBER and len(piece.replace(".", "")) > _MAX_DIGITS:
        raise FormulaError(FormulaErrorCode.SYNTAX, position, f"a number has at most {_MAX_DIGITS} digits")
    return Token(kind, piece, position), match.end()
