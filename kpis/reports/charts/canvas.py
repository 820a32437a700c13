"""What all charts share: the accessible frame, the palette and round numbers for axes."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from kpis.reports.markup import Markup, element, tag

INK = "#1d2733"
MUTED = "#5b6775"  # 5.8:1 on white: small axis texts stay readable
RULE = "#dfe4ea"
AXIS = "#9aa5b1"
GAP = "#f1f3f6"
# Each at least 4.5:1 on white and apart for colour-blind readers; lines also differ in their dashes for print.
LINE_COLOURS = ("#1f5a99", "#b04a12", "#2f7546", "#7b3f98", "#8f2440", "#4d5a66")
DASHES = (None, "6 3", "2 3", "8 3 2 3", "1 2", "10 4")

_ROUND_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))


def frame(key: str, width: int, height: int, title: str, description: str, *shapes: Markup) -> Markup:
    """Return an SVG image. `key` must be unique on the page: it names the texts for screen readers."""
    attributes = {
        "xmlns": "http://www.w3.org/2000/svg",
        "viewBox": f"0 0 {width} {height}",
        "role": "img",
        "aria-labelledby": f"{key}-title {key}-desc",
        "font-size": "11",
        "fill": INK,
    }
    texts = (tag("title", title, id=f"{key}-title"), tag("desc", description, id=f"{key}-desc"))
    return element("svg", attributes, *texts, *shapes)


def label(
    x: float, y: float, words: str, *, anchor: str = "start", fill: str = MUTED, weight: str | None = None
) -> Markup:
    """Return a text at a place."""
    attributes = {"x": at(x), "y": at(y), "text-anchor": anchor, "fill": fill, "font-weight": weight}
    return element("text", attributes, words)


def rule(x1: float, y1: float, x2: float, y2: float, *, stroke: str = RULE, width: float = 1) -> Markup:
    """Return a straight line."""
    attributes = {"x1": at(x1), "y1": at(y1), "x2": at(x2), "y2": at(y2), "stroke": stroke, "stroke-width": at(width)}
    return element("line", attributes)


def box(x: float, y: float, width: float, height: float, fill: str) -> Markup:
    """Return a filled rectangle."""
    return element("rect", {"x": at(x), "y": at(y), "width": at(width), "height": at(height), "fill": fill})


def at(position: float) -> str:
    """Return a coordinate as text, short and the same on every machine."""
    return f"{position:.1f}".removesuffix(".0")


def share(value: Decimal, low: Decimal, high: Decimal) -> float:
    """Return where a value lies between two ends: 0 to 1. Floats are for drawing only, never for results."""
    return float((value - low) / (high - low)) if high != low else 0.0


def round_ticks(low: Decimal, high: Decimal, *, whole: bool, most: int = 4) -> tuple[Decimal, ...]:
    """Return ticks at round numbers that enclose both ends; whole numbers only for things that are counted."""
    if low == high:
        high = low + 1 if whole else low + max(abs(low), Decimal("0.01"))
    rough = (high - low) / most
    power = Decimal(1).scaleb(rough.adjusted())
    step = next(power * step for step in _ROUND_STEPS if power * step >= rough)
    if whole:
        step = max(step.to_integral_value(ROUND_CEILING), Decimal(1))
    first = (low / step).to_integral_value(ROUND_FLOOR)
    last = (high / step).to_integral_value(ROUND_CEILING)
    return tuple((first + index) * step for index in range(int(last - first) + 1))
