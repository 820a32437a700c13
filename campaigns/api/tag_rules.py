"""`/tag-rules`: contents are tagged by title, hashtag, day and account, those that are there and those that come."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, ClassVar

from django.db.models import QuerySet
from django_filters import BooleanFilter, CharFilter, UUIDFilter
from rest_framework.decorators import action
from rest_framework.response import Response

from apikit.closed import Example
from apikit.mixins import Creatable, Deletable, Listable, Retrievable, Updatable
from apikit.viewsets import ResourceViewSet
from campaigns.api.tag_rule_shapes import TagRuleChange, TagRuleSerializer, rule_values
from campaigns.api.tag_shapes import TaggingAnswer, TagRuleApplication, run_shown
from campaigns.models import TagRule
from campaigns.tagging.rule_services import add_rule, apply_rule, archive_rule, revise_rule
from campaigns.tagging.scoping import visible_tag_rules
from clients.api.archiving import archived_filter, without_archived
from people.principal import asking


class TagRuleViewSet(Listable, Retrievable, Creatable, Updatable, Deletable, ResourceViewSet):
    """The rules of the brands that the caller works on, and those for every brand."""

    resource = "tag-rules"
    serializer_class = TagRuleSerializer
    input_serializers: ClassVar = {"partial_update": TagRuleChange, "apply": TagRuleApplication}
    output_serializers: ClassVar = {"apply": TaggingAnswer}
    success_status: ClassVar = {"apply": HTTPStatus.OK}
    if_match_required = True
    capabilities: ClassVar = {
        "list": "tag_rules:read",
        "retrieve": "tag_rules:read",
        "create": "tag_rules:write",
        "partial_update": "tag_rules:write",
        "destroy": "tag_rules:write",
        "apply": "tag_rules:write",
    }
    filters: ClassVar = {
        "brand": UUIDFilter(field_name="brand_id"),
        "account": UUIDFilter(field_name="account_id"),
        "campaign": UUIDFilter(field_name="campaign_id"),
        "name": CharFilter(lookup_expr="icontains"),
        "active": BooleanFilter(),
        "archived": archived_filter(),
    }
    sort_fields: ClassVar = {"created_at": "created_at", "name": "name", "priority": "priority"}
    examples: ClassVar = {
        "create": Example(
            {
                "name": "Spring launch",
                "brand": "01990000-0000-7000-8000-000000000010",
                "match": {"hashtags": ["spring"], "title_contains": ["春季"], "published_from": "2026-03-01"},
                "set": {"campaign": "01990000-0000-7000-8000-000000000030", "category": "promotional"},
            }
        ),
        "partial_update": Example({"priority": 10, "active": False}),
        "apply": Example({"dry_run": True}),
    }

    def scope(self) -> QuerySet[TagRule]:
        """Give the rules that the caller may read, or those that they may change."""
        return without_archived(self, visible_tag_rules(asking(self.request), self.capability))

    def perform_create(self, data: Mapping[str, Any]) -> TagRule:
        """Make a rule: from now on it tags contents as they arrive; apply it for those that are there."""
        return add_rule(asking(self.request), rule_values(data))

    def perform_update(self, instance: TagRule, data: Mapping[str, Any], *, expected: int | None) -> TagRule:
        """Change a rule; what it tagged before stays."""
        return revise_rule(asking(self.request), instance, rule_values(data), expected=expected)

    def perform_destroy(self, instance: TagRule, *, expected: int | None) -> None:
        """Archive a rule: it tags nothing any more, what it tagged stays."""
        archive_rule(asking(self.request), instance, expected=expected)

    @action(detail=True, methods=["post"], url_path=":apply")
    def apply(self, request: Any, **_: str) -> Response:
        """Apply a rule to the contents that are there, or tell what that would change.

        What a person has set stays, and what a rule in force with a lower priority number has set.
        """
        body = self.get_input(data=request.data)
        body.is_valid(raise_exception=True)
        dry_run = body.validated_data["dry_run"]
        run = apply_rule(asking(request), self.get_object(), capability=self.capability, dry_run=dry_run)
        return Response(run_shown(run, dry_run=dry_run))
