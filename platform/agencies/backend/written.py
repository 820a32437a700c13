"""Tells which tables a statement writes, by its text."""

import re

_WRITTEN = re.compile(
    r"\b(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM|MERGE\s+INTO|TRUNCATE|COPY)\s+(?:TABLE\s+|ONLY\s+)*\"?(\w+)",
    re.IGNORECASE,
)
_WORDS = ("INSERT", "UPDATE", "DELETE", "MERGE", "TRUNCATE", "COPY")
_NO_TABLES = frozenset({"set", "of", "skip", "nowait"})  # ON CONFLICT DO UPDATE SET, FOR UPDATE OF
NOTHING: frozenset[str] = frozenset()


def tables_written(statement: str) -> frozenset[str]:
    """Name the tables that a statement writes; none for one that reads.

    A function that writes is not seen through: whoever calls one writes an audit entry beside it.
    """
    text = statement.lstrip()
    if text[:6].upper() == "SELECT":
        return NOTHING
    shouted = text.upper()
    if not any(word in shouted for word in _WORDS):  # long questions begin with WITH
        return NOTHING
    return frozenset(name.lower() for name in _WRITTEN.findall(text)) - _NO_TABLES
