"""How headers are compared, one by one and as a whole row."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_SPACES = re.compile(r"\s+")
_SPACES_IN_CHINESE = re.compile(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])")


@lru_cache(maxsize=4096)
def header_key(text: str) -> str:
    """Return a header cell as it is compared: without marks, quotes, odd spaces, full-width forms and case.

    Spaces beside Chinese say nothing: `推广系列 ID` is `推广系列ID`.
    """
    plain = unicodedata.normalize("NFKC", text).replace("\ufeff", "").replace("\u200b", "")
    plain = _SPACES.sub(" ", plain).strip().strip('"').strip().casefold()
    return plain if plain.isascii() else _SPACES_IN_CHINESE.sub("", plain)


def fingerprint(header: Iterable[str]) -> str:
    """Return a digest of a header row: the same for any order, spelling and number of blank cells."""
    compared = sorted({header_key(cell) for cell in header} - {""})
    return hashlib.sha256("\n".join(compared).encode()).hexdigest()
