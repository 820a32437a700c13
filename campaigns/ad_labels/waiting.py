"""The names in ad exports that stand for nothing of ours yet, with what hangs on each and what it may be."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from campaigns.ad_labels.figures import Figures, figures_of
from campaigns.ad_labels.linking import unit_of
from campaigns.ad_labels.resolving import LabelKind, Unit, above, label_key
from campaigns.likeness import likeness
from campaigns.models import AdUnit, Campaign

MOST_PROPOSALS: Final = 3
_ALIKE: Final = 0.6
_CONTAINED: Final = Decimal("0.80")
_EQUAL: Final = Decimal("0.95")
_SHORTEST_PART: Final = 4

Tree = tuple[UUID, str]
"""The account and the source whose ad units stand in one tree."""


@dataclass(slots=True)
class WaitingName:
    """A name, or an id where no name is known, that ad units bear or stand under.

    `spend` is by currency; of a unit over others the days that these tell too are left out, since they contain them.
    """

    account: UUID
    brand: UUID
    source: str
    kind: LabelKind
    text: str
    levels: set[str] = field(default_factory=set)
    units: int = 0
    first_day: date | None = None
    last_day: date | None = None
    spend: dict[str, Decimal] = field(default_factory=dict)
    impressions: int = 0

    @property
    def key(self) -> str:
        """What tells it apart: account, source, text."""
        return f"{self.account}\n{self.source}\n{label_key(self.kind, self.text)}\n{self.kind}"

    def place(self, currency: str | None = None) -> tuple[bool, str, Decimal, int, str]:
        """Give the name's place in a list: the largest spend first, in a currency or else currency by currency.

        Amounts of different currencies are neither added nor compared: currencies come in the order of their codes, a
        name with several stands with the first of them. Names without spend come last, those shown most first.
        """
        of = currency or min(self.spend, default="")
        return (of not in self.spend, of, -self.spend.get(of, Decimal(0)), -self.impressions, self.key)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A campaign that a name may stand for."""

    campaign: UUID
    name: str
    confidence: Decimal
    because: str


def waiting_names(units: QuerySet[AdUnit]) -> list[WaitingName]:
    """Gather ad units without a campaign and content under the topmost name known of them."""
    records = list(units.filter(campaign=None, content=None).select_related("account"))
    trees: dict[Tree, dict[str, Unit]] = {}
    for record in records:
        trees.setdefault((record.account_id, record.source), {})[record.external_id] = unit_of(record)
    figures = figures_of([record.id for record in records], _above(records, trees))
    found: dict[str, WaitingName] = {}
    for record in records:
        kind, text = _topmost(unit_of(record), trees[record.account_id, record.source])
        name = WaitingName(record.account_id, record.account.brand_id, record.source, kind, text)
        _add(found.setdefault(name.key, name), record, figures.get(record.id))
    return list(found.values())


def _topmost(unit: Unit, known: Mapping[str, Unit]) -> tuple[LabelKind, str]:
    levels = [(unit.external_id, unit.name), *above(unit, known)]
    external_id, name = levels[-1]
    return (LabelKind.NAME, name) if name else (LabelKind.EXTERNAL_ID, external_id)


def _above(records: Iterable[AdUnit], trees: Mapping[Tree, Mapping[str, Unit]]) -> dict[UUID, list[UUID]]:
    """Give the units over each."""
    found = {}
    for record in records:
        tree = trees[record.account_id, record.source]
        over = (tree.get(external_id) for external_id, _ in above(tree[record.external_id], tree))
        found[record.id] = [unit.id for unit in over if unit is not None]
    return found


def _add(name: WaitingName, record: AdUnit, figures: Figures | None) -> None:
    name.units += 1
    if record.level:
        name.levels.add(record.level)
    if figures is None:
        return
    name.first_day = min(name.first_day or figures.first_day, figures.first_day)
    name.last_day = max(name.last_day or figures.last_day, figures.last_day)
    name.impressions += figures.impressions
    if figures.spend is not None and record.currency:
        name.spend[record.currency] = name.spend.get(record.currency, Decimal(0)) + figures.spend


def campaigns_by_brand(campaigns: QuerySet[Campaign]) -> dict[UUID, list[Campaign]]:
    """Gather the campaigns that can be proposed by their brand."""
    by_brand: dict[UUID, list[Campaign]] = {}
    for campaign in campaigns.filter(archived_at=None).order_by("created_at", "id"):
        by_brand.setdefault(campaign.brand_id, []).append(campaign)
    return by_brand


def proposals_for(name: WaitingName, campaigns: Iterable[Campaign]) -> list[Proposal]:
    """Propose campaigns whose name is like a waiting one, the likeliest first."""
    if name.kind is not LabelKind.NAME:
        return []
    found = [proposal for campaign in campaigns if (proposal := _proposal(name.text, campaign)) is not None]
    return sorted(found, key=lambda proposal: -proposal.confidence)[:MOST_PROPOSALS]


def _proposal(text: str, campaign: Campaign) -> Proposal | None:
    theirs, ours = (label_key(LabelKind.NAME, one) for one in (text, campaign.name))
    if theirs == ours:
        return Proposal(campaign.id, campaign.name, _EQUAL, "It has the same name.")
    if len(ours) >= _SHORTEST_PART and ours in theirs:
        return Proposal(campaign.id, campaign.name, _CONTAINED, "Its name stands in the vendor's.")
    alike = likeness(theirs, ours, least=_ALIKE)
    if not alike:
        return None
    confidence = (Decimal(alike) * _CONTAINED).quantize(Decimal("0.01"))
    return Proposal(campaign.id, campaign.name, confidence, "Its name is like the vendor's.")
