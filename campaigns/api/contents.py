"""`/contents`: published videos, notes, articles, posts and livestreams."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, ClassVar

from django.db.models import QuerySet
from django_filters import BooleanFilter, CharFilter, ChoiceFilter, DateFilter, UUIDFilter
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from apikit.closed import Example
from apikit.fields import ScopedRelatedField
from apikit.mixins import Creatable, Listable, Retrievable, Updatable
from apikit.selection import Expansion
from apikit.serializers import StrictModelSerializer
from apikit.viewsets import ResourceViewSet
from campaigns.api.hashtag_fields import HashtagList
from campaigns.api.relations import campaign_field, creator_field
from campaigns.api.tagging import TAGGING_EXAMPLES, TAGGING_INPUTS, TAGGING_OUTPUTS, Taggable
from campaigns.models import Content
from campaigns.models.work import FORMAT_CHOICES
from campaigns.scoping import visible_contents
from campaigns.services.contents import add_content, revise_content
from clients.api.relations import account_field
from clients.models import NETWORK_CHOICES
from clients.networks import Network
from people.principal import asking

WITH_ACCOUNT = frozenset({"partial_update", "tags"})


def with_hashtag(contents: QuerySet[Content], _: str, tag: str) -> QuerySet[Content]:
    """Keep the contents with a hashtag, spelt like this but for its sign."""
    return contents.filter(hashtags__contains=[tag.strip("#＃ ")])


class ContentSerializer(StrictModelSerializer):
    """One published thing; `key` finds it again in the next export."""

    account = account_field()
    campaign = campaign_field()
    creator = creator_field()
    hashtags = HashtagList()
    followers_at_publish = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=10**12)

    class Meta:
        model = Content
        validators = ()
        fields = (
            "id",
            "account",
            "campaign",
            "creator",
            "key",
            "external_id",
            "title",
            "url",
            "published_on",
            "published_at",
            "format",
            "category",
            "hook",
            "sound",
            "hashtags",
            "duration_s",
            "followers_at_publish",
            "boosted",
            "disclosed",
            "version",
            "created_at",
            "updated_at",
        )
        read_only_fields: ClassVar[tuple[str, ...]] = ("id", "key", "version", "created_at", "updated_at")
        extra_kwargs: ClassVar = {"duration_s": {"min_value": 0}}

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse hashtags with spaces inside, which Weibo alone has."""
        account = attrs.get("account") or getattr(self.instance, "account", None)
        spaced = any(len(tag.split()) > 1 for tag in attrs.get("hashtags", ()))
        if spaced and account is not None and account.network != Network.WEIBO:
            detail = ErrorDetail("A hashtag has no spaces inside; send each as one item.", "space_in_hashtag")
            raise serializers.ValidationError({"hashtags": [detail]})
        return attrs


class ContentChange(ContentSerializer):
    """What can be changed of a content: never whose it is, nor by what the exports find it."""

    account = ScopedRelatedField(read_only=True)

    class Meta(ContentSerializer.Meta):
        read_only_fields = (*ContentSerializer.Meta.read_only_fields, "external_id")


class ContentViewSet(Taggable, Listable, Retrievable, Creatable, Updatable, ResourceViewSet):
    """The contents of the brands that the caller works on."""

    resource = "contents"
    serializer_class = ContentSerializer
    input_serializers: ClassVar = {"partial_update": ContentChange, **TAGGING_INPUTS}
    output_serializers: ClassVar = TAGGING_OUTPUTS
    success_status: ClassVar = {"tag": HTTPStatus.OK}
    capabilities: ClassVar = {
        "list": "contents:read",
        "retrieve": "contents:read",
        "create": "contents:write",
        "partial_update": "contents:write",
        "tag": "contents:write",
        "tags": "contents:read",
    }
    filters: ClassVar = {
        "account": UUIDFilter(field_name="account_id"),
        "brand": UUIDFilter(field_name="account__brand_id"),
        "network": ChoiceFilter(field_name="account__network", choices=NETWORK_CHOICES),
        "campaign": UUIDFilter(field_name="campaign_id"),
        "creator": UUIDFilter(field_name="creator_id"),
        "format": ChoiceFilter(choices=FORMAT_CHOICES),
        "category": CharFilter(),
        "hook": CharFilter(),
        "sound": CharFilter(),
        "hashtag": CharFilter(method=with_hashtag, help_text="With or without its sign."),
        "boosted": BooleanFilter(),
        "disclosed": BooleanFilter(),
        "external_id": CharFilter(),
        "published_on__gte": DateFilter(field_name="published_on", lookup_expr="gte"),
        "published_on__lte": DateFilter(field_name="published_on", lookup_expr="lte"),
        "untagged": BooleanFilter(
            field_name="campaign", lookup_expr="isnull", help_text="true: in no campaign yet; false: in one."
        ),
    }
    sort_fields: ClassVar = {"created_at": "created_at", "published_on": "published_on"}
    expandable: ClassVar = {
        "account": Expansion("account", "clients.api.accounts.AccountSerializer", "accounts:read"),
        "campaign": Expansion("campaign", "campaigns.api.campaigns.CampaignSerializer", "campaigns:read"),
        "creator": Expansion("creator", "campaigns.api.creators.CreatorSerializer", "creators:read"),
    }
    examples: ClassVar = {
        "create": Example(
            {
                "account": "01990000-0000-7000-8000-000000000020",
                "external_id": "7412345678901234567",
                "title": "Three ways to wear it",
                "published_on": "2026-03-04",
                "format": "video",
                "hashtags": ["spring", "ootd"],
            }
        ),
        "partial_update": Example({"campaign": "01990000-0000-7000-8000-000000000030", "category": "tutorial"}),
        **TAGGING_EXAMPLES,
    }

    def scope(self) -> QuerySet[Content]:
        """Give the contents of the brands on which the caller has the action's capability."""
        contents = visible_contents(asking(self.request), self.capability)
        return contents.select_related("account") if self.action in WITH_ACCOUNT else contents

    def perform_create(self, data: Mapping[str, Any]) -> Content:
        """Add a content by hand; an export with the same external id finds it."""
        return add_content(asking(self.request), data)

    def perform_update(self, instance: Content, data: Mapping[str, Any], *, expected: int | None) -> Content:
        """Change a content, or put it into a campaign of the same brand."""
        return revise_content(asking(self.request), instance, data, expected=expected)
