"""`/kpi-suggestions`: which KPIs serve a goal, in which role, why, and whether a brand has the numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from apikit.asked import ID, LONGEST_TEXT, row_in
from apikit.closed import Parameter
from apikit.views import ActionView
from campaigns.metrics import NETWORKS
from clients.scoping import visible_brands
from kpis.api.asked import Asked
from kpis.api.kpi_wanted import KINDS
from kpis.api.suggestion_shapes import SuggestionPageSerializer, suggestion_shown
from kpis.catalogue import GOALS
from kpis.catalogue.drafts import READERS
from kpis.catalogue.places import kinds_of, parted
from kpis.inputs import inputs_of_brand
from kpis.own.catalogue import agency_catalogue
from kpis.suggestions import InputsAtHand, Wish, availability_of, default_sets, places_on, suggest
from kpis.suggestions.availability import UNASKED
from people.principal import asking

_PARAMETERS: Mapping[str, Parameter] = {
    "goal": Parameter({"type": "string", "enum": list(GOALS)}, "What the brand wants.", required=True),
    "network": Parameter(
        {"type": "string", "enum": list(NETWORKS)}, "For this network; without it for the brand's, or for all."
    ),
    "account_kind": Parameter(
        {"type": "string", "enum": list(KINDS)},
        "For this kind of WeChat account; without it for the brand's kinds, or for official accounts.",
    ),
    "content_category": Parameter(
        {"type": "string", "maxLength": LONGEST_TEXT},
        "The agency's own word for a category of contents: what suits it comes first. Unknown words change nothing.",
    ),
    "reader": Parameter({"type": "string", "enum": list(READERS)}, "Only what matters to this reader."),
    "brand": Parameter(ID, "Tell whether this brand has the numbers."),
}


@dataclass(frozen=True, slots=True)
class _Asked:
    goal: str
    network: str | None
    account_kind: str | None
    content_category: str | None
    reader: str | None
    brand: UUID | None


class KpiSuggestionsView(ActionView):
    """From a goal to KPIs."""

    resource = "kpi-suggestions"
    operations: ClassVar = {"get": "kpi_suggestions_list"}
    capabilities: ClassVar = {"get": "catalogue:read"}
    parameters: ClassVar = {"get": _PARAMETERS}
    serializer_class = SuggestionPageSerializer

    def get(self, request: Request) -> Response:
        """Suggest KPIs for a goal: primary ones first, then supporting ones, then guard-rails."""
        asked = _asked(request)
        brand = row_in(visible_brands(asking(request), self.capabilities["get"]), asked.brand)
        at_hand = inputs_of_brand(brand.id) if brand else None
        known = agency_catalogue()
        wish = Wish(asked.goal, _places(asked, at_hand), asked.content_category, asked.reader)
        own = [key for key in known.own if key in known]
        items = [
            suggestion_shown(
                suggestion,
                UNASKED if at_hand is None else availability_of(suggestion.kpi, suggestion.place, at_hand),
            )
            for suggestion in suggest(wish, default_sets(), known, own)
        ]
        return Response({"items": items, "next_cursor": None})


def _asked(request: Request) -> _Asked:
    asked = Asked(request.query_params)
    goal = asked.choice("goal", tuple(GOALS))
    if goal is None and not asked.sent("goal"):
        asked.fault("goal", "required", f"Name the goal: one of {', '.join(GOALS)}.")
    found = _Asked(
        goal=goal or "",
        network=asked.choice("network", tuple(NETWORKS)),
        account_kind=asked.choice("account_kind", KINDS),
        content_category=asked.text("content_category"),
        reader=asked.choice("reader", READERS),
        brand=asked.id("brand"),
    )
    if found.account_kind and found.network and not kinds_of(found.network):
        asked.fault("account_kind", "invalid_choice", f"{found.network} has one kind of account.")
    asked.refuse_faults()
    return found


def _places(asked: _Asked, at_hand: list[InputsAtHand] | None) -> tuple[str, ...]:
    """Return the places asked for; where nobody says, those of the brand's accounts, and else every network."""
    everywhere = places_on(tuple(NETWORKS))
    theirs = {account.place for account in at_hand or ()}
    known = [place for network in NETWORKS for place in (kinds_of(network) or (network,))]
    if asked.account_kind:
        return tuple(place for place in known if parted(place)[1] == asked.account_kind)
    places = tuple(place for place in known if place in theirs) or everywhere
    if asked.network is None:
        return places
    mine = tuple(place for place in places if parted(place)[0] == asked.network)
    return mine or places_on((asked.network,))
