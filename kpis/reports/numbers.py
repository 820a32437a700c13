"""Writes numbers the way readers of a language do: 1.2M or 120万, 3.4 %, CNY 5,000."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType

from kpis.reports.errors import UnknownLanguage
from kpis.reports.multiples import is_multiple

DASH = "—"  # a missing value; never 0
_NARROW = "\N{NO-BREAK SPACE}"
_MINUS = "\N{MINUS SIGN}"

_STAY_SECONDS = 120  # "90 s" reads better than "1.5 min"
_STAY_MINUTES = 7200
_TWO_PLACES_BELOW = 10
_SECONDS_IN: Mapping[str, int] = MappingProxyType({"seconds": 1, "minutes": 60, "hours": 3600})


@dataclass(frozen=True)
class NumberStyle:
    """How a language shortens and spaces numbers. `steps` go from the largest: (from which size, its suffix)."""

    steps: tuple[tuple[Decimal, str], ...]
    percent: str
    seconds: str
    minutes: str
    hours: str
    currency_signs: Mapping[str, str]
    times: str = "×"

    def integer(self, number: Decimal) -> str:
        """Return a number with its thousands grouped; decimals only where it has some: 12,345 or 1.5."""
        return _grouped(number, places=0 if number == number.to_integral_value() else 2)

    def compact(self, number: Decimal) -> str:
        """Return a large number in short: 1.2M, 3.4万; a small one in full."""
        for start, suffix in self.steps:
            if abs(number) >= start:
                return _grouped(number / start, places=1) + suffix
        return self.integer(number)

    def percentage(self, fraction: Decimal, *, signed: bool = False) -> str:
        """Return a fraction as a percentage: 0.0374 is 3.74 %, 0.14 is 14 %."""
        return _signed(self._small(fraction * 100), fraction, signed=signed) + self.percent

    def multiple(self, number: Decimal) -> str:
        """Return a ratio as a multiple: 3×, 0.2×."""
        return self._small(number) + self.times

    def duration(self, seconds: Decimal) -> str:
        """Return seconds in the unit that keeps the number readable."""
        if abs(seconds) < _STAY_SECONDS:
            return _grouped(seconds, places=1) + self.seconds
        if abs(seconds) < _STAY_MINUTES:
            return _grouped(seconds / 60, places=1) + self.minutes
        return self.compact((seconds / 3600).quantize(Decimal(1), ROUND_HALF_UP)) + self.hours

    def money(self, amount: Decimal, currency: str, *, short: bool = False) -> str:
        """Return an amount with its currency. `short` is for headlines; an amount that is due is never shortened."""
        number = self.compact(amount) if short and abs(amount) >= self.steps[-1][0] else _amount(amount)
        sign = self.currency_signs.get(currency)
        return f"{sign}{number}" if sign else f"{currency}{_NARROW}{number}".lstrip(_NARROW)

    def value(self, kpi: str, unit: str, number: Decimal, currency: str = "", *, short: bool = False) -> str:
        """Return a KPI's value in its unit; `short` shortens counts and money."""
        if is_multiple(kpi, unit):
            return self.multiple(number)
        match unit:
            case "ratio":
                return self.percentage(number)
            case "money":
                return self.money(number, currency, short=short)
            case "seconds" | "minutes" | "hours":
                return self.duration(number * _SECONDS_IN[unit])
        return self.compact(number) if short else self.integer(number)

    def _small(self, number: Decimal) -> str:
        # Two places below ten, one above: as much as a reader can use, with nothing rounded away to zero.
        places = 2 if abs(number) < _TWO_PLACES_BELOW else 1
        least = Decimal(1).scaleb(-places)
        if number != 0 and number.copy_abs().quantize(least, ROUND_HALF_UP) == 0:
            return f"<{least}" if number > 0 else f">{_MINUS}{least}"
        return _grouped(number, places=places)


def _grouped(number: Decimal, *, places: int) -> str:
    rounded = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{rounded.copy_abs():,f}"
    if places:
        text = text.rstrip("0").rstrip(".")
    return f"{_MINUS}{text}" if rounded < 0 else text


def _amount(amount: Decimal) -> str:
    # A price of a view is a fraction of a cent: two digits that say something, whatever their place.
    step = Decimal("0.01") if abs(amount) >= _CENTS_FROM or not amount else Decimal(1).scaleb(amount.adjusted() - 1)
    text = f"{amount.quantize(step, ROUND_HALF_UP).copy_abs():,f}".removesuffix(".00")
    return f"{_MINUS}{text}" if amount < 0 else text


def _signed(text: str, number: Decimal, *, signed: bool) -> str:
    return f"+{text}" if signed and number > 0 else text


_CENTS_FROM = Decimal("0.1")
_ENGLISH = NumberStyle(
    steps=((Decimal(10) ** 9, "B"), (Decimal(10) ** 6, "M")),
    percent=f"{_NARROW}%",
    seconds=f"{_NARROW}s",
    minutes=f"{_NARROW}min",
    hours=f"{_NARROW}h",
    currency_signs=MappingProxyType({}),  # "$" and "¥" each mean several currencies to an English reader
)
_CHINESE = NumberStyle(
    steps=((Decimal(10) ** 8, "亿"), (Decimal(10) ** 4, "万")),
    percent="%",
    seconds="秒",
    minutes="分钟",
    hours="小时",
    currency_signs=MappingProxyType({"CNY": "¥"}),
)
_STYLES: Mapping[str, NumberStyle] = MappingProxyType({"en": _ENGLISH, "zh-Hans": _CHINESE})


def numbers_in(language: str) -> NumberStyle:
    """Return how a language writes numbers. Raises UnknownLanguage."""
    try:
        return _STYLES[language]
    except KeyError:
        raise UnknownLanguage(f"Reports write no numbers in {language!r}.") from None
