"""Reads what a KPI is called: in each language, and by the people of each network."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from campaigns.definitions import FieldReader
from campaigns.metrics import PLACES

_LANGUAGES = ("en", "zh-Hans")


def read_names(reader: FieldReader, *, languages: Sequence[str]) -> Mapping[str, str]:
    """Return the names by language; notes the wanted languages that are missing."""
    names = reader.texts("names")
    for language in languages:
        if language not in names:
            reader.mistake(f"names.{language}", "missing")
    return names


def read_network_names(reader: FieldReader) -> Mapping[str, Mapping[str, str]]:
    """Return the names by place and language; a network's people may have a word in one language alone."""
    within = reader.part("network_names")
    found = {}
    for place in reader.mapping("network_names"):
        names = within.texts(place)
        if place not in PLACES:
            within.mistake(place, f"{place} is none of {', '.join(PLACES)}")
        for language in names:
            if language not in _LANGUAGES:
                within.mistake(f"{place}.{language}", f"{language} is none of {', '.join(_LANGUAGES)}")
        found[place] = names
    return MappingProxyType(found)
