"""Charts as inline SVG: no script, a title and a description for readers who cannot see them, fit for print."""

from kpis.reports.charts.bars import Bar, bar_chart
from kpis.reports.charts.bullets import Tier, bullet_chart
from kpis.reports.charts.lines import Line, axis_start, line_chart

__all__ = ["Bar", "Line", "Tier", "axis_start", "bar_chart", "bullet_chart", "line_chart"]
