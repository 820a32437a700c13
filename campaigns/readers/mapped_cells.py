"""Rewrites the cells of any table as our own CSV would hold them."""

import re
from datetime import datetime
from decimal import Decimal
from typing import Final

from campaigns.readers.content_fields import FORMATS, chinese_format
from campaigns.readers.numerals import NotANumber, is_missing, parse_amount, times, with_point
from campaigns.readers.vocabulary import MEASURES, RATES

DAYS: Final = frozenset({"day", "captured_on", "start", "end"})
MOMENTS: Final = frozenset({"published_at"})
NUMBERS: Final = frozenset({*MEASURES, *RATES, "followers_at_publish", "duration_s", "value"})

_CURRENCY_SIGNS = re.compile(r"^(?:[¥￥$€£]|RMB|CNY|USD|EUR)\s*|\s*(?:元|€|¥)$", re.IGNORECASE)
_UNIT_WORDS = re.compile(
    r"(?<=[\d.])\s*(?:minutes?|mins?|hours?|hrs?|seconds?|secs?|ms|[hs]|分钟|小时|毫秒|秒|分|元)$", re.IGNORECASE
)


def number_text(text: str, *, decimal_sign: str, factor: Decimal) -> str:
    """Return a number in the units of our own CSV; raises NotANumber where a factor meets what is none.

    A percent sign states its own unit, so that the factor of its column is not taken again.
    """
    plain = _CURRENCY_SIGNS.sub("", text.strip())
    if decimal_sign == ",":
        plain = with_point(plain)
    if factor == 1 or is_missing(plain) or plain.endswith(("%", "％")):
        return plain
    numeral = parse_amount(_UNIT_WORDS.sub("", plain))
    if numeral is None:
        return ""
    value = times(numeral.value, factor)
    return f"{value.normalize():f}{'+' if numeral.capped else ''}"


def format_text(text: str) -> str:
    """Return the canonical format of a content behind a word of English or Chinese."""
    plain = text.strip().casefold()
    return plain if plain in FORMATS else chinese_format(_ENGLISH.get(plain, text))


_ENGLISH: Final = {
    "image": "图片",
    "photo": "图片",
    "carousel": "图集",
    "reel": "视频",
    "clip": "视频",
    "live": "直播",
    "stream": "直播",
    "post": "图文",
}


def moment_text(moment: datetime) -> str:
    """Return a moment as printed, without its offset."""
    return moment.replace(tzinfo=None).isoformat(" ", "seconds")


__all__ = ["DAYS", "MOMENTS", "NUMBERS", "NotANumber", "format_text", "moment_text", "number_text"]
