"""How numbers are written in answers: decimals as strings, scaled by their unit, never rounded to another meaning."""

from decimal import ROUND_HALF_EVEN, Context, Decimal

from campaigns.metrics import Unit

STEP = Decimal("0.000001")
_ZERO = Decimal(0)
# Wide enough for any sum of stored numbers and six decimals; the usual 28 digits would refuse to round large ones.
_WIDE = Context(prec=80, rounding=ROUND_HALF_EVEN)


def number_text(value: Decimal | None, unit: Unit) -> str | None:
    """Write a value: ratios with six decimals, everything else with as many as it has, at most six."""
    if value is None:
        return None
    return f"{_rounded(value):f}" if unit is Unit.RATIO else plain_text(value)


def plain_text(value: Decimal | None) -> str | None:
    """Write a computed decimal without exponent and without trailing zeros, at most six decimals."""
    return None if value is None else exact_text(_rounded(value))


def exact_text(value: Decimal | None) -> str | None:
    """Write a stated decimal as it was meant: all of its digits, without exponent and without trailing zeros."""
    if value is None:
        return None
    text = f"{value:f}" if value else "0"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _rounded(value: Decimal) -> Decimal:
    return _WIDE.add(_WIDE.quantize(value, STEP), _ZERO)  # adding 0 takes the sign from a zero
