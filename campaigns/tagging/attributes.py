"""What can be tagged, and who may overwrite whom."""

from enum import StrEnum
from unicodedata import normalize

Value = str | bool | None
Stored = Value | list[list[int | str]]
"""What a change holds: a value, or the places and spellings of a hashtag."""

HASHTAG = "hashtag:"
LONGEST_KEY = 140  # a hashtag of 100 characters, with room for those that grow when they are folded


class Attribute(StrEnum):
    """One thing that a tagging can say of a content, beside its hashtags."""

    CAMPAIGN = "campaign"
    CREATOR = "creator"
    CATEGORY = "category"
    HOOK = "hook"
    SOUND = "sound"
    BOOSTED = "boosted"
    DISCLOSED = "disclosed"


LINKS = frozenset({Attribute.CAMPAIGN, Attribute.CREATOR})


class Source(StrEnum):
    """Who says it: a person, a program with a key, a rule, or the file that an import read."""

    HAND = "hand"
    API = "api"
    RULE = "rule"
    IMPORT = "import"


_STRENGTH = {Source.HAND: 3, Source.API: 3, Source.RULE: 2, Source.IMPORT: 1}


def strength(source: Source) -> int:
    """Rank a source: what a stronger one has set, a weaker one leaves alone. A key acts for a person."""
    return _STRENGTH[source]


def blank(value: Value) -> bool:
    """Say whether an attribute says nothing."""
    return value is None or value == ""


def folded(text: str) -> str:
    """Give a text as it is compared: full and half width alike (NFKC), without case."""
    return normalize("NFKC", normalize("NFKC", text).casefold())


def hashtag_key(tag: str) -> str:
    """Name a hashtag as an attribute of its own, however it is spelt."""
    return (HASHTAG + folded(tag))[:LONGEST_KEY]
