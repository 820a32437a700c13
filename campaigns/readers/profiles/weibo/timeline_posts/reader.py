"""Weibo's posts: an id in base 62, as links print it, is the same id as the number."""

from collections.abc import Iterator
from typing import Final

from campaigns.readers.posts import read_posts, stated_id
from campaigns.readers.profile import Context, Sheet, as_stated
from campaigns.readers.rows import Refusal, Row
from campaigns.readers.tables import Record

_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SIGNS, _NUMBERS = 4, 7  # four signs of an mblogid stand for seven digits of the mid (equal for 20 of 20 real posts)


def mid_of(mblogid: str) -> str:
    """Return the number behind an id in base 62; raises ValueError for what is none."""
    groups = [mblogid[max(0, end - _SIGNS) : end] for end in range(len(mblogid), 0, -_SIGNS)]
    return "".join(str(_whole(group)).zfill(_NUMBERS) for group in reversed(groups)).lstrip("0")


def _whole(group: str) -> int:
    number = 0
    for sign in group:
        number = number * len(_DIGITS) + _DIGITS.index(sign)
    return number


def _id_of(sheet: Sheet, record: Record) -> str:
    stated = stated_id(sheet, record)
    raw = sheet.cell(record, "mblogid")
    if stated.isdigit() or not raw:
        return stated
    try:
        return mid_of(raw)
    except ValueError:
        raise sheet.bad("damaged_id", "an id of letters and digits is expected", "mblogid", raw) from None


def read(sheet: Sheet, context: Context) -> Iterator[Row | Refusal]:
    """Yield a row a post."""
    return read_posts(sheet, context, as_stated, _id_of)
