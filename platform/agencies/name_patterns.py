"""The ways in which one name may be written, as regular expressions of PostgreSQL: pure text, no query.

Two writings are one name where they are equal after NFKC (Unicode Standard Annex 15), without case, and with each run
of spaces as one: full width and mathematical letters, ligatures, no-break and ideographic spaces, accents as signs of
their own. Characters that nobody sees may stand between any two.
"""

import json
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import chain
from unicodedata import normalize

SPACES = " \t\n\r\f\v\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
UNSEEN = "[\u00ad\u200b-\u200d\u2060\ufeff]*"
LETTERS = "A-Za-z0-9À-ÖØ-öø-ɏ\u0300-\u036fͰ-ϿЀ-ӿ０-９Ａ-Ｚａ-ｚ"
"""Of scripts whose words have ends; Chinese, Japanese and Thai words have none."""
LONGEST_COMPOUND = 3
_ODD_WRITINGS = ((0x80, 0x3400), (0xA640, 0xAC00), (0xF900, 0x10000), (0x1D400, 0x1D800), (0x1F100, 0x1F200))
"""Code points among which are those that NFKC writes otherwise; the great scripts between them are left out."""

Writing = Callable[[str], str]


def folded(name: str) -> str:
    """Give a name as it is compared."""
    return " ".join(_folded(name).split())


def literal(text: str) -> str:
    """Match a text sign by sign."""
    return re.sub(r"([^\w\s])", r"\\\1", text)


def in_json(text: str) -> str:
    """Match a text sign by sign as it stands between the quotes of JSON."""
    return literal(json.dumps(text, ensure_ascii=False)[1:-1])


def any_writing(name: str, write: Writing = literal) -> str:
    """Match every writing of a name; `write` gives how single characters stand in what is searched."""
    return f"(?:{write(name)}|{UNSEEN.join(_parts(folded(name), write))})"


def _parts(name: str, write: Writing) -> Iterator[str]:
    """Yield a pattern for each character, or for several of them that one sign may stand for."""
    at = 0
    while at < len(name):
        length = next((size for size in range(LONGEST_COMPOUND, 1, -1) if name[at : at + size] in _writings()), 1)
        whole = name[at : at + length]
        apart = UNSEEN.join(_one(character, write) for character in whole)
        yield apart if length == 1 else f"(?:{apart}|{_any_of(_writings()[whole], write)})"
        at += length


def _one(character: str, write: Writing) -> str:
    if character == " ":
        escaped = r"|\\[tnrf]" if write is in_json else ""
        return f"(?:[{SPACES}_]{escaped})+"
    alone = _any_of({character, character.upper(), *_writings().get(character, ())}, write)
    apart = normalize("NFD", character)
    return alone if apart == character else f"(?:{alone}|{''.join(_one(sign, write) for sign in apart)})"


def _any_of(texts: set[str], write: Writing) -> str:
    letters = "".join(sorted(text for text in texts if len(text) == 1 and text.isalnum()))
    others = [write(text) for text in sorted(texts) if text not in letters]
    choices = ([f"[{letters}]"] if letters else []) + others
    return choices[0] if len(choices) == 1 else f"(?:{'|'.join(choices)})"


def _folded(text: str) -> str:
    return normalize("NFKC", normalize("NFKC", text).casefold())


@lru_cache(maxsize=1)
def _writings() -> dict[str, set[str]]:
    """Give the single signs that are folded to a text of at most three."""
    found: dict[str, set[str]] = {}
    for point in chain.from_iterable(range(*bounds) for bounds in _ODD_WRITINGS):
        sign = chr(point)
        plain = _folded(sign)
        if plain != sign and 0 < len(plain) <= LONGEST_COMPOUND:
            found.setdefault(plain, set()).add(sign)
    return found
