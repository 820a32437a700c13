"""Makes the contents that nobody knows yet, as many as a file brings: a COPY and an INSERT for each block of them."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection

from apikit.models import new_id
from campaigns.imports.copying import BLANK, copy_lines, escaped
from campaigns.progress import UNWATCHED, Stage, Watch
from clients.models import NetworkAccount

BLOCK = 2_000  # contents between two words on how far it is
_STATED = {
    "id": "uuid",
    "key": "text",
    "external_id": "text",
    "title": "text",
    "url": "text",
    "published_on": "date",
    "published_at": "timestamptz",
    "format": "text",
    "duration_s": "numeric",
    "followers_at_publish": "bigint",
    "hashtags": "text[]",
}
_NAMES = ", ".join(_STATED)
_COLUMNS = ", ".join(f"{name} {kind}" for name, kind in _STATED.items())
_STAGE = f"CREATE TEMPORARY TABLE new_contents ({_COLUMNS}) ON COMMIT DROP"
_COPY = f"COPY new_contents ({_NAMES}) FROM STDIN"
_INSERT = f"""
INSERT INTO campaigns_content ({_NAMES}, account_id, category, hook, sound, version)
SELECT {_NAMES}, %s, '', '', '', 1 FROM new_contents
ON CONFLICT (account_id, key) DO NOTHING RETURNING key, id
"""


def make_contents(
    account: NetworkAccount, described: Mapping[str, Mapping[str, Any]], *, watch: Watch = UNWATCHED
) -> dict[str, UUID]:
    """Make contents of an account as a file describes them by their keys, without their tags; gives their ids.

    What somebody made under one of these keys just now stays as it is, and is not in the answer.
    """
    made: dict[str, UUID] = {}
    if not described:
        return made
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.new_contents")
        cursor.execute(_STAGE)
        for done, block in enumerate(_blocks(described)):
            watch.reached(Stage.MEETING, done * BLOCK, len(described))
            copy_lines(_COPY, block)
            cursor.execute(_INSERT, [account.id])
            made.update(cursor.fetchall())
            cursor.execute("TRUNCATE pg_temp.new_contents")
    return made


def _blocks(described: Mapping[str, Mapping[str, Any]]) -> Iterator[list[str]]:
    rest = iter(described.items())
    while block := [_line(key, said) for key, said in islice(rest, BLOCK)]:
        yield block


def _line(key: str, said: Mapping[str, Any]) -> str:
    stated = {"id": new_id(), "key": key, **said}
    return "\t".join(_cell(stated[name]) for name in _STATED)


def _cell(value: Any) -> str:
    if value is None:
        return BLANK
    return escaped(_array(value) if isinstance(value, list) else str(value))


def _array(texts: list[str]) -> str:
    """Write texts as the server reads an array: each in quotes, with its quotes and backslashes marked."""
    marked = (text.replace("\\", "\\\\").replace('"', '\\"') for text in texts)
    return "{" + ",".join(f'"{text}"' for text in marked) + "}"
