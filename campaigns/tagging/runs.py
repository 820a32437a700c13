"""One act of tagging while it goes on: what it did to each content, its counts, and how it is kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from apikit.models import new_id
from campaigns.models import Tagging
from campaigns.tagging.attributes import Source
from campaigns.tagging.matching import Wish
from campaigns.tagging.planning import Change, Outcome, Tagged, Teller
from campaigns.tagging.stored import TaggedContent, write_changes, write_tags
from people.principal import Principal
from people.tokens import TokenKind

SAMPLED = 10


@dataclass(frozen=True, slots=True)
class Sample:
    """One content that changes, for people to look at."""

    content: UUID
    title: str
    changes: tuple[Change, ...]


@dataclass(slots=True)
class Run:
    """An act of tagging: `teller` acts, `by` is a person's name, `stated` what was asked for.

    Counts are of contents: `changed` got another value somewhere, `confirmed` had the wished values already and are now
    vouched for by a stronger source, `kept` have a value that was left to whoever set it, or that says something
    already. A content can be changed in one value and kept in another.
    """

    teller: Teller
    by: str
    stated: Mapping[str, Any] = field(default_factory=dict)
    rule: UUID | None = None
    upload: UUID | None = None
    undoes: UUID | None = None
    matched: int = 0
    changed: int = 0
    confirmed: int = 0
    kept: int = 0
    brands: set[UUID] = field(default_factory=set)
    sample: list[Sample] = field(default_factory=list)
    kept_contents: list[UUID] = field(default_factory=list)
    pending: list[Change] = field(default_factory=list)

    @property
    def id(self) -> UUID:
        """Give the id that the tagging has once it is kept."""
        return self.teller.tagging

    @property
    def unchanged(self) -> int:
        """Count the contents whose values stayed as they were."""
        return self.matched - self.changed

    @property
    def did_something(self) -> bool:
        """Say whether there is anything to keep: a change, or a confirmation."""
        return bool(self.changed or self.confirmed)

    def note(self, content: TaggedContent, outcome: Outcome) -> None:
        """Count what became of one content, and hold its changes until they are written."""
        self.matched += 1
        self.changed += outcome.changed
        self.confirmed += bool(outcome.changes) and not outcome.changed
        self.kept += bool(outcome.kept)
        self.pending += outcome.changes
        self.brands.add(content.tags.brand)  # the counts tell of contents that stayed as they were, too
        if outcome.kept and len(self.kept_contents) < SAMPLED:
            self.kept_contents.append(content.id)
        if outcome.changed and len(self.sample) < SAMPLED:
            self.sample.append(Sample(content.id, content.described.title, outcome.changes))

    def record(self) -> Tagging:
        """Make the row that is kept of this act."""
        return Tagging(
            id=self.id,
            source=self.teller.source,
            rule_id=self.rule,
            upload_id=self.upload,
            undoes_id=self.undoes,
            brands=sorted(self.brands),
            stated=dict(self.stated),
            matched=self.matched,
            changed=self.changed,
            kept=self.kept,
            created_by=self.by,
        )


def run_of(principal: Principal, wish: Wish, *, only_empty: bool = False, undoes: UUID | None = None) -> Run:
    """Begin an act of the member who asks: by hand in a session, by a program with an API key."""
    source = Source.API if principal.credential_kind == TokenKind.API_KEY else Source.HAND
    teller = Teller(new_id(), source, only_empty=only_empty)
    return Run(teller, principal.name, stated_by(wish, only_empty=only_empty), undoes=undoes)


def stated_by(wish: Wish, *, only_empty: bool = False) -> dict[str, Any]:
    """Write what is wished as it is kept and answered."""
    return {
        "set": {str(attribute): value for attribute, value in wish.values.items()},
        "add_hashtags": list(wish.add_hashtags),
        "remove_hashtags": list(wish.remove_hashtags),
        "only_empty": only_empty,
    }


def write_down(runs: Sequence[Run], contents: Iterable[Tagged]) -> None:
    """Write the changes that runs hold, and the tags that contents have after all of them."""
    touched = {change.content for run in runs for change in run.pending if change.before != change.after}
    write_tags([tags for tags in contents if tags.content in touched])
    write_changes({run.id: run.pending for run in runs})
    for run in runs:
        run.pending = []


def keep(runs: Iterable[Run]) -> list[Tagging]:
    """Keep the acts that did something; one statement. Foreign keys to them are checked when the transaction ends."""
    return Tagging.objects.bulk_create([run.record() for run in runs if run.did_something])
