"""The money section of a report: media spend, what is billed, what it costs the agency, and what is left."""

from datetime import date
from decimal import Decimal
from typing import Any

from campaigns.models import Cost
from clients.models import Brand
from kpis.compute.question import Window
from kpis.results.numbers import plain_text

_ZERO = Decimal(0)


def costs_section(brand: Brand, window: Window, spend: dict[str, Any]) -> dict[str, Any]:
    """Add up the costs that fall into the window; different currencies are listed and not added."""
    rows = list(Cost.objects.filter(brand=brand, start__lte=window.end, end__gte=window.start).order_by("start", "id"))
    currencies = {row.currency for row in rows} | ({spend["currency"]} if spend["currency"] else set())
    one = len(currencies) == 1
    billed, internal = _share(rows, "billed", window), _share(rows, "internal", window)
    margin = billed - internal if one and billed is not None and internal is not None else None
    return {
        "currency": currencies.pop() if one else None,
        "media_spend": spend["value"],
        "billed": plain_text(billed) if one else None,
        "internal": plain_text(internal) if one else None,
        "margin": plain_text(margin),
        "items": [
            {
                "kind": row.kind,
                "name": row.name,
                "billed": plain_text(row.billed),
                "internal": plain_text(row.internal),
                "start": row.start.isoformat(),
                "end": row.end.isoformat(),
            }
            for row in rows
        ],
    }


def _share(rows: list[Cost], side: str, window: Window) -> Decimal | None:
    """Add one side of the costs, each by the share of its days that lie in the window; None where none states it."""
    parts = [
        getattr(row, side) * _in_window(row.start, row.end, window) for row in rows if getattr(row, side) is not None
    ]
    return sum(parts, _ZERO) if parts else None


def _in_window(start: date, end: date, window: Window) -> Decimal:
    inside = Window(start, end).clipped(window)
    return Decimal(inside.days) / Decimal(Window(start, end).days)
