"""Reads a number off a benchmark's scale: band, position and percentile, in the KPI's direction.

A scale that begins at `fair` or `good` grades what lies below its first edge as `poor`: whoever says
where good begins says that the rest is not good, and no edge of our own is put in between. A scale that
states `great` alone says nothing about the rest, which then has a position and no band.
"""

from decimal import Decimal
from itertools import pairwise

from kpis.benchmarks import Band, Centre, Edge, Percentiles, Scale, Thresholds
from kpis.catalogue import Direction
from kpis.grading.certainty import Reading
from kpis.grading.lenses import Position


def read(scale: Scale, value: Decimal, direction: Direction) -> Reading:
    """Return what a scale says about a number; infinities are numbers here."""
    match scale:
        case Thresholds(edges=edges):
            first = edges[0].value
            return Reading(_band_of_edges(edges, value, direction), _position(value, first, first))
        case Centre(low=low, high=high):
            return Reading(None, _position(value, low, high))
        case Percentiles(points=points):
            found = dict(points)
            return Reading(_band_of_quarters(found, value, direction), _position(value, found[50], found[50]))


def percentile_of(scale: Scale, value: Decimal) -> Decimal | None:
    """Return the percentile of a number, interpolated between the stated ones; None outside them."""
    if not isinstance(scale, Percentiles):
        return None
    for (lower, start), (upper, end) in pairwise(scale.points):
        if start <= value <= end and start != end:
            share = (value - start) / (end - start)
            return (lower + share * (upper - lower)).quantize(Decimal("0.1"))
    return None


def _band_of_edges(edges: tuple[Edge, ...], value: Decimal, direction: Direction) -> Band | None:
    reached = [edge.band for edge in edges if _reaches(value, edge, direction)]
    if reached:
        return reached[-1]
    return None if edges[0].band is Band.GREAT else Band.POOR


def _reaches(value: Decimal, edge: Edge, direction: Direction) -> bool:
    if value == edge.value:
        return edge.inclusive
    return (value > edge.value) == (direction is Direction.HIGHER)


def _band_of_quarters(points: dict[int, Decimal], value: Decimal, direction: Direction) -> Band | None:
    """Return the quarter of the sample that the number falls into, the best quarter being `great`."""
    if direction is Direction.BAND:
        return None
    order = (25, 50, 75) if direction is Direction.HIGHER else (75, 50, 25)
    edges = tuple(
        Edge(band, points[percent], inclusive=True)
        for band, percent in zip((Band.FAIR, Band.GOOD, Band.GREAT), order, strict=True)
    )
    return _band_of_edges(edges, value, direction)


def _position(value: Decimal, low: Decimal, high: Decimal) -> Position:
    if value > high:
        return Position.ABOVE
    return Position.BELOW if value < low else Position.WITHIN
