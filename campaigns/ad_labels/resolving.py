"""Finds the campaign of each ad unit: what is stated of the unit itself, else of what is above it, nearest first."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from unicodedata import normalize
from uuid import UUID

DEEPEST: Final = 10
"""More levels than any vendor has; a tree that is deeper goes round in circles."""

_SPACES = re.compile(r"\s+")


class LabelKind(StrEnum):
    """What of an ad unit a label is about."""

    NAME = "name"
    EXTERNAL_ID = "external_id"


@dataclass(frozen=True, slots=True)
class Label:
    """One statement: what bears this name or id belongs to the campaign."""

    id: UUID
    kind: LabelKind
    key: str
    campaign: UUID


@dataclass(frozen=True, slots=True)
class Unit:
    """An ad unit as far as its place in the vendor's tree goes.

    `said` is the campaign that a person or an import stated for this very unit; nothing else may overrule it.
    """

    id: UUID
    external_id: str
    name: str
    parent: str
    vendor_campaign_id: str
    vendor_campaign_name: str
    said: UUID | None


@dataclass(frozen=True, slots=True)
class Link:
    """The campaign of a unit, the label that it comes from, and whether that is the unit's own or one above it."""

    campaign: UUID | None
    label: UUID | None = None
    by: str = ""


UNLINKED: Final = Link(None)


def label_key(kind: LabelKind, text: str) -> str:
    """Return a text as labels compare it: names without regard to case, width and spaces, ids sign by sign."""
    plain = text.strip()
    if kind is LabelKind.EXTERNAL_ID:
        return plain
    return _SPACES.sub(" ", normalize("NFKC", normalize("NFKC", plain).casefold())).strip()


def links_of(units: Iterable[Unit], labels: Iterable[Label]) -> dict[UUID, Link]:
    """Return the link of every unit of one account and source that nobody has said a campaign for."""
    stated = {(label.kind, label.key): label for label in labels}
    known = {unit.external_id: unit for unit in units}
    return {unit.id: _link(unit, known, stated) for unit in known.values() if unit.said is None}


def _link(unit: Unit, known: Mapping[str, Unit], stated: Mapping[tuple[LabelKind, str], Label]) -> Link:
    own = _labelled(unit.external_id, unit.name, stated)
    if own is not None:
        return Link(own.campaign, own.id, "label")
    for external_id, name in above(unit, known):
        parent = known.get(external_id)
        if parent is not None and parent.said is not None:
            return Link(parent.said, None, "parent")
        label = _labelled(external_id, name, stated)
        if label is not None:
            return Link(label.campaign, label.id, "parent")
    return UNLINKED


def above(unit: Unit, known: Mapping[str, Unit]) -> Iterator[tuple[str, str]]:
    """Yield id and name of each level over a unit, the nearest first; either may be empty."""
    seen = {unit.external_id}
    level: Unit | None = unit
    while level is not None and level.parent and level.parent not in seen and len(seen) < DEEPEST:
        seen.add(level.parent)
        parent = known.get(level.parent)
        own_name = unit.vendor_campaign_name if level.parent == unit.vendor_campaign_id else ""
        yield level.parent, (parent.name if parent is not None else "") or own_name
        level = parent
    if (unit.vendor_campaign_id or unit.vendor_campaign_name) and unit.vendor_campaign_id not in seen:
        yield unit.vendor_campaign_id, unit.vendor_campaign_name


def _labelled(external_id: str, name: str, stated: Mapping[tuple[LabelKind, str], Label]) -> Label | None:
    by_id = stated.get((LabelKind.EXTERNAL_ID, external_id)) if external_id else None
    if by_id is not None or not name:
        return by_id
    return stated.get((LabelKind.NAME, label_key(LabelKind.NAME, name)))
