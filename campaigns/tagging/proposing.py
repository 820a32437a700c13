"""Proposes tags for a content from what is known of others like it: every proposal says what it rests on."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from campaigns.tagging.attributes import LINKS, Attribute, blank, folded
from campaigns.tagging.matching import Described
from campaigns.tagging.planning import Tagged
from campaigns.tagging.wording import mentions_in, words_in

PROPOSED = (Attribute.CATEGORY, Attribute.CAMPAIGN, Attribute.CREATOR, Attribute.HOOK)
MOST_AN_ATTRIBUTE = 3
LEAST_ALIKE = 2
LEAST_SHARE = Decimal("0.5")
BY_AD_UNIT, BY_MENTION, BY_DAYS = Decimal("0.95"), Decimal("0.90"), Decimal("0.60")
PLACES = Decimal("0.01")
# A word of a title says less than a hashtag or a sound that somebody chose.
WEIGHT_OF = {"hashtag": Decimal(1), "sound": Decimal("0.9"), "word": Decimal("0.8")}


@dataclass(frozen=True, slots=True)
class Known:
    """A content as proposals see it: its network, what it says, and its tags."""

    network: str
    described: Described
    tags: Tagged

    @property
    def lacks(self) -> tuple[Attribute, ...]:
        """Name the attributes that could be proposed and are blank."""
        return tuple(attribute for attribute in PROPOSED if blank(self.tags.values[attribute]))


@dataclass(frozen=True, slots=True)
class Running:
    """A campaign of a brand between two days, both included."""

    id: UUID
    brand: UUID
    name: str
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Evidence:
    """What proposals rest on: campaigns, creators by network and folded handle, campaigns of contents' ad units.

    `labels` names campaigns and creators by their ids; who is not in it is not proposed.
    """

    campaigns: Sequence[Running] = ()
    creators: Mapping[tuple[str, str], UUID] = field(default_factory=dict)
    of_ad_units: Mapping[UUID, frozenset[UUID]] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A value for a blank attribute; `confidence` from 0 to 1, `because` for people, the rest for machines."""

    attribute: Attribute
    value: str
    label: str
    confidence: Decimal
    because: str
    kind: str


@dataclass(frozen=True, slots=True)
class Precedents:
    """How often each feature of a brand's tagged contents goes with each value."""

    counts: Mapping[tuple[UUID, str, str, Attribute], Counter[str]]

    @classmethod
    def of(cls, tagged: Iterable[Known]) -> "Precedents":
        """Count."""
        counts: dict[tuple[UUID, str, str, Attribute], Counter[str]] = {}
        for content in tagged:
            for kind, feature in features(content):
                for attribute in PROPOSED:
                    value = content.tags.values[attribute]
                    if isinstance(value, str) and value:
                        key = (content.described.brand, kind, feature, attribute)
                        counts.setdefault(key, Counter())[value] += 1
        return cls(counts)

    def proposals(self, content: Known, labels: Mapping[str, str]) -> Iterable[Proposal]:
        """Propose what contents of the same brand with the same features have.

        The confidence is the share of those contents that have the value, drawn towards one half where they are few
        (rule of succession), times a weight of the feature's kind.
        """
        for kind, feature in features(content):
            for attribute in content.lacks:
                counted = self.counts.get((content.described.brand, kind, feature, attribute))
                if not counted:
                    continue
                (value, alike), of = counted.most_common(1)[0], counted.total()
                if alike < LEAST_ALIKE or Decimal(alike) / of < LEAST_SHARE:
                    continue
                if attribute in LINKS and value not in labels:
                    continue
                confidence = (WEIGHT_OF[kind] * (alike + 1) / (of + 2)).quantize(PLACES)
                label = labels.get(value, value)
                because = f"{alike} of {of} contents with {_named(kind, feature)} have {attribute} {label}"
                yield Proposal(attribute, value, label, confidence, because, kind)


def features(content: Known) -> Iterable[tuple[str, str]]:
    """Give what a content may share with others: hashtags, sound, words of its title."""
    yield from (("hashtag", tag) for tag in sorted(content.described.all_hashtags))
    sound = content.tags.values[Attribute.SOUND]
    if isinstance(sound, str) and sound:
        yield "sound", folded(sound)
    yield from (("word", word) for word in sorted(words_in(content.described.title) - content.described.all_hashtags))


def proposals(content: Known, evidence: Evidence, precedents: Precedents) -> list[Proposal]:
    """Propose values for what a content lacks, the surest first, at most three an attribute and each value once."""
    found = [
        *_by_ad_units(content, evidence),
        *_by_mention(content, evidence),
        *precedents.proposals(content, evidence.labels),
        *_by_days(content, evidence),
    ]
    best: dict[tuple[Attribute, str], Proposal] = {}
    for proposal in found:
        key = (proposal.attribute, proposal.value)
        if proposal.attribute in content.lacks and (key not in best or best[key].confidence < proposal.confidence):
            best[key] = proposal
    ranked = sorted(best.values(), key=lambda one: (PROPOSED.index(one.attribute), -one.confidence, one.value))
    taken: Counter[Attribute] = Counter()
    chosen = []
    for proposal in ranked:
        taken[proposal.attribute] += 1
        if taken[proposal.attribute] <= MOST_AN_ATTRIBUTE:
            chosen.append(proposal)
    return chosen


def _by_ad_units(content: Known, evidence: Evidence) -> Iterable[Proposal]:
    campaigns = sorted(evidence.of_ad_units.get(content.tags.content, ()))
    for campaign in campaigns:
        label = evidence.labels.get(str(campaign), str(campaign))
        because = f"an ad unit of this content belongs to {label}"
        yield Proposal(Attribute.CAMPAIGN, str(campaign), label, _share(BY_AD_UNIT, campaigns), because, "ad_unit")


def _by_mention(content: Known, evidence: Evidence) -> Iterable[Proposal]:
    for handle in sorted(mentions_in(content.described.title)):
        creator = evidence.creators.get((content.network, handle))
        if creator is not None:
            label = evidence.labels.get(str(creator), handle)
            because = f"the title mentions @{handle}"
            yield Proposal(Attribute.CREATOR, str(creator), label, BY_MENTION, because, "mention")


def _by_days(content: Known, evidence: Evidence) -> Iterable[Proposal]:
    day = content.described.published_on
    if day is None:
        return
    running = [
        campaign
        for campaign in evidence.campaigns
        if campaign.brand == content.described.brand and campaign.start <= day <= campaign.end
    ]
    for campaign in running:
        others = "the only campaign" if len(running) == 1 else f"one of {len(running)} campaigns"
        because = f"it was published on {day}, when {campaign.name} was {others} of the brand"
        confidence = _share(BY_DAYS, running)
        yield Proposal(Attribute.CAMPAIGN, str(campaign.id), campaign.name, confidence, because, "days")


def _share(confidence: Decimal, rivals: Sequence[object]) -> Decimal:
    return (confidence / len(rivals)).quantize(PLACES)


def _named(kind: str, feature: str) -> str:
    return f"#{feature}" if kind == "hashtag" else f"the {kind} “{feature}”"
