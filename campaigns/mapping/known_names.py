"""What headers are known to mean on a network: the product's names, the vendors' own, and the words people use."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final

from campaigns.definitions import DefinitionsError, Mistake, read_yaml
from campaigns.metrics import METRICS, VENDOR_SOURCES
from campaigns.readers import profiles
from campaigns.readers.header_keys import header_key
from campaigns.readers.profile import Dropped
from campaigns.readers.vocabulary import MEASURES, RATES

FILE: Final = Path(__file__).with_name("words.yaml")
_IN_BRACKETS = re.compile(r"[(\[（【].*?[)\]）】]")
_BETWEEN = re.compile(r"[\s_\-./:]+")
_ENDINGS = re.compile(r"(?:数量|次数|数|量)$")
_BEGINNINGS = re.compile(r"^(?:总|作品|视频|笔记|累计)(?=..)")


class Reason(StrEnum):
    """Why a column is taken for something."""

    CANONICAL = "canonical_name"
    NETWORK = "network_name"
    KNOWN = "known_name"
    OTHER_NETWORK = "other_network"
    SIMILAR = "similar"
    VALUES = "values"
    MISNOMER = "misnomer"
    COMPUTED = "recomputed"
    PERSONAL = "personal"
    NONE = "nothing_known"


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What a word is known to mean, and how sure that is."""

    name: str
    reason: Reason
    confidence: Decimal


@dataclass(frozen=True, slots=True)
class Misnomer:
    """A name that misleads on some networks; `name` is what it may be taken for, None where for nothing.

    One that is `read_by_name` is known for what it is, and only flagged.
    """

    code: str
    networks: tuple[str, ...]
    words: frozenset[str]
    name: str | None
    explanation: str
    read_by_name: bool


@dataclass(frozen=True, slots=True)
class Words:
    """The reviewed file of words, its keys as headers are compared."""

    names: Mapping[str, tuple[str, ...]]
    ad_levels: tuple[Mapping[str, Any], ...]
    dimensions: Mapping[str, str]
    personal: Mapping[str, Dropped]
    computed: Mapping[str, tuple[str, str]]
    units: tuple[tuple[frozenset[str], frozenset[str], Decimal, str], ...]
    misnomers: tuple[Misnomer, ...]


def word_key(header: str) -> str:
    """Return a header as words are compared: without case, width, spaces, signs, and what stands in brackets."""
    plain = header_key(header)
    return _BETWEEN.sub("", _IN_BRACKETS.sub("", plain)) or _BETWEEN.sub("", plain)


def stem(key: str) -> str:
    """Return a compared header without the endings and beginnings that mean nothing: `总点赞数` is `点赞`."""
    return _ENDINGS.sub("", _BEGINNINGS.sub("", key)) or key


@cache
def words() -> Words:
    """Read the file of words; raises DefinitionsError where it names what there is not."""
    mistakes: list[Mistake] = []
    said: Any = read_yaml(FILE, mistakes)
    if mistakes:
        raise DefinitionsError(mistakes)
    return Words(
        names={name: tuple(map(word_key, known)) for name, known in said["names"].items()},
        ad_levels=tuple(said["ad_levels"]),
        dimensions={word_key(word): name for name, known in said["dimensions"].items() for word in known},
        personal={word_key(word): Dropped(why) for why, known in said["personal"].items() for word in known},
        computed={word_key(word): (each["kpi"], each["parts"]) for each in said["computed"] for word in each["words"]},
        units=tuple(
            (frozenset(each["networks"]), _keys(each["words"]), Decimal(each["factor"]), each["why"])
            for each in said["units"]
        ),
        misnomers=tuple(
            Misnomer(
                code=each["code"],
                networks=tuple(each["networks"]),
                words=_keys(each["words"]),
                name=each.get("name"),
                explanation=each["explanation"],
                read_by_name=bool(each.get("read_by_name")),
            )
            for each in said["misnomers"]
        ),
    )


def _keys(known: list[str]) -> frozenset[str]:
    return frozenset(map(word_key, known))


@cache
def known_on(network: str) -> Mapping[str, tuple[Knowledge, ...]]:
    """Return what each compared header means on a network, the surest first."""
    found: dict[str, dict[str, Knowledge]] = {}
    for text, knowledge in _all(network):
        of_word = found.setdefault(word_key(text), {})
        held = of_word.get(knowledge.name)
        if held is None or held.confidence < knowledge.confidence:
            of_word[knowledge.name] = knowledge
    return {word: tuple(sorted(each.values(), key=lambda one: -one.confidence)) for word, each in found.items()}


def _all(network: str) -> Iterator[tuple[str, Knowledge]]:
    for name in {*MEASURES, *RATES, *words().names}:
        yield name, Knowledge(name, Reason.CANONICAL, Decimal("1.00"))
    yield from _of_profiles(network)
    yield from _of_definitions(network)
    for name, known in words().names.items():
        for word in {*known, *map(stem, known)}:
            yield word, Knowledge(name, Reason.KNOWN, Decimal("0.85"))


def _of_profiles(network: str) -> Iterator[tuple[str, Knowledge]]:
    for profile in profiles():
        if profile.network is None:
            continue
        own = profile.network == network
        reason, sure = (Reason.NETWORK, "0.97") if own else (Reason.OTHER_NETWORK, "0.70")
        for header, name in profile.known.items():
            if name:
                yield header, Knowledge(name, reason, Decimal(sure))


def _of_definitions(network: str) -> Iterator[tuple[str, Knowledge]]:
    for key, metric in METRICS.items():
        if metric.derived_input:
            continue
        for text in metric.names.values():
            yield text, Knowledge(key, Reason.KNOWN, Decimal("0.90"))
        for place, names in metric.network_names.items():
            own = place.network == network
            reason, sure = (Reason.NETWORK, "0.95") if own else (Reason.OTHER_NETWORK, "0.70")
            for text in names.values():
                yield text, Knowledge(key, reason, Decimal(sure))
        for stated in metric.stated_sources:
            place_of_source = VENDOR_SOURCES[stated.source].place
            if place_of_source is None:
                continue
            own = place_of_source.network == network
            reason, sure = (Reason.NETWORK, "0.93") if own else (Reason.OTHER_NETWORK, "0.65")
            yield stated.field, Knowledge(stated.gives or key, reason, Decimal(sure))


def misnomer_of(header: str, network: str) -> Misnomer | None:
    """Return how a header misleads on a network, None where it does not."""
    key = word_key(header)
    found = (each for each in words().misnomers if network in each.networks and key in each.words)
    return next(found, None)
