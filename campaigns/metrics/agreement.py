"""Finds where the definitions of metrics, their sources and the readers of files say different things."""

from collections.abc import Iterable, Iterator, Mapping

from campaigns.metrics.kinds import Booking, SourceKind
from campaigns.metrics.metric import Metric, SourceField, VendorSource
from campaigns.metrics.origins import origins_of
from campaigns.metrics.places import Place
from campaigns.readers.profile import Profile
from campaigns.readers.vocabulary import RATES, Rate

HOURS_A_DAY = 24


def unsourced(metric: Metric) -> Iterator[str]:
    """Yield that nobody is known to report a metric but those who fill in our own CSV."""
    if all(origin.kind is SourceKind.OWN_CSV for origin in origins_of(metric)):
        yield f"{metric.key} names no source, and no profile reads it from an export."


def missourced(metric: Metric, sources: Mapping[str, VendorSource], known: Iterable[Profile]) -> Iterator[str]:
    """Yield sources that a profile reads otherwise, that lie where the metric is not, or that give another rate."""
    by_key = {profile.key: profile for profile in known}
    for stated in metric.stated_sources:
        if stated.source in by_key:
            yield from _unlike_profile(metric, stated, by_key[stated.source])
        place = sources[stated.source].place
        if place is not None and not metric.reported_by(place.network, place.account_kind):
            yield f"{metric.key} comes from {stated.source}, and is not defined for {place}."
        if stated.gives is not None and not _is_rate_of(stated.gives, metric):
            yield f"{metric.key} is given by {stated.source} as {stated.gives}, which is no rate of it."


def misplaced(metric: Metric) -> Iterator[str]:
    """Yield names, attribution, versions and settling of places where the metric does not exist."""
    told: list[tuple[str, Place | None]] = [("a name", place) for place in metric.network_names]
    told += [("attribution", each.place) for each in metric.attribution]
    told += [("a version", each.place) for each in metric.versions]
    told += [("settle days", Place(network)) for network in metric.settle_overrides]
    for what, place in told:
        if place is not None and not metric.reported_by(place.network, place.account_kind):
            yield f"{metric.key} states {what} for {place}, where it is not defined."


def unsettled(metric: Metric) -> Iterator[str]:
    """Yield places where a day is called final while the vendor still books late events to it."""
    for each in metric.attribution:
        hours = max(each.click_hours or 0, each.view_hours or 0)
        days = 0 if each.booked_on is Booking.EVENT_DAY else -(-hours // HOURS_A_DAY)
        if metric.settle_days(each.place.network) < days:
            yield f"{metric.key} settles on {each.place} before the {days} days are over in which events are credited."


def off_scale(metric: Metric, rates: Iterable[Rate] = RATES.values()) -> Iterator[str]:
    """Yield means whose scale differs between the readers and the definition of what is added up from them."""
    for rate in rates:
        if rate.numerator == metric.key and rate.highest is not None:
            if metric.scale is None:
                yield f"{metric.key} states no scale, and the readers take {rate.name} from one."
            elif metric.scale.lowest != rate.lowest or metric.scale.highest != rate.highest:
                yield f"{metric.key} and the readers' {rate.name} have different scales."


def _unlike_profile(metric: Metric, stated: SourceField, profile: Profile) -> Iterator[str]:
    name = profile.header.get(stated.field)
    if name is None:
        yield f"{metric.key} comes from {stated.field} of {profile.key}, which does not read it."
    elif name != (stated.gives or metric.key):
        yield f"{metric.key} comes from {stated.field} of {profile.key}, which reads it as {name or 'nothing'}."


def _is_rate_of(name: str, metric: Metric) -> bool:
    return name in RATES and RATES[name].numerator == metric.key
