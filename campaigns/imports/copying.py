"""Sends rows to the server as the text that COPY reads, a block of lines at a time."""

from collections.abc import Iterable
from itertools import islice

from django.db import connection

BLANK = r"\N"
DEFAULT = r"\D"  # where the statement says so
LINES_AT_ONCE = 500
_ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def escaped(text: str) -> str:
    """Write a text so that COPY takes none of its characters for the end of a cell or of a line."""
    return text.translate(_ESCAPES)


def copy_lines(statement: str, lines: Iterable[str]) -> None:
    """Run a `COPY .. FROM STDIN` over lines whose cells are escaped and parted by tabs."""
    rest = iter(lines)
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        while block := list(islice(rest, LINES_AT_ONCE)):
            copy.write("\n".join((*block, "")))
