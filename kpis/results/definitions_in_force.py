"""Which definitions of what the networks count a window rests on, where a network changed one on a known day."""

from collections.abc import Iterable, Iterator
from datetime import date

from campaigns.metrics import METRICS, Grain
from campaigns.metrics.metric import DefinitionVersion

Variant = tuple[str, str]  # network and kind of account


def definitions_in_force(
    metrics: Iterable[str], variants: Iterable[Variant], grain: Grain | None, start: date, end: date
) -> frozenset[str]:
    """Name the definitions that hold on some day from `start` to `end`: `wow@2`. Without a dated change there are none.

    What holds for a vendor's ad reports alone speaks of ad days; what holds for another interface alone speaks of
    nothing here, since exports are read and not that interface.
    """
    known = tuple(variants)
    return frozenset(
        f"{key}@{version.number}"
        for key in metrics
        for version in _holding(_speaking(METRICS[key].versions, known, grain), start, end)
    )


def _speaking(
    versions: Iterable[DefinitionVersion], variants: Iterable[Variant], grain: Grain | None
) -> list[DefinitionVersion]:
    return [version for version in versions if _of_grain(version, grain) and _of_place(version, variants)]


def _of_grain(version: DefinitionVersion, grain: Grain | None) -> bool:
    return version.applies_to is None or (grain is Grain.AD_DAY and ".ads" in version.applies_to)


def _of_place(version: DefinitionVersion, variants: Iterable[Variant]) -> bool:
    place = version.place
    return place is None or any(place.covers(network, kind) for network, kind in variants)


def _holding(versions: list[DefinitionVersion], start: date, end: date) -> Iterator[DefinitionVersion]:
    """Give the definition in force on the first day, and those that came until the last."""
    dated = sorted(
        (version for version in versions if version.since is not None), key=lambda version: version.since or date.min
    )
    before = [version for version in dated if version.since and version.since <= start]
    yield from before[-1:]
    yield from (version for version in dated if version.since and start < version.since <= end)
