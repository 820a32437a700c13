"""Finds the known names that a misspelt one may have meant."""

from collections.abc import Iterable
from difflib import get_close_matches

_SUGGESTED = 3
_LONGEST = 60  # no key is longer; comparing what cannot be one would only take time


def nearest(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return up to three known names that look like a name, the likest first."""
    if len(name) > _LONGEST:
        return ()
    return tuple(get_close_matches(name, sorted(known), n=_SUGGESTED, cutoff=0.7))
