"""Bar charts that compare one KPI over several names; a missing value has its reason instead of a bar."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kpis.reports.charts.canvas import AXIS, INK, LINE_COLOURS, MUTED, box, frame, label, rule, share
from kpis.reports.markup import Markup

_WIDTH, _ROW, _PAD = 520, 28, 8
_NAMES, _VALUES = 110, 110  # left of the bars, and right of them
_LONGEST_NAME = 18


@dataclass(frozen=True)
class Bar:
    """One bar: its name, its value (None for a missing one) and the text that stands beside it."""

    name: str
    value: Decimal | None
    text: str


def bar_chart(bars: Sequence[Bar], *, key: str, title: str, description: str) -> Markup | None:
    """Return horizontal bars from a common zero; None where no bar has a value."""
    values = [bar.value for bar in bars if bar.value is not None]
    if not values:
        return None
    low, high = min(Decimal(0), *values), max(Decimal(0), *values)
    zero = _x(Decimal(0), low, high)
    height = len(bars) * _ROW + _PAD
    rows = (shape for index, bar in enumerate(bars) for shape in _row(bar, index, low, high))
    return frame(key, _WIDTH, height, title, description, *rows, rule(zero, 2, zero, height - 4, stroke=AXIS))


def _x(value: Decimal, low: Decimal, high: Decimal) -> float:
    return _NAMES + (_WIDTH - _NAMES - _VALUES) * share(value, low, high)


def _row(bar: Bar, index: int, low: Decimal, high: Decimal) -> Iterator[Markup]:
    top = _PAD / 2 + index * _ROW
    middle = top + _ROW / 2 + 4
    name = bar.name if len(bar.name) <= _LONGEST_NAME else f"{bar.name[: _LONGEST_NAME - 1]}…"
    yield label(_NAMES - 8, middle, name, anchor="end", fill=INK)
    zero = _x(Decimal(0), low, high)
    if bar.value is None:
        yield label(zero + 6, middle, bar.text, fill=MUTED)
        return
    end = _x(bar.value, low, high)
    yield box(min(zero, end), top + 5, abs(end - zero), _ROW - 10, LINE_COLOURS[0])
    yield label(max(zero, end) + 6, middle, bar.text, fill=INK, weight="600")
