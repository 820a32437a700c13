"""What is to be erased, as PostgreSQL finds it in texts and in the text of JSON; no query."""

import re
from dataclasses import dataclass

from agencies.name_patterns import LETTERS, SPACES, any_writing, folded, in_json, literal

KEY_SIGN = "[A-Za-z0-9_]"
KEY_OF_OURS = re.compile(f"{KEY_SIGN}+")
NO_TEXT = re.compile(r"[-+.0-9Ee]+|true|false|null", re.IGNORECASE)  # as JSON may hold outside of quotes
WITHIN_TEXT = r'(?=([^"\\]|\\.)*"(,|\}|\]|:|$))'  # the next quote ends a text
JOINED = 2
REMEMBERED = 14
"""A server remembers 32 patterns (MAX_CACHED_RES), and a table may have both plain texts and trees."""
ESCAPED_SPACE = r"(?<=\\[tnrf])"  # a letter of JSON's own, which belongs to no word


@dataclass(frozen=True, slots=True)
class Sought:
    """What is to be erased: `words` wherever they stand as whole words, `names` only where they are the whole text.

    However they are written: full or half width, with other spaces, with an underscore beside them. None is empty.
    """

    words: tuple[str, ...]
    names: tuple[str, ...] = ()

    def patterns(self) -> list[str]:
        """Give PostgreSQL's regular expressions for plain texts, matched without regard to case; a text meets any."""
        names = (f"^[{SPACES}]*{any_writing(name, literal)}[{SPACES}]*$" for name in self.names)
        return _few([*map(_in_text, self.words), *names])

    def patterns_in_json(self) -> list[str]:
        """Give them for texts inside JSON, where quotes and backslashes are written otherwise.

        Numbers, `true`, `false` and `null` stay, and so do keys that may be words of ours.
        """
        names = (f'(?<="){any_writing(name, in_json)}(?="){_no_key(name)}' for name in self.names)
        return _few([*map(_in_tree, self.words), *names])


def _few(patterns: list[str]) -> list[str]:
    """Join patterns until the server can remember them all; each alone is found faster than many in one."""
    each = max(JOINED, -(-len(patterns) // REMEMBERED))
    return ["|".join(patterns[at : at + each]) for at in range(0, len(patterns), each)]


def _in_text(word: str) -> str:
    """Match a word that is no part of a longer one, nor of a text that may be a key of ours, as `completion_rate`."""
    written = any_writing(word, literal)
    bounded = _bounded(word, written)
    if not _may_be_key(word):
        return bounded
    return f"^{written}$|{bounded}(?:(?!{KEY_SIGN}*$)|(?<=[^A-Za-z0-9_]{KEY_SIGN}*))"


def _in_tree(word: str) -> str:
    """Leave out a whole key that may be a word of ours, texts that may be one, and what is no text at all."""
    written = any_writing(word, in_json)
    bounded = _bounded(word, written, but=ESCAPED_SPACE)
    if _may_be_key(word):
        whole = f'(?<="){written}(?=")(?!":)'
        bounded = f'(?:{whole}|{bounded}(?:(?!{KEY_SIGN}*")|(?<=[^"A-Za-z0-9_]{KEY_SIGN}*)))'
    return bounded + WITHIN_TEXT if NO_TEXT.fullmatch(folded(word)) else bounded


def _bounded(word: str, written: str, *, but: str = "") -> str:
    """Match a word whose ends are ends of words; Chinese has none, so only letters of other scripts are looked at."""
    plain = folded(word)
    before = f"(?<![{LETTERS}])" if re.match(f"[{LETTERS}]", plain) else ""
    before = f"(?:{before}|{but})" if before and but else before
    after = f"(?![{LETTERS}])" if re.match(f"[{LETTERS}]", plain[-1:]) else ""
    return f"{before}{written}{after}"


def _no_key(word: str) -> str:
    return '(?!":)' if _may_be_key(word) else ""


def _may_be_key(word: str) -> bool:
    return KEY_OF_OURS.fullmatch(folded(word)) is not None
