"""The members of one JSON object, read with every fault noted instead of stopping at the first."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from apikit.currencies import BAD_CURRENCY, CURRENCIES
from apikit.moments import FIRST_YEAR
from campaigns.attribution.personal_data import looks_personal

_AMOUNT = re.compile(r"[0-9]{1,14}(\.[0-9]{1,6})?")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)", re.IGNORECASE)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_NAME_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Fault:
    """One member at fault; `pointer` is a JSON pointer below the item, such as `/value/amount`."""

    pointer: str
    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of one currency."""

    amount: Decimal
    currency: str


class Members:
    """The members of one JSON object. What is absent or null is None; what cannot be read is None and a fault."""

    def __init__(self, said: Mapping[str, Any], faults: list[Fault], pointer: str = "") -> None:
        self._said = said
        self._faults = faults
        self._pointer = pointer

    def fault(self, name: str, code: str, detail: str) -> None:
        """Note a fault of a member; a blank name is the object itself."""
        self._faults.append(Fault(f"{self._pointer}/{name}" if name else self._pointer, code, detail))

    def says(self, name: str) -> bool:
        """Tell whether a member is there and not null, readable or not."""
        return self._said.get(name) is not None

    def require(self, name: str, detail: str) -> None:
        """Note that a member is absent or null."""
        if not self.says(name):
            self.fault(name, "required", detail)

    def only(self, known: Collection[str]) -> None:
        """Note members that are not known."""
        for name in self._said:
            if name not in known:
                shown = name[:_NAME_SHOWN]
                step = shown.replace("~", "~0").replace("/", "~1")
                self.fault(step, "unknown_field", f"'{shown}' is not a field here.")

    def text(self, name: str, longest: int) -> str:
        """Read one line of text in Unicode's NFC form; blank where there is none. Personal data is a fault."""
        value = self._said.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.fault(name, "invalid", "This is a text.")
            return ""
        text = unicodedata.normalize("NFC", value).strip()
        if any(unicodedata.category(sign) == "Cc" for sign in text):
            self.fault(name, "control_character", "Text must not contain control characters.")
        elif len(text) > longest:
            self.fault(name, "max_length", f"This has at most {longest} characters.")
        elif looks_personal(text):
            self.fault(name, "personal_data", "This looks like an e-mail address or a phone number; send neither.")
        else:
            return text
        return ""

    def word(self, name: str, words: Collection[str]) -> str:
        """Read one of a closed set of words."""
        value = self._said.get(name)
        if value is None:
            return ""
        if isinstance(value, str) and value in words:
            return value
        self.fault(name, "invalid_choice", f"One of {', '.join(words)}.")
        return ""

    def label(self, name: str, longest: int) -> str:
        """Read a free word, folded: letters, digits, dots, hyphens and underscores."""
        text = self.text(name, longest).casefold()
        if text and not re.fullmatch(r"[\w.-]+", text):
            self.fault(name, "bad_word", "A word of letters, digits, dots, - and _.")
            return ""
        return text

    def flag(self, name: str) -> bool | None:
        """Read true or false."""
        value = self._said.get(name)
        if value is None or isinstance(value, bool):
            return value
        self.fault(name, "invalid", "This is true, false or null.")
        return None

    def id(self, name: str) -> UUID | None:
        """Read the id of a row."""
        value = self._said.get(name)
        if value is None:
            return None
        try:
            if isinstance(value, str):
                return UUID(value)
        except ValueError:
            pass
        self.fault(name, "not_found", "There is nothing with this id that you may use.")
        return None

    def moment(self, name: str, last: datetime) -> datetime | None:
        """Read a moment with its time zone (RFC 3339), not after `last`."""
        value = self._said.get(name)
        if value is None:
            return None
        try:
            if isinstance(value, str) and _MOMENT.fullmatch(value):
                moment = datetime.fromisoformat(value.upper()).astimezone(UTC)
                return moment if self._possible(name, moment.year, past=moment <= last) else None
        except (ValueError, OverflowError):
            pass
        self.fault(name, "bad_time", "A moment is written like 2026-03-04T12:30:00+08:00.")
        return None

    def day(self, name: str, last: datetime) -> date | None:
        """Read a day, not after the day of `last`."""
        value = self._said.get(name)
        if value is None:
            return None
        try:
            if isinstance(value, str) and _DAY.fullmatch(value):
                day = date.fromisoformat(value)
                return day if self._possible(name, day.year, past=day <= last.date()) else None
        except ValueError:
            pass
        self.fault(name, "bad_date", "A day is written like 2026-01-31.")
        return None

    def money(self, name: str) -> Money | None:
        """Read an amount that is not negative, with its currency."""
        value = self._said.get(name)
        if value is None:
            return None
        if not isinstance(value, Mapping):
            self.fault(name, "invalid", "Money is an object with amount and currency.")
            return None
        inner = self.within(name, value)
        inner.only(("amount", "currency"))
        amount, currency = value.get("amount"), value.get("currency")
        written = "" if isinstance(amount, bool) or not isinstance(amount, str | int | float) else str(amount)
        if not _AMOUNT.fullmatch(written):
            inner.fault("amount", "bad_amount", "An amount is written like 1234.50: at most 14 digits and 6 decimals.")
        if not isinstance(currency, str) or currency not in CURRENCIES:
            inner.fault("currency", "bad_currency", BAD_CURRENCY)
            return None
        return Money(Decimal(written), currency) if _AMOUNT.fullmatch(written) else None

    def object(self, name: str) -> "Members | None":
        """Open a member that is an object itself."""
        value = self._said.get(name)
        if value is None:
            return None
        if isinstance(value, Mapping):
            return self.within(name, value)
        self.fault(name, "invalid", "This is an object.")
        return None

    def within(self, name: str, value: Mapping[str, Any]) -> "Members":
        """Open an object below this one."""
        return Members(value, self._faults, f"{self._pointer}/{name}")

    def _possible(self, name: str, year: int, *, past: bool) -> bool:
        if not past:
            self.fault(name, "in_future", "This has not happened yet.")
        elif year < FIRST_YEAR:
            self.fault(name, "too_early", f"This lies before the year {FIRST_YEAR}.")
        return past and year >= FIRST_YEAR
