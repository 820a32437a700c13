"""How numbers are written in answers: decimals as strings, scaled by their unit, never rounded to another meaning."""

from decimal import Decimal

from campaigns.metrics import Unit


def number_text(value: Decimal | None, unit: Unit) -> str | None:
    """Write a value: ratios with six decimals, everything else with as many as it has, at most six."""
    if value is None:
        return None
    return f"{value:z.6f}" if unit is Unit.RATIO else plain_text(value)


def plain_text(value: Decimal | None) -> str | None:
    """Write a computed decimal without exponent and without trailing zeros, at most six decimals."""
    return None if value is None else f"{value:z.6f}".rstrip("0").rstrip(".")


def exact_text(value: Decimal | None) -> str | None:
    """Write a stated decimal as it was meant: all of its digits, without exponent and without trailing zeros."""
    if value is None:
        return None
    text = f"{value:f}" if value else "0"
    return text.rstrip("0").rstrip(".") if "." in text else text
