"""How numbers are written in answers: decimals as strings, scaled by their unit, never rounded to another meaning."""

from decimal import ROUND_HALF_EVEN, Decimal

from campaigns.metrics import Unit

RATIO_STEP = Decimal("0.000001")
OTHER_STEP = Decimal("0.000001")


def number_text(value: Decimal | None, unit: Unit) -> str | None:
    """Write a value: ratios with six decimals, everything else with as many as it has, at most six."""
    if value is None:
        return None
    if unit is Unit.RATIO:
        return f"{value.quantize(RATIO_STEP, rounding=ROUND_HALF_EVEN):f}"
    return plain_text(value)


def plain_text(value: Decimal | None) -> str | None:
    """Write a decimal without exponent and without trailing zeros."""
    if value is None:
        return None
    rounded = value.quantize(OTHER_STEP, rounding=ROUND_HALF_EVEN) if value.as_tuple().exponent != 0 else value
    text = f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
