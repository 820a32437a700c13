"""Reads the formula's text for every place where a KPI could exist."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from campaigns.definitions import FieldReader
from campaigns.metrics import PLACES
from kpis.catalogue.places import KIND_PLACES, NETWORK_PLACES, kinds_of, parted

_KINDS = tuple(str(parted(place)[1]) for place in KIND_PLACES)


def read_texts(reader: FieldReader, stated: Any) -> Mapping[str, str]:
    """Return the formula's text by place: `douyin`, `wechat`, `wechat.channels`.

    A network's text holds for all its kinds of account but those that have one of their own. A network of which
    only kinds have texts has no text itself.
    """
    networks = NETWORK_PLACES if stated == "all" else reader.words("networks", NETWORK_PLACES)
    if stated == []:
        reader.mistake("networks", "expected at least one")
    if reader.has("formula") == reader.has("formulas"):
        reader.mistake("formula", "expected either formula or formulas")
        return {}
    if reader.has("formula"):
        texts: Mapping[str, str] = dict.fromkeys(networks, reader.text("formula"))
    else:
        texts = _by_place(reader, networks)
    return MappingProxyType(dict(_spread(texts, networks)))


def _by_place(reader: FieldReader, networks: tuple[str, ...]) -> Mapping[str, str]:
    texts = reader.texts("formulas")
    if {parted(place)[0] for place in texts} != set(networks):
        reader.mistake("formulas", "expected one formula for each of the networks")
    for place in texts:
        if place not in PLACES:
            reader.mistake(f"formulas.{place}", f"{place} is none of {', '.join(PLACES)}")
    return texts


def _spread(texts: Mapping[str, str], networks: tuple[str, ...]) -> list[tuple[str, str]]:
    places = [place for network in networks for place in (network, *kinds_of(network))]
    found = [(place, texts.get(place) or texts.get(parted(place)[0])) for place in places]
    return [(place, text) for place, text in found if text]


def read_account_kinds(reader: FieldReader) -> tuple[str, ...]:
    """Return the kinds of account that a definition names; notes unknown ones."""
    return reader.words("account_kinds", _KINDS)
