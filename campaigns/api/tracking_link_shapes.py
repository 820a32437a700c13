"""The shapes of tracking links, and the things that a link or code may be for."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from apikit.fields import Flag, IdField, ScopedRelatedField
from apikit.guard import GuardedQuerySet
from apikit.serializers import StrictModelSerializer, StrictSerializer
from campaigns.api.relations import campaigns_of, contents_of, creator_field
from campaigns.attribution.carriers import UTM_LINK, Verdict, carriers, instead_of_links
from campaigns.models import Campaign, Content, TrackingLink
from campaigns.services.tracking_links import LINKS_AT_MOST, UTM_FIELDS, warnings_of
from clients.api.relations import accounts_of
from clients.models import NetworkAccount


def branded_contents(request: Any) -> GuardedQuerySet[Content]:
    """Give the contents that the action may name, with all that a link takes from them."""
    return contents_of(request).select_related("account__brand", "campaign")


def branded_campaigns(request: Any) -> GuardedQuerySet[Campaign]:
    """Give the campaigns that the action may name, with their brand."""
    return campaigns_of(request).select_related("brand")


def branded_accounts(request: Any) -> GuardedQuerySet[NetworkAccount]:
    """Give the accounts that the action may name, with their brand."""
    return accounts_of(request).select_related("brand")


def subject_field(scope: Any) -> ScopedRelatedField:
    """Make the field of one of the things that a link or code is for."""
    return ScopedRelatedField(scope=scope, required=False, allow_null=True)


class LinkWarningSerializer(StrictSerializer):
    """What is odd about a link that was made all the same."""

    code = serializers.CharField()
    detail = serializers.CharField()


class PlaceSerializer(StrictSerializer):
    """What becomes of a carrier in one place."""

    place = serializers.CharField()
    verdict = serializers.ChoiceField(choices=[verdict.value for verdict in Verdict])
    note = serializers.CharField()


class LinkSurvivalSerializer(StrictSerializer):
    """What becomes of the link in the apps of its account's network, and what to use where it is lost."""

    network = serializers.CharField()
    account_kind = serializers.CharField()
    places = PlaceSerializer(many=True)
    instead = serializers.ListField(child=serializers.CharField(), help_text="Keys of `/attribution-carriers`.")


class LinkSerializer(StrictModelSerializer):
    """An address with utm parameters; `utm_content` is the content's id."""

    brand = ScopedRelatedField(read_only=True)
    account = subject_field(branded_accounts)
    campaign = subject_field(branded_campaigns)
    content = subject_field(branded_contents)
    creator = creator_field()
    paid = Flag(required=False, write_only=True, help_text="true makes the medium paid_social.")
    survives = serializers.SerializerMethodField()
    warnings = serializers.SerializerMethodField()

    class Meta:
        model = TrackingLink
        fields: tuple[str, ...] = (
            "id",
            "brand",
            "account",
            "campaign",
            "content",
            "creator",
            "destination",
            "url",
            *UTM_FIELDS,
            "paid",
            "survives",
            "warnings",
            "archived_at",
            "version",
            "created_at",
            "updated_at",
        )
        read_only_fields: tuple[str, ...] = ("id", "url", "archived_at", "version", "created_at", "updated_at")
        extra_kwargs: ClassVar = {
            "source": {"required": False, "help_text": "utm_source; the network where nothing is said."},
            "medium": {"required": False, "help_text": "utm_medium; social, or paid_social for what is paid."},
            "campaign_name": {"help_text": "utm_campaign; the campaign's name as a word where nothing is said."},
            "term": {"help_text": "utm_term."},
        }

    @extend_schema_field(LinkSurvivalSerializer(allow_null=True))
    def get_survives(self, link: TrackingLink) -> dict[str, Any] | None:
        """Give what becomes of the link on its account's network, null for a link of no account."""
        return survival_of(link.account)

    @extend_schema_field(LinkWarningSerializer(many=True))
    def get_warnings(self, link: TrackingLink) -> list[dict[str, str]]:
        """Give what is odd about the link."""
        return [{"code": warning.code, "detail": warning.detail} for warning in warnings_of(link)]


class LinkChange(LinkSerializer):
    """What can be changed of a link: where it leads and what its parameters say."""

    account = ScopedRelatedField(read_only=True)
    campaign = ScopedRelatedField(read_only=True)
    content = ScopedRelatedField(read_only=True)
    creator = ScopedRelatedField(read_only=True)
    paid = Flag(read_only=True)


class LinkPreviewSerializer(LinkSerializer):
    """The link that a creation would make."""

    class Meta(LinkSerializer.Meta):
        fields = (
            "brand",
            "account",
            "campaign",
            "content",
            "creator",
            "destination",
            "url",
            *UTM_FIELDS,
            "survives",
            "warnings",
        )
        read_only_fields = fields

    paid = None  # type: ignore[assignment]


class LinkBatch(LinkSerializer):
    """One link for each of several contents, all with the same destination."""

    account = None  # type: ignore[assignment]
    content = None  # type: ignore[assignment]
    contents = serializers.ListField(
        child=IdField(), min_length=1, max_length=LINKS_AT_MOST, help_text="Ids of contents."
    )

    class Meta(LinkSerializer.Meta):
        fields = ("contents", "campaign", "creator", "destination", *UTM_FIELDS, "paid")
        read_only_fields = ()


class LinkBatchAnswer(StrictSerializer):
    """The links that were made, in the order of the contents."""

    items = LinkSerializer(many=True)


def survival_of(account: NetworkAccount | None) -> dict[str, Any] | None:
    """Write what becomes of links on an account's network."""
    if account is None:
        return None
    places = carriers()[UTM_LINK].on(account.network, account.kind)
    return {
        "network": account.network,
        "account_kind": account.kind,
        "places": [{"place": each.place, "verdict": each.verdict, "note": each.note} for each in places],
        "instead": instead_of_links(account.network, account.kind),
    }
