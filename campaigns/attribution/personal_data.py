"""Recognises e-mail addresses and phone numbers, which conversions must not carry."""

import re
import unicodedata

_EMAIL = re.compile(r"[^\s@/?&=,;]+@[^\s@/?&=,;]+\.[^\s@/?&=,;]{2,}")
# One run of up to twelve digits that begins with 00 is no number dialled abroad: order numbers are padded with zeros.
_PADDED = r"\d{1,10}(?![\s().-]{0,2}\d)"
_INTERNATIONAL = re.compile(rf"(?<![0-9A-Za-z_])(?:\+|00(?!{_PADDED}))[1-9](?:[\s().-]{{0,2}}\d){{7,14}}(?!\d)")
# Eleven digits beginning with 13 to 19, alone or in the usual groups. Order numbers are longer or shorter.
_CHINESE_MOBILE = re.compile(r"(?<![0-9A-Za-z_-])(?:\+?86[\s-]?)?1[3-9]\d(?:[\s-]?\d{4}){2}(?![0-9A-Za-z_-])")
# Ids of contents and orders are random: some in ten thousand hold digits grouped like those of a phone number.
_UUID = re.compile(r"(?<![0-9A-Za-z])[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}(?![0-9A-Za-z])")
_PATTERNS = (_EMAIL, _INTERNATIONAL, _CHINESE_MOBILE)


def looks_personal(text: str) -> bool:
    """Tell whether a text holds an e-mail address or a phone number, in whatever width it is written."""
    if len(text) < 6:  # noqa: PLR2004 - a@b.cc is the shortest
        return False
    plain = _UUID.sub("id", unicodedata.normalize("NFKC", text))
    return any(pattern.search(plain) for pattern in _PATTERNS)
