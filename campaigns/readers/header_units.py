"""Understands the unit that a header names behind its column: `消耗(分)`, `Cost (USD)`, `完播率(%)`, `播放量(万次)`."""

import re
from collections.abc import Mapping
from typing import Final

from campaigns.readers.measures import WrittenAs
from campaigns.readers.money_signs import codes_of
from campaigns.readers.vocabulary import MEASURES, RATES, Unit

_PARTED: Final = re.compile(r"(.+?)[ ]?\(([^()]+)\)")
_SECONDS: Final = ("秒", "秒钟", "s", "sec", "secs", "second", "seconds")
_MINUTES: Final = ("分钟", "分", "min", "mins", "minute", "minutes")
_HOURS: Final = ("小时", "h", "hour", "hours")
_WORDS: Final[Mapping[Unit, Mapping[str, WrittenAs | None]]] = {
    Unit.COUNT: {
        **dict.fromkeys(("次", "人", "个", "条", "篇", "件", "单", "人次", "times", "people")),
        **dict.fromkeys(("万", "万次", "万人", "万人次", "w"), WrittenAs.TEN_THOUSANDS),
    },
    Unit.MONEY: {"分": WrittenAs.FEN, **dict.fromkeys(("万", "万元"), WrittenAs.TEN_THOUSANDS)},
    Unit.SHARE: {"%": WrittenAs.PERCENT},
    Unit.SECONDS: {
        **dict.fromkeys(_SECONDS),
        **dict.fromkeys(("毫秒", "ms"), WrittenAs.MILLISECONDS),
        **dict.fromkeys(_MINUTES, WrittenAs.MINUTES),
        **dict.fromkeys(_HOURS, WrittenAs.HOURS),
    },
    Unit.MINUTES: dict.fromkeys(_MINUTES),
    Unit.HOURS: dict.fromkeys(_HOURS),
}
"""In what the numbers of a column are written under such a word, None for their metric's own unit."""
_CHINAS_TIME: Final = frozenset({"北京时间", "utc+8", "utc+08:00", "gmt+8", "cst"})
_IN_CHINAS_TIME: Final = frozenset({"day", "published_at", "started_at"})


def parted(key: str) -> tuple[str, str]:
    """Return a compared header without what stands in brackets at its end, and that; the second empty without any."""
    match = _PARTED.fullmatch(key)
    return (match[1], match[2].strip()) if match else (key, "")


def understood(name: str, unit: str) -> bool:
    """Say whether the column of a canonical name can be written in a unit."""
    if name in _IN_CHINAS_TIME:
        return unit in _CHINAS_TIME
    kind = _kind(name)
    return not name or (kind is not None and _has(kind, unit))


def written_in(name: str, key: str, usual: WrittenAs | None) -> WrittenAs | None:
    """Return in what the numbers under a compared header are written: as it says itself, else as usual."""
    kind, unit = _kind(name), parted(key)[1]
    return _WORDS.get(kind, {}).get(unit) if kind is not None and _has(kind, unit) else usual


def currencies_of(key: str) -> frozenset[str]:
    """Return the currencies that a compared header names, none where it names none."""
    return codes_of(parted(key)[1])


def _kind(name: str) -> Unit | None:
    found = MEASURES.get(name) or RATES.get(name)
    return found.unit if found else None


def _has(kind: Unit, unit: str) -> bool:
    return unit in _WORDS.get(kind, {}) or (kind is Unit.MONEY and bool(codes_of(unit)))
