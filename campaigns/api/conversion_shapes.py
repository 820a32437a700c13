"""The shapes of conversions: what is sent, what is kept, and what became of each item of a batch."""

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from apikit.blank_fields import TextOrNull
from apikit.fields import MoneyField, ScopedRelatedField, TextLine
from apikit.serializers import StrictModelSerializer, StrictSerializer
from apikit.wire import decimal_text
from campaigns.api.tracking_link_shapes import branded_accounts, branded_campaigns, branded_contents, subject_field
from campaigns.attribution.codes import CodeKind
from campaigns.attribution.conversion import EVENTS, LANDED_BY, STATUSES
from campaigns.attribution.conversion_reading import ITEMS_AT_MOST
from campaigns.conversions.recording import OUTCOMES
from campaigns.models import Conversion, ConversionEvent
from clients.api.relations import brands_of

if TYPE_CHECKING:
    from collections.abc import Mapping

ATOMIC, PARTIAL = "atomic", "partial"
CENT = Decimal("0.01")
MODES = (ATOMIC, PARTIAL)
_PLACES = ("brand", "account", "campaign", "content", "creator")


def price_shown(amount: str, currency: str) -> dict[str, str]:
    """Write an amount with the decimals that it has, at least two."""
    exact = Decimal(amount)
    shortest = exact.quantize(CENT)
    return {"amount": decimal_text(shortest if shortest == exact else exact.normalize()), "currency": currency}


class LandedSerializer(StrictSerializer):
    """What a conversion is booked on, and what told so."""

    brand = serializers.UUIDField()
    account = serializers.UUIDField(allow_null=True)
    campaign = serializers.UUIDField(allow_null=True, help_text="The one it was sent with, else its content's.")
    content = serializers.UUIDField(allow_null=True)
    creator = serializers.UUIDField(allow_null=True)
    by = serializers.ChoiceField(choices=LANDED_BY)


class ConversionSerializer(StrictModelSerializer):
    """One order, sign-up, lead, download or cart, as its events add up."""

    status = serializers.ChoiceField(
        choices=STATUSES, read_only=True, allow_null=True, help_text="Null for what has happened and is no order."
    )
    order_id = TextOrNull(read_only=True, allow_null=True)
    external_id = TextOrNull(read_only=True, allow_null=True)
    path = TextOrNull(read_only=True, allow_null=True)
    value = MoneyField(amount="amount", read_only=True, allow_null=True)
    refunded = MoneyField(read_only=True, allow_null=True, help_text="Paid back in all.")
    landed_on = serializers.SerializerMethodField()
    link = ScopedRelatedField(read_only=True, allow_null=True)
    code = ScopedRelatedField(read_only=True, allow_null=True)

    class Meta:
        model = Conversion
        fields: tuple[str, ...] = (
            "id",
            "event",
            "status",
            "source",
            "order_id",
            "external_id",
            "occurred_at",
            "day",
            "value",
            "refunded",
            "refunded_on",
            "new_customer",
            "path",
            "landed_on",
            "link",
            "code",
            "version",
            "created_at",
            "updated_at",
        )
        read_only_fields = fields

    def to_representation(self, instance: Conversion) -> dict[str, Any]:
        """Write a blank status as null, and prices with the decimals that they have; the columns keep six."""
        shown: dict[str, Any] = super().to_representation(instance)
        if "status" in shown:
            shown["status"] = instance.status or None
        for name in ("value", "refunded"):
            if shown.get(name) is not None:
                shown[name] = price_shown(**shown[name])
        return shown

    @extend_schema_field(LandedSerializer(allow_null=True))
    def get_landed_on(self, conversion: Conversion) -> dict[str, Any] | None:
        """Give what it is booked on, null where it has landed nowhere."""
        content = conversion.content
        return landed_shown(conversion, content.campaign_id if content else None, content and content.creator_id)


class HappenedSerializer(StrictSerializer):
    """One event as it was said; null is what it did not say."""

    status = serializers.ChoiceField(choices=STATUSES, allow_null=True)
    occurred_at = serializers.DateTimeField(allow_null=True)
    day = serializers.DateField(allow_null=True)
    observed_at = serializers.DateTimeField(allow_null=True)
    value = MoneyField(allow_null=True)
    refunded = MoneyField(allow_null=True)
    landed_by = serializers.ChoiceField(choices=LANDED_BY, allow_null=True)
    received_at = serializers.DateTimeField()
    received_from = serializers.CharField()


class ConversionDetailSerializer(ConversionSerializer):
    """A conversion with everything that was ever said of it, in the order in which it came in."""

    events = serializers.SerializerMethodField()

    class Meta(ConversionSerializer.Meta):
        fields = (*ConversionSerializer.Meta.fields, "events")
        read_only_fields = fields

    @extend_schema_field(HappenedSerializer(many=True))
    def get_events(self, conversion: Conversion) -> list[dict[str, Any]]:
        """List the events."""
        return [event_shown(event) for event in conversion.events.order_by("id")]


def event_shown(event: ConversionEvent) -> dict[str, Any]:
    """Write one event."""
    said: Mapping[str, Any] = event.said
    currency = said.get("currency", "")
    return {
        "status": said.get("status"),
        "occurred_at": _moment(said.get("occurred_at")),
        "day": said.get("day"),
        "observed_at": _moment(said.get("observed_at")),
        "value": price_shown(said["amount"], currency) if "amount" in said else None,
        "refunded": price_shown(said["refunded"], currency) if "refunded" in said else None,
        "landed_by": event.landing.get("by"),
        "received_at": event.received_at,
        "received_from": event.received_from,
    }


def _moment(kept: str | None) -> datetime | None:
    return None if kept is None else datetime.fromisoformat(kept)


def landed_shown(row: Conversion, campaign: Any, creator: Any) -> dict[str, Any] | None:
    """Write what a conversion is booked on; `campaign` and `creator` are its content's."""
    if row.brand_id is None:
        return None
    stated = {name: getattr(row, f"{name}_id") for name in _PLACES}
    stated["campaign"] = stated["campaign"] or campaign
    stated["creator"] = stated["creator"] or creator
    return {**stated, "by": row.landed_by}


class CodeSaidSerializer(StrictSerializer):
    """A code as people wrote or scanned it."""

    kind = serializers.ChoiceField(choices=[kind.value for kind in CodeKind])
    code = TextLine(max_length=120)


class UtmSaidSerializer(StrictSerializer):
    """The utm parameters with which somebody came."""

    utm_source = TextLine(required=False, max_length=200)
    utm_medium = TextLine(required=False, max_length=200)
    utm_campaign = TextLine(required=False, max_length=200)
    utm_content = TextLine(required=False, max_length=200, help_text="A content's id, ours or the network's.")
    utm_id = TextLine(required=False, max_length=200, help_text="A campaign's id.")
    utm_term = TextLine(required=False, max_length=200)


class ConversionItem(StrictSerializer):
    """One event of one conversion; no personal data in any of it."""

    event = serializers.ChoiceField(choices=EVENTS)
    occurred_at = serializers.DateTimeField(required=False, help_text="When this state came about.")
    day = serializers.DateField(required=False, help_text="The local day, where no more is known.")
    observed_at = serializers.DateTimeField(
        required=False, help_text="When you saw it; of two words on one moment the later seen counts."
    )
    order_id = TextLine(required=False, allow_null=True, max_length=120, help_text="Events of one order add up.")
    external_id = TextLine(required=False, allow_null=True, max_length=120, help_text="Tells what is no order apart.")
    status = serializers.ChoiceField(
        choices=STATUSES, required=False, allow_null=True, help_text="Of a purchase paid where nothing is said."
    )
    value = MoneyField(required=False, allow_null=True)
    refunded = MoneyField(required=False, allow_null=True, help_text="Paid back in all until then; else the whole.")
    new_customer = serializers.BooleanField(required=False, allow_null=True)
    path = TextLine(required=False, allow_null=True, max_length=60, help_text="dm_sale, live, link, store, ...")
    content = serializers.UUIDField(required=False, allow_null=True)
    campaign = serializers.UUIDField(required=False, allow_null=True)
    account = serializers.UUIDField(required=False, allow_null=True)
    brand = serializers.UUIDField(required=False, allow_null=True)
    link = serializers.UUIDField(required=False, allow_null=True)
    code = CodeSaidSerializer(required=False, allow_null=True)
    utm = UtmSaidSerializer(required=False, allow_null=True)

    def get_fields(self) -> dict[str, Any]:
        """Add `source`, which serializers keep for themselves."""
        source = TextLine(required=False, max_length=60, help_text="The shop or system, where it is not the batch's.")
        return {**super().get_fields(), "source": source}


class ConversionBatch(StrictSerializer):
    """Conversions, at most 5,000, taken all or none, or each for itself."""

    conversions = serializers.ListField(child=ConversionItem(), min_length=1, max_length=ITEMS_AT_MOST)
    mode = serializers.ChoiceField(choices=MODES, default=ATOMIC)

    def get_fields(self) -> dict[str, Any]:
        """Add `source`, which serializers keep for themselves."""
        source = TextLine(required=False, max_length=60, help_text="The shop or system; api where nothing is said.")
        return {**super().get_fields(), "source": source}


class ItemFaultSerializer(StrictSerializer):
    """One member of an item."""

    pointer = serializers.CharField()
    code = serializers.CharField()
    detail = serializers.CharField()


class OutcomeSerializer(StrictSerializer):
    """What became of one item; `code`, `detail` and `pointer` are those of its first error."""

    index = serializers.IntegerField()
    outcome = serializers.ChoiceField(choices=OUTCOMES)
    id = serializers.UUIDField(allow_null=True)
    status = serializers.ChoiceField(choices=STATUSES, allow_null=True)
    landed_on = LandedSerializer(allow_null=True)
    code = serializers.CharField(allow_null=True)
    detail = serializers.CharField(allow_null=True)
    pointer = serializers.CharField(allow_null=True)
    warnings = ItemFaultSerializer(many=True)

    def get_fields(self) -> dict[str, Any]:
        """Add `errors`, which serializers keep for themselves."""
        return {**super().get_fields(), "errors": ItemFaultSerializer(many=True)}


class BatchCountsSerializer(StrictSerializer):
    """How many items came to what; `unlanded` of those taken belong nowhere yet."""

    conversions = serializers.IntegerField()
    new = serializers.IntegerField()
    changed = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    refused = serializers.IntegerField()
    unlanded = serializers.IntegerField()


class BatchAnswerSerializer(StrictSerializer):
    """What became of a batch, item by item in the order sent."""

    mode = serializers.ChoiceField(choices=MODES)
    counts = BatchCountsSerializer()
    outcomes = OutcomeSerializer(many=True)


class LandingBody(StrictSerializer):
    """Where a conversion belongs; empty to follow its own words once more."""

    content = subject_field(branded_contents)
    campaign = subject_field(branded_campaigns)
    account = subject_field(branded_accounts)
    brand = ScopedRelatedField(scope=brands_of, required=False, allow_null=True)
