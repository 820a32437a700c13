"""What a tagging changes of each content, and what taking it back restores: arithmetic over values in memory."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

from campaigns.tagging.attributes import (
    HASHTAG,
    Attribute,
    Source,
    Stored,
    Value,
    blank,
    folded,
    hashtag_key,
    strength,
)
from campaigns.tagging.matching import Wish


@dataclass(frozen=True, slots=True)
class Origin:
    """The tagging that vouches for a value; `priority` is that of its rule while the rule is in force."""

    tagging: UUID
    source: Source
    priority: int | None = None


@dataclass(frozen=True, slots=True)
class Tagged:
    """A content's tags as they are, and who vouches for each; an attribute without origin was set by nobody known."""

    content: UUID
    brand: UUID
    values: Mapping[Attribute, Value]
    hashtags: tuple[str, ...] = ()
    origins: Mapping[str, Origin] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Teller:
    """Who tags: by which tagging, from which source; `only_empty` leaves everything that says something."""

    tagging: UUID
    source: Source
    priority: int | None = None
    only_empty: bool = False

    def may_overwrite(self, origin: Origin | None, *, empty: bool) -> bool:
        """Say whether this teller has the say over a value: a stronger source keeps its own.

        Where nobody is known to have set a value, only a person or a key overwrites it. Of two rules, one that comes
        first by its priority keeps its own.
        """
        if origin is None:
            return empty or strength(self.source) == strength(Source.HAND)
        if Source.RULE is self.source is origin.source and None not in {self.priority, origin.priority}:
            return (origin.priority or 0) >= (self.priority or 0)
        return strength(self.source) >= strength(origin.source)


@dataclass(frozen=True, slots=True)
class Change:
    """One attribute of one content: `former` vouched for it before, `stands` does now (None: nobody known)."""

    content: UUID
    attribute: str
    before: Stored
    after: Stored
    former: UUID | None
    stands: UUID | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one content: its tags afterwards, the changes, and the attributes that were left as they were."""

    tags: Tagged
    changes: tuple[Change, ...] = ()
    kept: tuple[str, ...] = ()

    @property
    def changed(self) -> bool:
        """Say whether a value is another than before; a confirmation alone is none."""
        return any(change.before != change.after for change in self.changes)


def tag(tags: Tagged, wish: Wish, teller: Teller) -> Outcome:
    """Do to a content what is wished, as far as the teller has the say."""
    changes: list[Change] = []
    kept: list[str] = []
    for attribute, value in wish.values.items():
        before, origin = tags.values[attribute], tags.origins.get(attribute)
        empty = blank(before)
        if before == value and not _confirms(teller, origin):
            continue
        if (teller.only_empty and not empty) or not teller.may_overwrite(origin, empty=empty):
            kept += [] if before == value else [attribute]
            continue
        changes.append(_change(tags, attribute, before, value, teller))
    for key, there, wanted in _hashtag_changes(tags.hashtags, wish):
        # A hashtag that nobody is known to have set came with its title: anybody may take it away.
        if not teller.may_overwrite(tags.origins.get(key), empty=True):
            kept.append(key)
            continue
        changes.append(_change(tags, key, there, wanted, teller))
    return Outcome(applied(tags, changes, {teller.tagging: _origin(teller)}), tuple(changes), tuple(kept))


def take_back(
    tags: Tagged, changes: Iterable[Change], origins: Mapping[UUID, Origin], *, gone: frozenset[str]
) -> Outcome:
    """Restore what a tagging changed of a content, where nobody has changed it since.

    `origins` are the taggings that vouched before; `gone` are ids of creators that no longer exist, which cannot be
    given back.
    """
    restored: list[Change] = []
    kept: list[str] = []
    for change in changes:
        origin = tags.origins.get(change.attribute)
        vouches = origin.tagging if origin else None
        if not _stands(tags, change) or vouches != change.stands or _of_the_gone(change, gone):
            kept.append(change.attribute)
            continue
        restored.append(
            replace(change, before=change.after, after=change.before, former=change.stands, stands=change.former)
        )
    return Outcome(applied(tags, restored, origins), tuple(restored), tuple(kept))


def applied(tags: Tagged, changes: Iterable[Change], origins: Mapping[UUID, Origin]) -> Tagged:
    """Give the tags of a content after changes to them."""
    values, hashtags, vouching = dict(tags.values), list(tags.hashtags), dict(tags.origins)
    added: list[tuple[int, str]] = []
    for change in changes:
        if change.attribute.startswith(HASHTAG):
            key = change.attribute
            if isinstance(change.after, list):
                added += [(int(place), str(spelt)) for place, spelt in change.after]
            else:
                hashtags = [spelt for spelt in hashtags if hashtag_key(spelt) != key]
        elif not isinstance(change.after, list):
            values[Attribute(change.attribute)] = change.after
        if change.stands is None:
            vouching.pop(change.attribute, None)
        else:
            vouching[change.attribute] = origins[change.stands]
    for place, spelt in sorted(added):
        hashtags.insert(place, spelt)
    return replace(tags, values=values, hashtags=tuple(hashtags), origins=vouching)


def _confirms(teller: Teller, origin: Origin | None) -> bool:
    """Say whether it means something that a value is told again: a person takes it over from a weaker source."""
    if teller.only_empty or strength(teller.source) < strength(Source.HAND):
        return False
    return origin is None or strength(origin.source) < strength(teller.source)


def _change(tags: Tagged, attribute: str, before: Stored, after: Stored, teller: Teller) -> Change:
    origin = tags.origins.get(attribute)
    return Change(tags.content, str(attribute), before, after, origin.tagging if origin else None, teller.tagging)


def _origin(teller: Teller) -> Origin:
    return Origin(teller.tagging, teller.source, teller.priority)


def _hashtag_changes(hashtags: tuple[str, ...], wish: Wish) -> Iterable[tuple[str, Stored, Stored]]:
    """Give each hashtag that comes or goes with its places before and after; what is there already is no change."""
    places: dict[str, list[list[int | str]]] = {}
    for place, spelt in enumerate(hashtags):
        places.setdefault(hashtag_key(spelt), []).append([place, spelt])
    leaving = {hashtag_key(spelt) for spelt in wish.remove_hashtags}
    for key in sorted(leaving & set(places)):
        yield key, list(places[key]), None
    end = len(hashtags) - sum(len(places[key]) for key in leaving & set(places))
    coming = {hashtag_key(spelt): spelt for spelt in reversed(wish.add_hashtags) if folded(spelt)}
    for key in [hashtag_key(spelt) for spelt in wish.add_hashtags]:
        if key in coming and key not in places and key not in leaving:
            yield key, None, [[end, coming.pop(key)]]
            end += 1


def _of_the_gone(change: Change, gone: frozenset[str]) -> bool:
    return change.attribute == Attribute.CREATOR and isinstance(change.before, str) and change.before in gone


def _stands(tags: Tagged, change: Change) -> bool:
    if not change.attribute.startswith(HASHTAG):
        return tags.values[Attribute(change.attribute)] == change.after
    present = any(hashtag_key(spelt) == change.attribute for spelt in tags.hashtags)
    return present == (change.after is not None)
