"""Line charts of days; a day without a value leaves the line open and is never drawn as 0."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby

from kpis.reports.charts.canvas import (
    AXIS,
    DASHES,
    GAP,
    INK,
    LINE_COLOURS,
    RULE,
    at,
    box,
    frame,
    label,
    round_ticks,
    rule,
    share,
)
from kpis.reports.markup import Markup, element

_WIDTH, _HEIGHT = 520, 210
_LEFT, _RIGHT, _TOP, _BOTTOM = 60, 14, 26, 24
_DAY_LABELS = 5
# An axis starts at 0 unless all values lie far from it, such as followers: their movement would be a flat line.
_FAR_FROM_ZERO = Decimal("0.6")


@dataclass(frozen=True)
class Line:
    """One line: what it is called and its value of each day, None where there is none."""

    name: str
    points: tuple[tuple[date, Decimal | None], ...]


@dataclass(frozen=True)
class _Plane:
    """Where days and values lie on the canvas."""

    days: tuple[date, ...]
    ticks: tuple[Decimal, ...]

    def x(self, day: date) -> float:
        span = max((self.days[-1] - self.days[0]).days, 1)
        return _LEFT + (_WIDTH - _LEFT - _RIGHT) * (day - self.days[0]).days / span

    def y(self, value: Decimal) -> float:
        depth = _HEIGHT - _TOP - _BOTTOM
        return _TOP + depth * (1 - share(value, self.ticks[0], self.ticks[-1]))


def line_chart(
    lines: Sequence[Line],
    *,
    key: str,
    title: str,
    description: str,
    value_text: Callable[[Decimal], str],
    exact_text: Callable[[Decimal], str],
    day_text: Callable[[date], str],
    whole: bool = False,
) -> Markup | None:
    """Return a chart of one or more lines over the same days; None where no day has a value.

    The axis is labelled with `value_text`, unless two ticks would then read the same: with `exact_text`.
    """
    ticks = _ticks(lines, whole=whole)
    if not ticks:
        return None
    plane = _Plane(_every_day(lines), ticks)
    shapes = [
        *(_gaps(lines[0], plane) if len(lines) == 1 else ()),
        *_value_axis(plane, value_text, exact_text),
        *_day_axis(plane, day_text),
        *(shape for index, line in enumerate(lines) for shape in _drawn(line, index, plane)),
        *(_legend(lines) if len(lines) > 1 else ()),
    ]
    return frame(key, _WIDTH, _HEIGHT, title, description, *shapes)


def axis_start(lines: Sequence[Line], *, whole: bool) -> Decimal:
    """Return where the axis of these lines starts; readers must be told when that is not 0."""
    return next(iter(_ticks(lines, whole=whole)), Decimal(0))


def _ticks(lines: Sequence[Line], *, whole: bool) -> tuple[Decimal, ...]:
    values = [value for line in lines for value in _known(line).values()]
    return round_ticks(_start(values), max(Decimal(0), *values), whole=whole) if values else ()


def _start(values: Sequence[Decimal]) -> Decimal:
    low, high = min(values), max(values)
    return low if low < 0 or high > low > high * _FAR_FROM_ZERO else Decimal(0)


def _every_day(lines: Sequence[Line]) -> tuple[date, ...]:
    given = [day for line in lines for day, _ in line.points]
    return tuple(min(given) + timedelta(days=number) for number in range((max(given) - min(given)).days + 1))


def _stretches(days: Sequence[date], values: Mapping[date, Decimal]) -> Iterator[tuple[bool, list[date]]]:
    """Yield the days in stretches with values (True) and without (False)."""
    for has_values, stretch in groupby(days, values.__contains__):
        yield has_values, list(stretch)


def _known(line: Line) -> dict[date, Decimal]:
    return {day: value for day, value in line.points if value is not None}


def _drawn(line: Line, index: int, plane: _Plane) -> Iterator[Markup]:
    colour, dash = LINE_COLOURS[index % len(LINE_COLOURS)], DASHES[index % len(DASHES)]
    values = _known(line)
    for has_values, stretch in _stretches(plane.days, values):
        if not has_values:
            continue
        places = [(plane.x(day), plane.y(values[day])) for day in stretch]
        if len(places) == 1:  # a path of one point would be invisible
            yield element("circle", {"cx": at(places[0][0]), "cy": at(places[0][1]), "r": "2.2", "fill": colour})
            continue
        path = "M" + "L".join(f"{at(x)} {at(y)}" for x, y in places)
        stroke = {"stroke": colour, "stroke-width": "1.8", "stroke-dasharray": dash, "stroke-linejoin": "round"}
        yield element("path", {"d": path, "fill": "none", **stroke})


def _gaps(line: Line, plane: _Plane) -> Iterator[Markup]:
    """Yield a pale ground behind the days without a value, up to the neighbouring days that have one."""
    day = timedelta(days=1)
    for has_values, stretch in _stretches(plane.days, _known(line)):
        if not has_values:
            left = plane.x(max(stretch[0] - day, plane.days[0]))
            right = plane.x(min(stretch[-1] + day, plane.days[-1]))
            yield box(left, _TOP, right - left, _HEIGHT - _TOP - _BOTTOM, GAP)


def _value_axis(
    plane: _Plane,
    value_text: Callable[[Decimal], str],
    exact_text: Callable[[Decimal], str],
) -> Iterator[Markup]:
    texts = [value_text(tick) for tick in plane.ticks]
    if len(set(texts)) < len(texts):
        texts = [exact_text(tick) for tick in plane.ticks]
    for tick, text in zip(plane.ticks, texts, strict=True):
        y = plane.y(tick)
        yield rule(_LEFT, y, _WIDTH - _RIGHT, y, stroke=AXIS if tick == 0 else RULE)
        yield label(_LEFT - 6, y + 4, text, anchor="end")


def _day_axis(plane: _Plane, day_text: Callable[[date], str]) -> Iterator[Markup]:
    for day in _labelled(plane.days):
        anchor = "end" if day == plane.days[-1] and len(plane.days) > 1 else "middle"
        yield label(min(plane.x(day), _WIDTH - _RIGHT), _HEIGHT - 7, day_text(day), anchor=anchor)


def _labelled(days: Sequence[date]) -> tuple[date, ...]:
    if len(days) <= _DAY_LABELS:
        return tuple(days)
    places = {round(number * (len(days) - 1) / (_DAY_LABELS - 1)) for number in range(_DAY_LABELS)}
    return tuple(days[place] for place in sorted(places))


def _legend(lines: Sequence[Line]) -> Iterator[Markup]:
    step = (_WIDTH - _LEFT) / len(lines)
    for index, line in enumerate(lines):
        x = _LEFT + index * step
        colour, dash = LINE_COLOURS[index % len(LINE_COLOURS)], DASHES[index % len(DASHES)]
        stroke = {"stroke": colour, "stroke-width": "2", "stroke-dasharray": dash}
        yield element("line", {"x1": at(x), "y1": "10", "x2": at(x + 18), "y2": "10", **stroke})
        yield label(x + 23, 14, line.name, fill=INK)
