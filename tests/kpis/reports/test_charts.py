"""Charts are accessible SVG, leave gaps open and draw nothing that is not known."""

import re
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpis.reports.charts import Bar, Line, Tier, axis_start, bar_chart, bullet_chart, line_chart
from kpis.reports.charts.canvas import round_ticks
from kpis.reports.markup import Markup

SVG = "{http://www.w3.org/2000/svg}"
NASTY = "</title><script>alert(1)</script> & \x00\x0b \ud800 \"'"


def _line(*values: int | None, name: str = "all") -> Line:
    days = (date(2026, 1, 1) + timedelta(days=number) for number in range(len(values)))
    points = zip(days, (None if value is None else Decimal(value) for value in values), strict=True)
    return Line(name, tuple(points))


def _in_thousands(value: Decimal) -> str:
    return f"{value / 1000:.0f}k"


def _drawn(*lines: Line, title: str = "Views", description: str = "Views day by day") -> Markup | None:
    return line_chart(
        lines,
        key="k",
        title=title,
        description=description,
        value_text=_in_thousands,
        exact_text=lambda value: f"{value:f}",
        day_text=date.isoformat,
        whole=True,
    )


def _parsed(chart: Markup | None) -> ET.Element:
    assert chart is not None
    return ET.fromstring(chart)  # noqa: S314 - our own markup


def test_a_chart_has_a_title_and_a_description_for_screen_readers() -> None:
    svg = _parsed(_drawn(_line(1, 2, 3)))
    assert svg.attrib["role"] == "img"
    assert svg.attrib["aria-labelledby"] == "k-title k-desc"
    assert [svg.find(f"{SVG}{name}").text for name in ("title", "desc")] == ["Views", "Views day by day"]


def test_texts_in_charts_are_escaped_and_stay_valid_xml() -> None:
    line = _parsed(_drawn(_line(1, 2, name=NASTY), _line(3, 4, name="b"), title=NASTY, description=NASTY))
    bars = _parsed(bar_chart([Bar(NASTY, Decimal(1), NASTY)], key="b", title=NASTY, description=NASTY))
    bullet = _parsed(
        bullet_chart(Decimal(1), [Tier(Decimal(2), NASTY)], direction="higher", key="c", title=NASTY, description=NASTY)
    )
    for svg in (line, bars, bullet):
        assert svg.find(f"{SVG}title").text.startswith("</title><script>")
        assert list(svg.iter(f"{SVG}script")) == []


def test_a_day_without_a_value_breaks_the_line() -> None:
    svg = _parsed(_drawn(_line(5, 6, None, None, 7, 8)))
    paths = [path.attrib["d"] for path in svg.iter(f"{SVG}path")]
    assert [path.count("L") + 1 for path in paths] == [2, 2]


def test_a_gap_is_never_drawn_as_zero() -> None:
    svg = _parsed(_drawn(_line(40, 60, None, 70, 80)))
    heights = [float(y) for path in svg.iter(f"{SVG}path") for y in re.findall(r" ([\d.]+)", path.attrib["d"])]
    zero = max(float(rule.attrib["y1"]) for rule in svg.iter(f"{SVG}line"))
    assert len(heights) == 4
    assert max(heights) < zero


def test_a_day_left_out_of_the_series_is_a_gap_too() -> None:
    whole = _line(5, 6, 7, 8, 9)
    svg = _parsed(_drawn(Line("all", whole.points[:2] + whole.points[3:])))
    assert len(list(svg.iter(f"{SVG}path"))) == 2


def test_a_lone_day_is_a_dot() -> None:
    svg = _parsed(_drawn(_line(None, 6, None)))
    assert len(list(svg.iter(f"{SVG}circle"))) == 1


def _axis(*values: int) -> list[str | None]:
    return [text.text for text in _parsed(_drawn(_line(*values))).iter(f"{SVG}text")]


def test_an_axis_is_labelled_in_short_unless_two_ticks_would_read_the_same() -> None:
    assert {"0k", "10k", "20k"} <= set(_axis(1000, 20000))
    assert {"14200", "14400", "14600"} <= set(_axis(14200, 14600))


def test_an_axis_starts_at_zero_unless_the_movement_lies_far_from_it() -> None:
    assert axis_start([_line(3, 20)], whole=True) == 0
    assert axis_start([_line(20, 20)], whole=True) == 0
    assert axis_start([_line(-3, 20)], whole=True) <= -3
    assert axis_start([_line(14200, 14600)], whole=True) == 14200


def test_nothing_known_draws_no_chart() -> None:
    assert _drawn(_line(None, None)) is None
    assert bar_chart([Bar("a", None, "no data")], key="k", title="t", description="d") is None
    assert bullet_chart(Decimal(1), [], direction="higher", key="k", title="t", description="d") is None


def test_a_missing_bar_shows_its_reason_and_no_bar() -> None:
    bars = [Bar("TikTok", Decimal(3), "3"), Bar("Weibo", None, "no data")]
    svg = _parsed(bar_chart(bars, key="k", title="t", description="d"))
    assert len(list(svg.iter(f"{SVG}rect"))) == 1
    assert "no data" in [text.text for text in svg.iter(f"{SVG}text")]


def test_bars_start_at_a_common_zero_also_below_it() -> None:
    bars = [Bar("a", Decimal(30), "30"), Bar("b", Decimal(-10), "-10")]
    gain, loss = _parsed(bar_chart(bars, key="k", title="t", description="d")).iter(f"{SVG}rect")
    assert float(loss.attrib["x"]) + float(loss.attrib["width"]) == pytest.approx(float(gain.attrib["x"]), abs=0.2)
    assert float(gain.attrib["width"]) == pytest.approx(3 * float(loss.attrib["width"]), abs=0.2)


def _first_and_last_ground(direction: str) -> tuple[str, str]:
    tiers = [Tier(Decimal(number), str(number), main=number == 20) for number in (10, 20, 30)]
    svg = _parsed(bullet_chart(Decimal(15), tiers, direction=direction, key="k", title="t", description="d"))
    grounds = [rect.attrib["fill"] for rect in svg.iter(f"{SVG}rect")][:4]
    return grounds[0], grounds[-1]


def test_a_bullets_ground_is_darkest_where_the_result_is_worst() -> None:
    darkest_first = _first_and_last_ground("higher")
    assert darkest_first[0] < darkest_first[1]
    assert _first_and_last_ground("lower") == darkest_first[::-1]
    assert len(set(_first_and_last_ground("band"))) == 1


NUMBERS = st.decimals(min_value=-(10**9), max_value=10**9, places=3)


@given(NUMBERS, NUMBERS, st.booleans())
def test_ticks_enclose_both_ends_in_a_few_even_steps(first, second, whole) -> None:
    low, high = sorted((first, second))
    ticks = round_ticks(low, high, whole=whole)
    steps = {after - before for before, after in pairwise(ticks)}
    assert ticks[0] <= low
    assert ticks[-1] >= high
    assert len(steps) == 1
    assert 2 <= len(ticks) <= 7
    assert not whole or all(tick == tick.to_integral_value() for tick in ticks)
