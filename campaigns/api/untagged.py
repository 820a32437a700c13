"""`/untagged-contents`: the queue of contents that lack tags, with proposals and what each rests on."""

from functools import reduce
from operator import or_
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Q, QuerySet
from django_filters import ChoiceFilter, DateFilter, UUIDFilter
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from apikit.closed import Parameter
from apikit.mixins import Listable
from apikit.problems import bad_parameter
from apikit.selection import names_in
from apikit.serializers import StrictModelSerializer
from apikit.viewsets import ResourceViewSet
from campaigns.models import Content
from campaigns.models.work import FORMAT_CHOICES
from campaigns.scoping import visible_contents
from campaigns.tagging.evidence import known, proposals_for
from campaigns.tagging.proposing import PROPOSED, Proposal
from clients.api.relations import account_field
from clients.models import NETWORK_CHOICES
from people.principal import asking

USUALLY = ("category", "campaign")
LACKING = {
    "category": Q(category=""),
    "campaign": Q(campaign=None),
    "creator": Q(creator=None),
    "hook": Q(hook=""),
}
LACKS = Parameter(
    {"type": "array", "items": {"type": "string", "enum": list(LACKING)}},
    "Contents that lack one of these, separated by commas; where nothing is sent, a category or a campaign.",
)
PROPOSALS = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "attribute": {"type": "string", "enum": list(LACKING)},
            "value": {"type": "string", "description": "What to send to `POST /contents:tag`."},
            "label": {"type": "string"},
            "confidence": {"type": "string", "format": "decimal"},
            "because": {"type": "string"},
            "kind": {"type": "string", "enum": ["ad_unit", "mention", "hashtag", "sound", "word", "days"]},
        },
        "required": ["attribute", "value", "label", "confidence", "because", "kind"],
    },
}


class UntaggedContentSerializer(StrictModelSerializer):
    """A content that lacks tags, and what others like it suggest."""

    account = account_field(read_only=True)
    lacks = serializers.SerializerMethodField()
    proposals = serializers.SerializerMethodField(help_text="The surest first, at most three an attribute.")

    class Meta:
        model = Content
        fields = (
            "id",
            "account",
            "title",
            "url",
            "published_on",
            "format",
            "hashtags",
            "sound",
            "lacks",
            "proposals",
            "created_at",
        )
        read_only_fields = fields

    @extend_schema_field({"type": "array", "items": {"type": "string", "enum": list(LACKING)}})
    def get_lacks(self, content: Content) -> list[str]:
        """Name the attributes that are blank."""
        return [str(attribute) for attribute in PROPOSED if attribute in known(content).lacks]

    @extend_schema_field(PROPOSALS)
    def get_proposals(self, content: Content) -> list[dict[str, str]]:
        """Propose values, worked out for the whole page at once."""
        return [_shown(proposal) for proposal in self._of_page()[content.id]]

    def _of_page(self) -> dict[UUID, list[Proposal]]:
        shared: Any = self.context
        if "proposals" not in shared:
            page: Any = self.parent
            shared["proposals"] = proposals_for(page.instance)
        found: dict[UUID, list[Proposal]] = shared["proposals"]
        return found


class UntaggedContentViewSet(Listable, ResourceViewSet):
    """The contents that lack tags, of the brands that the caller works on, the newest first."""

    resource = "untagged-contents"
    serializer_class = UntaggedContentSerializer
    capabilities: ClassVar = {"list": "contents:read"}
    parameters: ClassVar = {"list": {"lacks": LACKS}}
    filters: ClassVar = {
        "brand": UUIDFilter(field_name="account__brand_id"),
        "account": UUIDFilter(field_name="account_id"),
        "network": ChoiceFilter(field_name="account__network", choices=NETWORK_CHOICES),
        "format": ChoiceFilter(choices=FORMAT_CHOICES),
        "published_on__gte": DateFilter(field_name="published_on", lookup_expr="gte"),
        "published_on__lte": DateFilter(field_name="published_on", lookup_expr="lte"),
    }
    default_sort = ("-published_on", "-id")

    def scope(self) -> QuerySet[Content]:
        """Give the contents that lack one of the asked attributes."""
        contents = visible_contents(asking(self.request), self.capability).select_related("account")
        return contents.filter(reduce(or_, (LACKING[name] for name in self._asked())))

    def _asked(self) -> tuple[str, ...]:
        asked = names_in(self.request.query_params, "lacks") or USUALLY
        unknown = [name for name in asked if name not in LACKING]
        if unknown:
            raise bad_parameter("lacks", f"Send some of {', '.join(LACKING)}, separated by commas.")
        return asked


def _shown(proposal: Proposal) -> dict[str, str]:
    return {
        "attribute": str(proposal.attribute),
        "value": proposal.value,
        "label": proposal.label,
        "confidence": str(proposal.confidence),
        "because": proposal.because,
        "kind": proposal.kind,
    }
