"""The members of one pushed fact, read with every fault noted instead of stopping at the first."""

import re
from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from apikit.currencies import CURRENCIES
from apikit.moments import OUTSIDE, in_utc, is_kept
from campaigns.attribution.members import Fault
from campaigns.readers.days import NotADate, parse_iso_day
from campaigns.readers.rows import Number

_DECIMAL = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,12})?", re.ASCII)
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_SHOWN = 60
NO_CURRENCY: Final = "Money needs a currency code like CNY, EUR or USD."


class Stated:
    """What one object says. What is absent or null is blank; what cannot be read is blank and a fault."""

    __slots__ = ("_faults", "_said")

    def __init__(self, said: Mapping[str, Any], faults: list[Fault]) -> None:
        self._said = said
        self._faults = faults

    def fault(self, name: str, code: str, detail: str) -> None:
        """Note a fault of a member."""
        self._faults.append(Fault(f"/{name}", code, detail))

    def get(self, name: str) -> Any:
        """Give a member as it was sent, None where it is absent."""
        return self._said.get(name)

    def only(self, known: Collection[str]) -> None:
        """Note members that such a fact does not have."""
        for name in self._said.keys() - known:
            shown = name[:_SHOWN]
            step = shown.replace("~", "~0").replace("/", "~1")
            self.fault(step, "unknown_field", f"'{shown}' is not a field of this grain.")

    def text(self, name: str) -> str:
        """Read a text, trimmed."""
        value = self._said.get(name)
        if value is None:
            return ""
        if isinstance(value, str):
            return value.strip()
        self.fault(name, "not_a_text", "This is a text; ids are texts too, since long numbers lose digits.")
        return ""

    def needed(self, name: str) -> str:
        """Read a text that must be there."""
        value = self.text(name)
        if not value and (self._said.get(name) is None or isinstance(self._said[name], str)):
            self.fault(name, "missing_key", "This must be stated.")
        return value

    def word(self, name: str, words: Collection[str], code: str, *, needed: bool = True) -> str:
        """Read one of a closed set of words."""
        value = self.needed(name) if needed else self.text(name)
        if value and value not in words:
            self.fault(name, code, f"One of {', '.join(words)} is expected.")
            return ""
        return value

    def day(self, name: str) -> date | None:
        """Read a day that must be there."""
        if self._said.get(name) is None:
            self.fault(name, "missing_key", "The day must be stated.")
            return None
        return self.day_if_stated(name)

    def day_if_stated(self, name: str) -> date | None:
        """Read a day."""
        value = self._said.get(name)
        if value is None:
            return None
        day = iso_day(value) if isinstance(value, str) else None
        if day is None:
            self.fault(name, "bad_date", f"A day is written like 2026-01-31. {OUTSIDE}")
        return day

    def moment(self, name: str) -> datetime | date | None:
        """Read a moment, in the account's own time where it has no offset, or a day alone."""
        value = self._said.get(name)
        if value is None:
            return None
        moment = _moment(value) if isinstance(value, str) else None
        if moment is None:
            like = "A moment is written like 2026-03-04T12:30:00+08:00, a day like 2026-03-04."
            self.fault(name, "bad_time", f"{like} {OUTSIDE}")
        return moment

    def number(self, name: str) -> Number | None:
        """Read a number that is not below zero."""
        value = self._said.get(name)
        if value is None:
            return None
        number = number_of(value)
        if number is None or number < 0:
            self.fault(name, "bad_number", "A number that is not below zero is expected.")
            return None
        return number

    def flag(self, name: str) -> bool | None:
        """Read true or false."""
        value = self._said.get(name)
        if value is None or isinstance(value, bool):
            return value
        self.fault(name, "bad_flag", "This is true, false or null.")
        return None

    def words(self, name: str) -> tuple[str, ...]:
        """Read a list of texts."""
        value = self._said.get(name)
        if value is None:
            return ()
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            return tuple(value)
        self.fault(name, "not_a_list", "This is a list of texts.")
        return ()

    def currency(self, *, needed: bool) -> str:
        """Read the currency of the fact's money, blank where there is none."""
        code = self.text("currency")
        if (code or needed) and code not in CURRENCIES:
            self.fault("currency", "bad_currency", NO_CURRENCY)
            return ""
        return code


def _moment(text: str) -> datetime | date | None:
    """Read a moment, in UTC where it states its offset, or a day; None for neither."""
    day = iso_day(text)
    if day is not None:
        return day
    try:
        moment = datetime.fromisoformat(text.strip().replace("z", "Z"))
        moment = in_utc(moment) if moment.tzinfo else moment
    except ValueError:
        return None
    return moment if is_kept(moment) else None


@lru_cache(maxsize=8192)
def iso_day(text: str) -> date | None:
    """Read an ISO day, None where it is none; the days of a batch repeat."""
    if _ISO_DAY.fullmatch(text) is None:
        return None
    try:
        return parse_iso_day(text)
    except NotADate:
        return None


def number_of(value: Any) -> Number | None:
    """Read a JSON number, or a decimal as text, exactly; None for anything else."""
    if type(value) is int:
        return value
    if isinstance(value, str):
        return Decimal(value) if _DECIMAL.fullmatch(value) else None
    if isinstance(value, float):
        return Decimal(repr(value))
    return None
