"""Reads the reviewed definition files of metrics and of vendors' sources, noting every mistake."""

from collections.abc import Collection, Mapping
from pathlib import Path
from types import MappingProxyType

from campaigns.definitions import FieldReader, Mistake, read_yaml
from campaigns.metrics.columns import INPUTS, kinds_of
from campaigns.metrics.kinds import Booking, SourceKind, Unit
from campaigns.metrics.metric import (
    Attribution,
    DefinitionVersion,
    Metric,
    Scale,
    SourceField,
    VendorSource,
    Words,
)
from campaigns.metrics.networks import NETWORKS
from campaigns.metrics.places import PLACES, Place, place_of

LANGUAGES = ("en", "zh-Hans")
_REQUIRED = ("key", "names", "description", "unit")
_OPTIONAL = (
    *("places", "lower_is_better", "network_names", "sources"),
    *("settle_days", "scale", "attribution", "versions"),
)
_SCALE_FIELDS = ("lowest", "highest", "meaning")
_VERSION_FIELDS = ("number", "since", "approximate", "place", "applies_to", "what", "source")
_ATTRIBUTION_FIELDS = ("click_hours", "view_hours", "booked_on", "statement", "source")


def read_metrics(path: Path, sources: Collection[str], mistakes: list[Mistake]) -> list[Metric]:
    """Return the metrics of one family's file; `sources` are the keys that a field may come from."""
    found = []
    for reader in _entries(path, mistakes):
        reader.demand((*_REQUIRED, *_OPTIONAL), _REQUIRED)
        found.append(_metric(reader, sources))
    return found


def read_sources(path: Path, mistakes: list[Mistake]) -> list[VendorSource]:
    """Return the vendors' systems that give numbers out."""
    found = []
    for reader in _entries(path, mistakes):
        reader.demand(("key", "names", "place", "kind"), ("key", "names", "kind"))
        place = reader.one_of("place", PLACES)
        found.append(
            VendorSource(
                reader.text("key"),
                _words(reader, "names"),
                None if place is None else place_of(place),
                reader.word("kind", SourceKind, SourceKind.EXPORT),
            )
        )
    return found


def _entries(path: Path, mistakes: list[Mistake]) -> list[FieldReader]:
    entries = read_yaml(path, mistakes)
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        mistakes.append(Mistake(path.name, "(file)", "expected a list of definitions"))
        return []
    return [FieldReader(f"{path.name}: {entry.get('key')}", entry, mistakes) for entry in entries]


def _metric(reader: FieldReader, sources: Collection[str]) -> Metric:
    key = reader.text("key")
    return Metric(
        key,
        _words(reader, "names"),
        _unit(reader),
        kinds_of(key),
        tuple(place_of(place) for place in reader.words("places", PLACES) or NETWORKS),
        _words(reader, "description"),
        reader.flag("lower_is_better"),
        derived_input=any(key in keys for by_kind in INPUTS.values() for keys in by_kind.values()),
        network_names=_network_names(reader),
        stated_sources=_stated_sources(reader, sources),
        settle_overrides=_settle_overrides(reader),
        scale=_scale(reader),
        attribution=_attribution(reader),
        versions=_versions(reader, sources),
    )


def _unit(reader: FieldReader) -> Unit:
    unit = reader.word("unit", Unit, Unit.COUNT)
    if unit in {Unit.MINUTES, Unit.HOURS}:
        reader.mistake("unit", f"expected {Unit.SECONDS}: metrics measure time in seconds")
    return unit


def _words(reader: FieldReader, field: str) -> Words:
    words = reader.texts(field)
    for language in LANGUAGES:
        if language not in words:
            reader.mistake(f"{field}.{language}", "missing")
    return words if "en" in words else MappingProxyType({**words, "en": ""})


def _network_names(reader: FieldReader) -> Mapping[Place, Words]:
    stated, part = reader.mapping("network_names"), reader.part("network_names")
    _refuse_unknown(part, stated, PLACES)
    return MappingProxyType({place_of(place): _words(part, place) for place in stated})


def _stated_sources(reader: FieldReader, sources: Collection[str]) -> tuple[SourceField, ...]:
    found = []
    for part in reader.parts("sources"):
        part.demand(("from", "field", "gives", "note"), ("from", "field"))
        source = part.one_of("from", sources)
        found.append(SourceField(source or "", part.text("field"), part.text("gives") or None, part.text("note")))
    return tuple(found)


def _settle_overrides(reader: FieldReader) -> Mapping[str, int]:
    stated, part = reader.mapping("settle_days"), reader.part("settle_days")
    _refuse_unknown(part, stated, NETWORKS)
    return MappingProxyType({network: part.whole_number(network, 1) or 1 for network in stated})


def _scale(reader: FieldReader) -> Scale | None:
    if not reader.has("scale"):
        return None
    part = reader.part("scale")
    part.demand(_SCALE_FIELDS, _SCALE_FIELDS)
    lowest, highest = part.decimal("lowest"), part.decimal("highest")
    if lowest is None or highest is None or lowest >= highest:
        part.mistake("highest", "expected more than lowest")
        return None
    return Scale(lowest, highest, _words(part, "meaning"))


def _attribution(reader: FieldReader) -> tuple[Attribution, ...]:
    stated, parts = reader.mapping("attribution"), reader.part("attribution")
    _refuse_unknown(parts, stated, PLACES)
    return tuple(_attribution_at(place_of(place), parts.part(place)) for place in stated)


def _attribution_at(place: Place, part: FieldReader) -> Attribution:
    part.demand(_ATTRIBUTION_FIELDS, ("booked_on", "statement", "source"))
    return Attribution(
        place,
        part.whole_number("click_hours", None),
        part.whole_number("view_hours", None),
        part.word("booked_on", Booking, Booking.EVENT_DAY),
        _words(part, "statement"),
        part.text("source"),
    )


def _versions(reader: FieldReader, sources: Collection[str]) -> tuple[DefinitionVersion, ...]:
    found = tuple(_version(part, sources) for part in reader.parts("versions"))
    if [version.number for version in found] != list(range(1, len(found) + 1)):
        reader.mistake("versions", "expected the numbers 1, 2, 3 and so on in order")
    return found


def _version(part: FieldReader, sources: Collection[str]) -> DefinitionVersion:
    part.demand(_VERSION_FIELDS, ("number", "what", "source"))
    place = part.one_of("place", PLACES)
    return DefinitionVersion(
        part.whole_number("number", 1) or 1,
        part.day("since"),
        part.flag("approximate"),
        None if place is None else place_of(place),
        part.one_of("applies_to", sources),
        _words(part, "what"),
        part.text("source"),
    )


def _refuse_unknown(part: FieldReader, found: Collection[str], known: Collection[str]) -> None:
    for name in found:
        if name not in known:
            part.mistake(name, f"is none of {', '.join(known)}")
