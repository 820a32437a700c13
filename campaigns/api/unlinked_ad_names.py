"""`/unlinked-ad-names`: what vendors' ad exports name and nobody has said what it stands for, with what hangs on it."""

from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.response import Response

from apikit.asked import ID, TEXT, Asked
from apikit.closed import Parameter
from apikit.currencies import BAD_CURRENCY, CURRENCIES
from apikit.definitions import page_of_definitions
from apikit.fields import CurrencyField, DecimalString
from apikit.serializers import StrictSerializer
from apikit.views import ActionView
from apikit.wire import decimal_text
from campaigns.ad_labels.resolving import LabelKind
from campaigns.ad_labels.waiting import WaitingName, campaigns_by_brand, proposals_for, waiting_names
from campaigns.models import Campaign
from campaigns.scoping import visible_ad_units, visible_campaigns
from people.principal import asking


class AmountSerializer(StrictSerializer):
    """An amount of money."""

    amount = DecimalString()
    currency = CurrencyField()


class CampaignProposalSerializer(StrictSerializer):
    """A campaign that a name may stand for."""

    campaign = serializers.UUIDField()
    name = serializers.CharField()
    confidence = DecimalString()
    because = serializers.CharField()


class UnlinkedAdNameSerializer(StrictSerializer):
    """A name or an id that ad units bear or stand under: `account`, `source` and it are what a label states."""

    account = serializers.UUIDField()
    source = serializers.CharField()  # type: ignore[assignment]  # a member, not the base class's attribute
    name = serializers.CharField(allow_null=True)
    external_id = serializers.CharField(allow_null=True, help_text="Where no name is known.")
    levels = serializers.ListField(child=serializers.CharField())
    units = serializers.IntegerField(help_text="How many unlinked ad units bear it or stand under it.")
    first_day = serializers.DateField(allow_null=True)
    last_day = serializers.DateField(allow_null=True)
    spend = AmountSerializer(many=True, help_text="By currency.")
    impressions = serializers.IntegerField()
    proposals = CampaignProposalSerializer(many=True, help_text="Campaigns that it may stand for, the likeliest first.")


class UnlinkedAdNamesView(ActionView):
    """The names of ad units that stand for no campaign yet."""

    resource = "unlinked-ad-names"
    operations: ClassVar = {"get": "unlinked_ad_names_list"}
    capabilities: ClassVar = {"get": "ad_units:read"}
    paged_actions = frozenset({"get"})
    parameters: ClassVar = {
        "get": {
            "account": Parameter(ID, "Names in the exports of this account alone."),
            "brand": Parameter(ID, "Names in the exports of this brand's accounts alone."),
            "source": Parameter(TEXT, "Names in the exports of this system alone."),
            "currency": Parameter(TEXT, "Names that spent in this currency alone, the largest in it first."),
        }
    }
    serializer_class = UnlinkedAdNameSerializer

    def get(self, request: Any) -> Response:
        """List what ad exports name and no label, person or import has linked; a label links all of it at once.

        The largest spend comes first, currency by currency in the order of their codes: amounts of different currencies
        are neither added nor compared. Names without spend come last, those shown most first.
        """
        principal = asking(request)
        asked = Asked(request.query_params)
        narrowing = {
            "account_id": asked.id("account"),
            "account__brand_id": asked.id("brand"),
            "source": asked.text("source"),
        }
        currency = _currency(asked)
        asked.refuse_faults()
        units = visible_ad_units(principal, self.capability).filter(
            **{path: value for path, value in narrowing.items() if value is not None}
        )
        names = [name for name in waiting_names(units) if currency is None or currency in name.spend]
        campaigns = campaigns_by_brand(visible_campaigns(principal, "campaigns:read"))

        def shown(name: WaitingName) -> dict[str, Any]:
            return name_shown(name, campaigns.get(name.brand, []))

        return page_of_definitions(request, names, shown, place=lambda name: name.place(currency))


def _currency(asked: Asked) -> str | None:
    code = asked.text("currency")
    if code is not None and code not in CURRENCIES:
        asked.fault("currency", "bad_currency", BAD_CURRENCY)
    return code


def name_shown(name: WaitingName, campaigns: list[Campaign]) -> dict[str, Any]:
    """Write a waiting name."""
    return {
        "account": str(name.account),
        "source": name.source,
        "name": name.text if name.kind is LabelKind.NAME else None,
        "external_id": name.text if name.kind is LabelKind.EXTERNAL_ID else None,
        "levels": sorted(name.levels),
        "units": name.units,
        "first_day": name.first_day,
        "last_day": name.last_day,
        "spend": [{"amount": decimal_text(name.spend[code]), "currency": code} for code in sorted(name.spend)],
        "impressions": name.impressions,
        "proposals": [
            {
                "campaign": str(each.campaign),
                "name": each.name,
                "confidence": str(each.confidence),
                "because": each.because,
            }
            for each in proposals_for(name, campaigns)
        ],
    }
