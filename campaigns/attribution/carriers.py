"""What carries attribution from a content to an order, and what of it survives in which app: reviewed definitions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from campaigns.attribution.codes import CodeKind
from campaigns.definitions import DefinitionsError, FieldReader, Mistake, read_yaml
from clients.networks import AccountKind, Network

DEFINITIONS = Path(__file__).parent / "carrier_definitions"
UTM_LINK = "utm_link"
AD = "ad"
_KNOWN = ("key", "names", "description", "code_kind", "survival", "certainty", "source", "reviewed")
_REQUIRED = ("key", "names", "description", "survival", "certainty", "source", "reviewed")
_OF_SURVIVAL = ("network", "account_kind", "place", "verdict", "note")
_LANGUAGES = ("en", "zh-Hans")


class Verdict(StrEnum):
    """What becomes of a carrier in one place."""

    CARRIED = "carried"
    DEPENDS = "depends"
    LOST = "lost"


class Certainty(StrEnum):
    """How sure a definition is: the vendor's documentation, common practice, or hearsay."""

    HIGH = "H"
    MEDIUM = "M"
    LOW = "L"


@dataclass(frozen=True, slots=True)
class Survival:
    """What becomes of a carrier in one place of one network; without a kind, on all of its accounts."""

    network: Network
    account_kind: AccountKind | None
    place: str
    verdict: Verdict
    note: str

    def concerns(self, network: str | None, account_kind: str | None) -> bool:
        """Tell whether this is of a network and kind of account; None is any."""
        return (network is None or self.network == network) and (
            account_kind is None or self.account_kind in {None, account_kind}
        )


@dataclass(frozen=True, slots=True)
class Carrier:
    """One way to know where an order came from. `code_kind` is the kind of our codes that it carries."""

    key: str
    names: Mapping[str, str]
    description: str
    code_kind: CodeKind | None
    survival: tuple[Survival, ...]
    certainty: Certainty
    source: str
    reviewed: date

    def on(self, network: str | None, account_kind: str | None) -> tuple[Survival, ...]:
        """Give what becomes of it on a network and kind of account; None is any."""
        return tuple(each for each in self.survival if each.concerns(network, account_kind))


@cache
def carriers() -> Mapping[str, Carrier]:
    """Return the carriers by key. Read once; raises DefinitionsError with all mistakes of all files."""
    return load_carriers(DEFINITIONS)


def load_carriers(folder: Path) -> Mapping[str, Carrier]:
    """Return the carriers of a folder of definition files; raises DefinitionsError with all mistakes of all files."""
    mistakes: list[Mistake] = []
    found = [carrier for path in sorted(folder.glob("*.yaml")) if (carrier := _read(path, mistakes))]
    if mistakes:
        raise DefinitionsError(mistakes)
    return MappingProxyType({carrier.key: carrier for carrier in found})


def instead_of_links(network: str, account_kind: str | None) -> list[str]:
    """Name the carriers that a network's accounts carry where links are lost, the surest definition first."""
    others = [carrier for carrier in carriers().values() if carrier.key != UTM_LINK]
    able = [
        carrier
        for carrier in others
        if any(each.verdict is Verdict.CARRIED for each in carrier.on(network, account_kind))
    ]
    return [carrier.key for carrier in sorted(able, key=lambda each: (list(Certainty).index(each.certainty), each.key))]


def loses_links(network: str, account_kind: str | None) -> bool:
    """Tell whether no place of a network's accounts but ads carries a link."""
    places = carriers()[UTM_LINK].on(network, account_kind)
    return not any(each.verdict is not Verdict.LOST for each in places if each.place != AD)


def _read(path: Path, mistakes: list[Mistake]) -> Carrier | None:
    fields = read_yaml(path, mistakes)
    if not isinstance(fields, dict):
        mistakes.append(Mistake(path.name, "(file)", "expected a mapping of fields"))
        return None
    reader = FieldReader(path.name, fields, mistakes)
    reader.demand(_KNOWN, _REQUIRED)
    names, key = reader.texts("names"), reader.text("key")
    if key != path.stem:
        reader.mistake("key", f"expected {path.stem}, the name of the file")
    for language in _LANGUAGES:
        if language not in names:
            reader.mistake("names", f"no name in {language}")
    return Carrier(
        key=key,
        names=names,
        description=reader.text("description"),
        code_kind=reader.word("code_kind", CodeKind, CodeKind.COUPON) if reader.has("code_kind") else None,
        survival=tuple(_survival(path.name, each, mistakes) for each in _listed(reader, fields)),
        certainty=reader.word("certainty", Certainty, Certainty.LOW),
        source=reader.text("source"),
        reviewed=reader.day("reviewed") or date.min,
    )


def _listed(reader: FieldReader, fields: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    given = fields.get("survival")
    if isinstance(given, list) and given and all(isinstance(each, dict) for each in given):
        return given
    reader.mistake("survival", "expected a list of places")
    return ()


def _survival(file: str, fields: Mapping[str, Any], mistakes: list[Mistake]) -> Survival:
    reader = FieldReader(file, fields, mistakes)
    reader.demand(_OF_SURVIVAL, ("network", "place", "verdict", "note"))
    kind = reader.word("account_kind", AccountKind, AccountKind.STANDARD) if reader.has("account_kind") else None
    return Survival(
        network=reader.word("network", Network, Network.TIKTOK),
        account_kind=kind,
        place=reader.text("place"),
        verdict=reader.word("verdict", Verdict, Verdict.DEPENDS),
        note=reader.text("note"),
    )
