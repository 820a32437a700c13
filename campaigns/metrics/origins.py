"""Where a metric's numbers come from: the vendors' fields that its definition states, and the columns that we read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from campaigns.metrics.catalogue import VENDOR_SOURCES
from campaigns.metrics.kinds import SourceKind
from campaigns.metrics.metric import Metric, Words
from campaigns.metrics.places import Place
from campaigns.readers import Profile, profiles
from campaigns.readers.vocabulary import MEASURES, RATES


@dataclass(frozen=True)
class Origin:
    """A field of a source that states a metric.

    `place` is None for what is no network's. `gives` is the rate or mean that the field holds where it is not the
    metric itself. `profile` is the reader that takes the field from a file today, None where none does.
    """

    source: str
    names: Words
    place: Place | None
    kind: SourceKind
    field: str
    gives: str | None
    note: str
    profile: str | None


def origins_of(metric: Metric) -> tuple[Origin, ...]:
    """Return every origin of a metric: what is read today first, then what vendors have besides."""
    read = _read_today().get(metric.key, ())
    known = {(origin.source, origin.field) for origin in read}
    return (*read, *(origin for origin in _stated(metric) if (origin.source, origin.field) not in known))


@cache
def _read_today() -> Mapping[str, tuple[Origin, ...]]:
    """Return the columns that profiles read, by the metric that comes of them; the networks' exports first."""
    found: dict[str, list[Origin]] = {key: [] for key in MEASURES}
    for profile in sorted(profiles(), key=lambda profile: profile.network is None):
        for header, name in profile.header.items():
            if name in MEASURES:
                found[name].append(_column(profile, header, None))
            elif name in RATES:
                found[RATES[name].numerator].append(_column(profile, header, name))
        if profile.header.get("value") == "value":  # the metric stands in a column of its own
            for key, origins in found.items():
                origins.append(_column(profile, "value", None, note=f"in rows whose metric is {key}"))
    return {key: tuple(origins) for key, origins in found.items()}


def _column(profile: Profile, header: str, gives: str | None, note: str = "") -> Origin:
    return Origin(
        source=profile.key,
        names=profile.titles,
        place=None if profile.network is None else Place(profile.network),
        kind=SourceKind.OWN_CSV if profile.network is None else SourceKind.EXPORT,
        field=header,
        gives=gives,
        note=note,
        profile=profile.key,
    )


def _stated(metric: Metric) -> Iterator[Origin]:
    for stated in metric.stated_sources:
        source = VENDOR_SOURCES[stated.source]
        yield Origin(
            source.key, source.names, source.place, source.kind, stated.field, stated.gives, stated.note, profile=None
        )
