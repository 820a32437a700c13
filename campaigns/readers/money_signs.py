"""Tells an amount from the sign or code of its currency: `$1,234.50`, `￥12`, `12.50 EUR`, `1.2万元`."""

import re
from collections.abc import Mapping
from typing import Final

from apikit.currencies import CURRENCIES

_DOLLARS: Final = "USD AUD CAD HKD NZD SGD TWD MXN CLP COP ARS"
_SIGNS: Final[Mapping[str, frozenset[str]]] = {
    "$": frozenset(_DOLLARS.split()),
    "¥": frozenset({"CNY", "JPY"}),
    **{
        sign: frozenset({code})
        for code, signs in {
            "USD": ("us$", "美元"),
            "HKD": ("hk$", "港元", "港币"),
            "TWD": ("nt$", "新台币"),
            "SGD": ("s$",),
            "AUD": ("a$",),
            "CAD": ("c$",),
            "BRL": ("r$",),
            "CNY": ("元", "人民币", "rmb"),
            "JPY": ("円", "日元"),
            "EUR": ("€", "欧元"),
            "GBP": ("£", "英镑"),
            "VND": ("₫", "đ"),
            "THB": ("฿", "泰铢"),
            "PHP": ("₱",),
            "KRW": ("₩",),
            "INR": ("₹",),
            "IDR": ("rp",),
            "MYR": ("rm",),
        }.items()
        for sign in signs
    },
}
"""What each sign may stand for: a dollar is of many countries."""
_LONGEST_FIRST: Final = sorted(_SIGNS, key=len, reverse=True)
_WORDS: Final = "|".join(re.escape(sign) for sign in _LONGEST_FIRST)
_BEFORE: Final = re.compile(rf"([+-]?)(?:({_WORDS})|([a-z]{{3}}))[ ]?(?=[\d+-])(.+)")
_AFTER: Final = re.compile(rf"(.*[\d千万萬亿億kmbw])[ ]?(?:({_WORDS})|([a-z]{{3}}))")


def split_sign(plain: str) -> tuple[str, str]:
    """Return an amount, given in lower case, without its currency, and the sign or code that it had, else nothing."""
    before = _BEFORE.fullmatch(plain)
    if before is not None and (sign := _known(before[2], before[3])):
        return before[1] + before[4], sign
    after = _AFTER.fullmatch(plain)
    if after is not None and (sign := _known(after[2], after[3])):
        return after[1], sign
    return plain, ""


def codes_of(text: str) -> frozenset[str]:
    """Return the codes of the currencies that a sign, a word or a code may stand for; none where it is none."""
    plain = text.strip().casefold()
    code = plain.upper()
    return frozenset({code}) if code in CURRENCIES else _SIGNS.get(plain, frozenset())


def _known(sign: str | None, code: str | None) -> str:
    return sign or (code if code and code.upper() in CURRENCIES else "") or ""
