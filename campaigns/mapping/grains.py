"""Tells what a row of a table is about, and takes an ad account's tree apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from campaigns.mapping.known_names import word_key, words
from campaigns.readers.rows import Grain

_CONTENT = ("published_at", "title", "url", "external_id", "duration_s")


@dataclass(frozen=True, slots=True)
class GuessedGrain:
    """What a row seems to be about, how sure that is, and why."""

    grain: Grain
    confidence: Decimal
    because: str


@dataclass(frozen=True, slots=True)
class AdTree:
    """Which columns name the levels of an ad account: attribute by header, and the level that rows are of."""

    level: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)


def ad_tree(headers: Sequence[str]) -> AdTree:
    """Return the attributes that columns of levels become: the lowest is the unit, those above are what it is under."""
    keys = {word_key(header): header for header in headers}
    found = [(each["level"], _first(keys, each["ids"]), _first(keys, each["names"])) for each in words().ad_levels]
    present = [(level, by_id, by_name) for level, by_id, by_name in found if by_id or by_name]
    if not present:
        return AdTree()
    level, own_id, own_name = present[0]
    attributes = {header: name for header, name in ((own_id, "external_id"), (own_name, "name")) if header}
    for place, (upper, by_id, by_name) in enumerate(present[1:]):
        if upper == "campaign":
            attributes |= {by_id: "vendor_campaign_id"} if by_id else {}
            attributes |= {by_name: "vendor_campaign_name"} if by_name else {}
        elif place == 0 and by_id:
            attributes[by_id] = "parent_external_id"
    return AdTree(level, attributes)


def _first(keys: Mapping[str, str], known: Sequence[str]) -> str:
    return next((keys[key] for word in known if (key := word_key(word)) in keys), "")


def dimension_of(header: str) -> str | None:
    """Return the dimension that a column splits rows by, None where it is none."""
    return words().dimensions.get(word_key(header))


def guessed_grain(headers: Sequence[str], names: frozenset[str], tree: AdTree) -> GuessedGrain:
    """Guess what a row is about from what its columns may be (`names`, whatever the grain)."""
    unknown = GuessedGrain(Grain.ACCOUNT_DAY, Decimal("0.20"), "Nothing tells what a row is about.")
    return _of_tree(names, tree) or _of_content(names) or _of_days(headers, names) or unknown


def _of_tree(names: frozenset[str], tree: AdTree) -> GuessedGrain | None:
    if not tree.level:
        return None
    sure = Decimal("0.95") if "spend" in names or "day" in names else Decimal("0.70")
    return GuessedGrain(Grain.AD_DAY, sure, f"Columns name a vendor's {tree.level.replace('_', ' ')}.")


def _of_content(names: frozenset[str]) -> GuessedGrain | None:
    stated = [name for name in _CONTENT if name in names]
    if not stated:
        return None
    if "start" in names and "end" in names:
        return GuessedGrain(Grain.PERIOD, Decimal("0.60"), "Columns state the first and the last day.")
    sure = Decimal("0.95") if len(stated) > 1 else Decimal("0.80")
    return GuessedGrain(Grain.CONTENT, sure, f"Columns state a content's {', '.join(stated)}.")


def _of_days(headers: Sequence[str], names: frozenset[str]) -> GuessedGrain | None:
    if "start" in names and "end" in names:
        return GuessedGrain(Grain.PERIOD, Decimal("0.70"), "Columns state the first and the last day.")
    if "day" not in names:
        return None
    if "spend" in names:
        return GuessedGrain(Grain.AD_DAY, Decimal("0.60"), "A column states spend.")
    if any(dimension_of(header) for header in headers):
        return GuessedGrain(Grain.BREAKDOWN, Decimal("0.60"), "A column splits the days.")
    return GuessedGrain(Grain.ACCOUNT_DAY, Decimal("0.90"), "A column states the day, and none a content or an ad.")
