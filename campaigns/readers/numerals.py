"""Numbers as the networks' exports write them: `304.9K`, `1.8万`, `10万+`, `25.00%`, `14.73秒`, full-width digits."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Context, Decimal, Inexact
from typing import Final

from campaigns.readers.rows import LARGEST, Number

MISSING: Final = frozenset(
    {
        *(
            "",
            "-",
            "--",
            "---",
            "—",
            "–",
            "―",
            "/",
            "\\",
            "undefined",
            "null",
            "(null)",
            "nil",
            "none",
            "nan",
            "n/a",
            "na",
        ),
        *("#n/a", "#div/0!", "暂无", "暂无数据", "无数据", "空", "无", "無", "不适用", "统计中", "计算中"),
    }
)
"""Cells that say "no number" (casefolded, dashes folded); none of them means zero."""

MAX_WHOLE_DIGITS: Final = 18
PLAIN_DIGITS: Final = len(str(LARGEST)) - 1
"""A whole number of so many digits is below `LARGEST`, and is taken without looking further at it."""
MAX_DECIMAL_PLACES: Final = 24
_MAX_LENGTH = 64

_MULTIPLIERS: Final = {
    "k": 10**3,
    "千": 10**3,
    "w": 10**4,
    "万": 10**4,
    "萬": 10**4,
    "m": 10**6,
    "百万": 10**6,
    "b": 10**9,
    "亿": 10**8,
    "億": 10**8,
}
_NUMERAL = re.compile(
    r"""(?P<over>>=?[ ]?|[≥])?
        (?P<sign>[+-]?)
        (?P<whole>\d+|[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d{0,2}(?:[ ]\d{3})+)
        (?:\.(?P<places>\d+))?
        [ ]?(?P<multiplier>百万|[kmbw千万萬亿億])?
        (?P<capped>\+|[ ]?以上)?""",
    re.VERBOSE | re.ASCII,
)
_DOUBTFUL_POINT = re.compile(r"[+-]?[1-9]\d{0,2}\.000", re.ASCII)
"""`12.000`: twelve, or twelve thousand where full stops group digits."""
_COUNTED = re.compile(r"(?<=[\dkmbw千万萬亿億+上])[ ]?(?:人次|[次人个條条篇件单名位])$")
"""What is counted, behind its count: `3万次`."""
_GROUPING = re.compile(r"(?<=\d)[. '’](?=\d{3}(?:\D|$))")
_SECONDS_SUFFIX = re.compile(r"[ ]?(?:seconds|secs?|s|秒)$")
_CLOCK = re.compile(r"(?:(\d{1,4}):)?(\d{1,2}):(\d{2}(?:\.\d+)?)", re.ASCII)
"""`1:02:03`, `02:03`"""
_SPOKEN = re.compile(
    r"(?:(\d+(?:\.\d+)?)(?:小时|时|hours?|hrs?|h))?[ ]?"
    r"(?:(\d+(?:\.\d+)?)(?:分钟|分|minutes?|mins?|min|m))?[ ]?"
    r"(?:(\d+(?:\.\d+)?)(?:秒钟|秒|seconds?|secs?|s))?",
    re.ASCII,
)
"""`1小时2分3秒`, `1分2秒`, `1.5h`"""
_MINUSES = str.maketrans(dict.fromkeys("−‐‑‒–—﹣", "-"))
_SIXTY: Final = 60
_EXACT = Context(prec=100, traps=[Inexact])
_ZERO: Final = Decimal(0)


class NotANumber(ValueError):  # noqa: N818 - names the finding
    """A text that is no number of the kind expected; the message says why, in a user's words."""


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as written: `capped` is a lower bound (`10万+`), `rounded` was abbreviated by its source (`304.9K`)."""

    value: Number
    capped: bool = False
    rounded: bool = False


def is_missing(text: str) -> bool:
    """Say whether a cell states that there is no number."""
    return text.strip().casefold() in MISSING or (
        (text[:1] == "'" or not text.isascii()) and plain_text(text) in MISSING
    )


def parse_count(text: str) -> Numeral | None:
    """Return the whole number that `text` states, None where it states that there is none; else raise NotANumber."""
    if text.isascii() and text.isdigit() and len(text) <= PLAIN_DIGITS:  # nearly every cell of a real file
        return Numeral(int(text))
    plain = _COUNTED.sub("", plain_text(text))
    numeral = _parse(plain)
    if numeral is None:
        return None
    whole = int(numeral.value)
    if whole != numeral.value:
        raise NotANumber("a whole number is expected")
    if _DOUBTFUL_POINT.fullmatch(plain):
        raise NotANumber("whether the point groups digits cannot be told; write 12 or 12000")
    return Numeral(whole, numeral.capped, numeral.rounded)


def plain_decimal(text: str) -> Decimal | None:
    """Return the decimal below `LARGEST` of a text that is digits with at most a point among them, else None."""
    if len(text) > MAX_WHOLE_DIGITS or not text.isascii():
        return None
    whole, point, places = text.partition(".")
    if not whole.isdigit() or len(whole) > PLAIN_DIGITS or (point and not places.isdigit()):
        return None
    return Decimal(text) or _ZERO  # 0.00 is kept as 0


def parse_amount(text: str) -> Numeral | None:
    """Return the decimal that `text` states (money, a mean), None where it states that there is none."""
    plainly = plain_decimal(text)
    return _parse(text) if plainly is None else Numeral(plainly)


def parse_seconds(text: str) -> Numeral | None:
    """Return a duration in seconds: plain, with units (`14.73秒`, `1分2秒`, `1.5h`), or a clock (`1:02:03`)."""
    plainly = plain_decimal(text)
    if plainly is not None:
        return Numeral(plainly)
    plain = plain_text(text)
    if len(plain) <= _MAX_LENGTH:
        for form in (_CLOCK, _SPOKEN):
            match = form.fullmatch(plain)
            if plain and match is not None:
                return _duration(match)
    return _parse(_SECONDS_SUFFIX.sub("", plain))


def _duration(match: re.Match[str]) -> Numeral:
    parts = [Decimal(part or 0) for part in match.groups()]
    if match.re is _CLOCK and (parts[2] >= _SIXTY or (match[1] and parts[1] >= _SIXTY)):
        raise NotANumber("a clock's minutes and seconds stay below 60")
    hours, minutes, seconds = parts
    return Numeral(_EXACT.add(_EXACT.add(hours * _SIXTY * _SIXTY, minutes * _SIXTY), seconds))


def parse_share(text: str) -> Numeral | None:
    """Return a share between 0 and 1, written as a fraction (`0.366807`) or with a percent sign (`25.00%`)."""
    share = _share(text)
    if share is None:
        return None
    if not 0 <= share <= 1:
        raise NotANumber("a share between 0 and 1 (or 0 % and 100 %) is expected")
    return Numeral(share)


def with_point(text: str) -> str:
    """Return a number whose sign before the decimals is a comma, `1.234,5`, as it is written with a point."""
    return _GROUPING.sub("", unicodedata.normalize("NFKC", text)).replace(",", ".")


def _share(text: str) -> Decimal | None:
    in_percent = text.endswith("%")
    plainly = plain_decimal(text[:-1] if in_percent else text)
    if plainly is None:
        plain = plain_text(text)
        in_percent = plain.endswith("%")
        numeral = _parse(plain[:-1] if in_percent else plain)
        plainly = None if numeral is None else Decimal(numeral.value)
    return plainly.scaleb(-2, _EXACT) if in_percent and plainly is not None else plainly


def times(count: Number, factor: Number) -> Decimal:
    """Return the exact product of a count and a rate or mean."""
    return _EXACT.multiply(Decimal(count), Decimal(factor))


def plain_text(text: str) -> str:
    """Fold full-width characters, odd minus signs, case and a spreadsheet's mark of text away."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(_MINUSES)
    return text.strip().casefold().removeprefix("'")


def _parse(text: str) -> Numeral | None:
    if is_missing(text):
        return None
    if len(text) > _MAX_LENGTH:
        raise NotANumber("the text is too long for a number")
    plain = plain_text(text)
    match = _NUMERAL.fullmatch(plain)
    if match is None:
        raise NotANumber("this is not a number")
    capped = match["capped"] is not None or match["over"] is not None
    return Numeral(_value(match), capped, match["multiplier"] is not None)


def _value(match: re.Match[str]) -> Decimal:
    whole = match["whole"].replace(",", "").replace(" ", "").lstrip("0")
    places = match["places"] or ""
    if len(whole) > MAX_WHOLE_DIGITS or len(places) > MAX_DECIMAL_PLACES:
        raise NotANumber("the number has too many digits")
    stated = Decimal(f"{match['sign']}{whole or '0'}.{places or '0'}" if places else f"{match['sign']}{whole or '0'}")
    value = times(stated, _MULTIPLIERS[match["multiplier"]]) if match["multiplier"] else stated
    if abs(value) >= 10**MAX_WHOLE_DIGITS:
        raise NotANumber("the number has too many digits")
    return value or _ZERO  # no negative zero
