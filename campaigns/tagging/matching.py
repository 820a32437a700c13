"""Whether a rule's conditions hold for a content, and which of several rules has the say."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import TypeVar
from uuid import UUID

from campaigns.readers.hashtags import hashtags_in
from campaigns.tagging.attributes import Attribute, Value, folded, hashtag_key

ANY_RUN = "*"
Bound = TypeVar("Bound", date, Decimal)


@dataclass(frozen=True)
class Described:
    """What a rule may look at: what a content says of itself."""

    account: UUID
    brand: UUID
    title: str = ""
    hashtags: tuple[str, ...] = ()
    published_on: date | None = None
    format: str = ""
    duration_s: Decimal | None = None

    @cached_property
    def folded_title(self) -> str:
        """Give the title as it is compared."""
        return folded(self.title)

    @cached_property
    def all_hashtags(self) -> frozenset[str]:
        """Give the hashtags that are kept and those that stand in the title, folded."""
        return frozenset(folded(tag) for tag in (*self.hashtags, *hashtags_in(self.title)))


@dataclass(frozen=True)
class Match:
    """Conditions on a content; what is empty or None asks nothing.

    One word, one pattern and one hashtag of each list must be there, or with `all_of` every one of them. Durations are
    in seconds, days and durations are inclusive. A pattern is a whole title in which `*` stands for any run of signs.
    """

    title_contains: tuple[str, ...] = ()
    title_matches: tuple[str, ...] = ()
    hashtags: tuple[str, ...] = ()
    all_of: bool = False
    published_from: date | None = None
    published_to: date | None = None
    format: str | None = None
    duration_min: Decimal | None = None
    duration_max: Decimal | None = None

    @property
    def asks_nothing(self) -> bool:
        """Say whether every content matches."""
        return self == Match(all_of=self.all_of)

    def holds(self, content: Described) -> bool:
        """Say whether a content fulfils every condition; a content without a day or a duration has none that fits."""
        return (
            (self.format is None or content.format == self.format)
            and _within(content.published_on, self.published_from, self.published_to)
            and _within(content.duration_s, self.duration_min, self.duration_max)
            and self._enough(word in content.folded_title for word in self._words)
            and self._enough(fits_pattern(content.folded_title, pattern) for pattern in self._patterns)
            and self._enough(tag in content.all_hashtags for tag in self._hashtags)
        )

    @cached_property
    def _words(self) -> tuple[str, ...]:
        return tuple(folded(word) for word in self.title_contains)

    @cached_property
    def _patterns(self) -> tuple[str, ...]:
        return tuple(folded(pattern) for pattern in self.title_matches)

    @cached_property
    def _hashtags(self) -> tuple[str, ...]:
        return tuple(folded(tag.strip("#＃ ")) for tag in self.hashtags)

    def _enough(self, found: Iterable[bool]) -> bool:
        answers = list(found)
        return not answers or (all(answers) if self.all_of else any(answers))


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be said of a content: values, and hashtags to add and to remove."""

    values: Mapping[Attribute, Value] = field(default_factory=dict)
    add_hashtags: tuple[str, ...] = ()
    remove_hashtags: tuple[str, ...] = ()

    @property
    def says_nothing(self) -> bool:
        """Say whether there is nothing to do."""
        return not (self.values or self.add_hashtags or self.remove_hashtags)

    @property
    def contradictions(self) -> tuple[str, ...]:
        """Give the hashtags that are to be removed and, in whatever spelling, to be added."""
        added = {hashtag_key(tag) for tag in self.add_hashtags}
        return tuple(tag for tag in self.remove_hashtags if hashtag_key(tag) in added)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of one brand, or of every brand where `brand` is None, and of one account where that is stated."""

    id: UUID
    brand: UUID | None
    account: UUID | None
    match: Match
    wish: Wish
    priority: int
    created_at: datetime

    def holds(self, content: Described) -> bool:
        """Say whether the rule is about a content: never one of another brand or account."""
        return (
            self.brand in {None, content.brand}
            and self.account in {None, content.account}
            and self.match.holds(content)
        )


def in_order(rules: Iterable[Rule]) -> list[Rule]:
    """Put rules into the order in which they have the say: lowest priority number, then the oldest."""
    return sorted(rules, key=lambda rule: (rule.priority, rule.created_at, rule.id))


def wishes(rules: Sequence[Rule], content: Described) -> list[tuple[Rule, Wish]]:
    """Give what each rule that holds says of a content, less what a rule before it has said already.

    `rules` stand in their order. For one hashtag, too, the first rule that adds or removes it has the say.
    """
    said: set[str] = set()
    granted: list[tuple[Rule, Wish]] = []
    for rule in rules:
        if not rule.holds(content):
            continue
        wish = _unsaid(rule.wish, said)
        said |= set(wish.values) | {hashtag_key(tag) for tag in (*wish.add_hashtags, *wish.remove_hashtags)}
        if not wish.says_nothing:
            granted.append((rule, wish))
    return granted


def fits_pattern(text: str, pattern: str) -> bool:
    """Say whether a whole text fits a pattern with `*` for any run of signs; takes one pass over the text."""
    first, *rest = pattern.split(ANY_RUN)
    if not rest:
        return text == pattern
    *inner, last = rest
    if len(text) < len(first) + len(last) or not text.startswith(first) or not text.endswith(last):
        return False
    at, end = len(first), len(text) - len(last)
    for part in inner:
        found = text.find(part, at, end)
        if found < 0:
            return False
        at = found + len(part)
    return True


def _unsaid(wish: Wish, said: set[str]) -> Wish:
    return Wish(
        {attribute: value for attribute, value in wish.values.items() if attribute not in said},
        tuple(tag for tag in wish.add_hashtags if hashtag_key(tag) not in said),
        tuple(tag for tag in wish.remove_hashtags if hashtag_key(tag) not in said),
    )


def _within(value: Bound | None, lowest: Bound | None, highest: Bound | None) -> bool:
    if lowest is None and highest is None:
        return True
    return value is not None and (lowest is None or lowest <= value) and (highest is None or value <= highest)
