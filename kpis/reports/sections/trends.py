"""The line charts: one for each KPI, with a line for each network where there are several."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from kpis.reports.charts import Line, axis_start, line_chart
from kpis.reports.dates import long_day, short_day
from kpis.reports.display import Display
from kpis.reports.markup import Markup, tag
from kpis.reports.sections.parts import section

Series = Mapping[str, Any]


def trends(view: Mapping[str, Any], display: Display) -> Markup | None:
    """Return the charts; None where no series has a value."""
    by_kpi: dict[str, list[Series]] = {}
    for series in view.get("series") or ():
        by_kpi.setdefault(series["kpi"], []).append(series)
    charts = [chart for found in by_kpi.values() for kind in _alike(found) if (chart := _chart(kind, display))]
    return section("trends", display.words.say("trends"), tag("div", *charts, class_="charts")) if charts else None


def _alike(found: Sequence[Series]) -> list[list[Series]]:
    """Keep a total apart from its parts: drawn together the total would press the networks to the floor."""
    total = [series for series in found if not series.get("network")]
    parts = [series for series in found if series.get("network")]
    return [kind for kind in (total, parts) if kind]


def _chart(found: Sequence[Series], display: Display) -> Markup | None:
    lines = [_line(series, display) for series in found]
    first = found[0]
    title, whole = _title(lines, first, display), first["unit"] in {"count", "people"}
    drawn = line_chart(
        lines,
        key=f"line-{first['kpi']}-{'network' if first.get('network') else 'all'}",
        title=title,
        description=_description(lines, first, display),
        value_text=lambda value: display.number(first, str(value), short=True),
        exact_text=lambda value: display.number(first, str(value)),
        day_text=lambda day: short_day(day, display.words.language),
        whole=whole,
    )
    if drawn is None:
        return None
    remarks = [remark for remark in (_cut_axis(lines, first, display, whole=whole), _gaps(lines, display)) if remark]
    return tag("figure", tag("figcaption", title), drawn, *(tag("p", remark, class_="under") for remark in remarks))


def _cut_axis(lines: Sequence[Line], series: Series, display: Display, *, whole: bool) -> str | None:
    start = axis_start(lines, whole=whole)
    return display.words.say("chart_cut", start=display.number(series, str(start))) if start > 0 else None


def _gaps(lines: Sequence[Line], display: Display) -> str | None:
    """Return on how many days some line is open; None where every line has a value on every day."""
    days = _days(lines)
    full = set.intersection(*({day for day, value in line.points if value is not None} for line in lines))
    span = (days[-1] - days[0]).days + 1 if days else 0
    return display.words.say("gaps_some", days=span - len(full), of=span) if len(full) < span else None


def _days(lines: Sequence[Line]) -> list[date]:
    return sorted({day for line in lines for day, _ in line.points})


def _title(lines: Sequence[Line], series: Series, display: Display) -> str:
    phrase = "chart_line_one" if len(lines) == 1 else "chart_line_networks"
    return display.words.say(phrase, kpi=display.name(series["kpi"]), network=lines[0].name)


def _line(series: Series, display: Display) -> Line:
    network = series.get("network")
    name = display.words.label("networks", network) if network else display.words.say("chart_all")
    points = (
        (date.fromisoformat(point["day"]), None if point.get("value") is None else Decimal(point["value"]))
        for point in series.get("points") or ()
    )
    return Line(name, tuple(sorted(points, key=lambda point: point[0])))


def _description(lines: Sequence[Line], series: Series, display: Display) -> str:
    values = [value for line in lines for _, value in line.points if value is not None]
    if not values:
        return ""
    days, language = _days(lines), display.words.language
    return display.words.say(
        "chart_line_description",
        kpi=display.name(series["kpi"]),
        start=long_day(days[0], language),
        end=long_day(days[-1], language),
        low=display.number(series, str(min(values)), short=True),
        high=display.number(series, str(max(values)), short=True),
        gaps=_gaps(lines, display) or display.words.say("gaps_none"),
    )
