"""Bullet charts: a result as a bar over the tiers of its target."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kpis.reports.charts.canvas import INK, LINE_COLOURS, MUTED, box, frame, label, share
from kpis.reports.markup import Markup

_WIDTH, _HEIGHT = 260, 36
_TOP, _THICK = 3, 16
_GROUNDS = ("#bcc6d1", "#d3dae2", "#e4e9ee", "#f2f5f7")  # the darker, the further from what was agreed
_HEADROOM = Decimal("1.1")
_NEUTRAL = "#e4e9ee"
_NEAR = 46.0  # texts closer than this would overlap


@dataclass(frozen=True)
class Tier:
    """One tier of a target and the short text under its mark; `main` is the target itself."""

    value: Decimal
    text: str
    main: bool = False


def bullet_chart(
    value: Decimal | None,
    tiers: Sequence[Tier],
    *,
    direction: str,
    key: str,
    title: str,
    description: str,
) -> Markup | None:
    """Return a result over its tiers; None without tiers. Without a value the tiers stand alone.

    `direction` is the KPI's: where lower is better the grounds run the other way; in a band they are all alike.
    """
    if not tiers:
        return None
    ordered = sorted(tiers, key=lambda tier: tier.value)
    numbers = [tier.value for tier in ordered] + ([] if value is None else [value])
    low, high = min(Decimal(0), *numbers), max(Decimal(0), *numbers) * _HEADROOM
    shapes = [*_grounds(ordered, direction, low, high), *_marks(ordered, low, high)]
    if value is not None:
        zero, end = _x(Decimal(0), low, high), _x(value, low, high)
        shapes.insert(len(ordered) + 1, box(min(zero, end), _TOP + 5, abs(end - zero), _THICK - 10, LINE_COLOURS[0]))
    return frame(key, _WIDTH, _HEIGHT, title, description, *shapes)


def _x(value: Decimal, low: Decimal, high: Decimal) -> float:
    return _WIDTH * share(value, low, high)


def _grounds(ordered: Sequence[Tier], direction: str, low: Decimal, high: Decimal) -> Iterator[Markup]:
    edges = [0.0, *(_x(tier.value, low, high) for tier in ordered), float(_WIDTH)]
    shades = _GROUNDS[-len(edges) + 1 :] if direction == "higher" else _GROUNDS[-len(edges) + 1 :][::-1]
    for left, right, shade in zip(edges, edges[1:], shades, strict=False):
        yield box(left, _TOP, right - left, _THICK, _NEUTRAL if direction == "band" else shade)


def _marks(ordered: Sequence[Tier], low: Decimal, high: Decimal) -> Iterator[Markup]:
    main = next((_x(tier.value, low, high) for tier in ordered if tier.main), None)
    for tier in ordered:
        x = _x(tier.value, low, high)
        width = 3 if tier.main else 1
        yield box(x - width / 2, _TOP - 2 if tier.main else _TOP, width, _THICK + 4 if tier.main else _THICK, INK)
        if tier.main or main is None or abs(x - main) >= _NEAR:
            anchor = "end" if x > _WIDTH - _NEAR / 2 else "start" if x < _NEAR / 2 else "middle"
            yield label(x, _HEIGHT - 4, tier.text, anchor=anchor, fill=INK if tier.main else MUTED)
