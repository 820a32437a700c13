"""Which metrics a row states, as whole numbers with a bit a metric: written into SQL here, read back here."""

from collections.abc import Sequence
from functools import lru_cache

BITS = 60  # metrics in one bigint


def stated_bits(columns: Sequence[str]) -> list[str]:
    """Write whole numbers whose bits say which of the columns, SQL expressions, are not NULL in a row."""
    return [
        " | ".join(f"CASE WHEN {column} IS NULL THEN 0 ELSE {1 << at}::bigint END" for at, column in enumerate(part))
        for part in _parts(columns)
    ]


def names_of_bits(names: Sequence[str], bits: Sequence[int]) -> frozenset[str]:
    """Read such numbers back: the names whose bits are set."""
    return _named(tuple(names), tuple(bits))


@lru_cache(maxsize=4096)
def _named(names: tuple[str, ...], bits: tuple[int, ...]) -> frozenset[str]:
    parts = zip(_parts(names), bits, strict=True)
    return frozenset(name for part, number in parts for at, name in enumerate(part) if number >> at & 1)


def _parts(names: Sequence[str]) -> list[Sequence[str]]:
    return [names[start : start + BITS] for start in range(0, len(names), BITS)]
