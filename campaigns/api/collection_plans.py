"""`/collection-plans`: what is agreed on the files of an account, where that is not as usual."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from django_filters import CharFilter, UUIDFilter
from rest_framework import serializers

from apikit.closed import Example
from apikit.fields import IdField, ScopedRelatedField, TextLine
from apikit.mixins import Creatable, Deletable, Listable, Retrievable, Updatable
from apikit.serializers import StrictModelSerializer
from apikit.viewsets import ResourceViewSet
from campaigns.collection.periods import MOST_DELAY
from campaigns.collection.plans import add_plan, drop_plan, revise_plan
from campaigns.collection.scoping import visible_plans
from campaigns.models import CollectionPlan
from campaigns.models.collection import CADENCES
from clients.api.relations import account_field
from people.principal import asking

USUAL = "Null: as agreed for the whole account, else as usual."


class CollectionPlanSerializer(StrictModelSerializer):
    """What is agreed on one kind of file of an account, or, without a profile, on all of the account's."""

    account = account_field()
    profile = TextLine(
        required=False, allow_blank=True, max_length=60, help_text="Key of an import profile; blank: every kind."
    )
    wanted = serializers.BooleanField(
        required=False,
        allow_null=True,
        help_text="Whether the file is collected at all. Null: as agreed for the account, else where it is usual.",
    )
    cadence = serializers.ChoiceField(
        choices=CADENCES, required=False, allow_blank=True, help_text="Blank: as for the account, else as usual."
    )
    due_after_days = serializers.IntegerField(
        required=False,
        allow_null=True,
        min_value=1,
        max_value=MOST_DELAY,
        help_text=f"How many days after its period the file is due, as far as its export reaches. {USUAL}",
    )
    assignee = IdField(required=False, allow_null=True, help_text=f"The member who brings the file. {USUAL}")
    muted_until = serializers.DateField(
        required=False, allow_null=True, help_text="Nobody is reminded up to this day, included."
    )

    class Meta:
        model = CollectionPlan
        validators = ()
        fields = (
            "id",
            "account",
            "profile",
            "wanted",
            "cadence",
            "due_after_days",
            "assignee",
            "contact_name",
            "contact_email",
            "muted_until",
            "note",
            "version",
            "created_at",
            "updated_at",
        )
        read_only_fields: ClassVar[tuple[str, ...]] = ("id", "version", "created_at", "updated_at")


class CollectionPlanChange(CollectionPlanSerializer):
    """What can be changed of a plan: never what it is of."""

    account = ScopedRelatedField(read_only=True)
    profile = TextLine(read_only=True)


class CollectionPlanViewSet(Listable, Retrievable, Creatable, Updatable, Deletable, ResourceViewSet):
    """The plans of the accounts that the caller works on."""

    resource = "collection-plans"
    serializer_class = CollectionPlanSerializer
    input_serializers: ClassVar = {"partial_update": CollectionPlanChange}
    capabilities: ClassVar = {
        "list": "collection:read",
        "retrieve": "collection:read",
        "create": "collection:write",
        "partial_update": "collection:write",
        "destroy": "collection:write",
    }
    filters: ClassVar = {
        "account": UUIDFilter(field_name="account_id"),
        "brand": UUIDFilter(field_name="account__brand_id"),
        "profile": CharFilter(),
        "assignee": UUIDFilter(),
    }
    sort_fields: ClassVar = {"created_at": "created_at", "profile": "profile"}
    examples: ClassVar = {
        "create": Example(
            {
                "account": "01990000-0000-7000-8000-000000000020",
                "profile": "tiktok.studio.overview",
                "cadence": "weekly",
                "due_after_days": 2,
                "contact_name": "The brand's social team",
                "contact_email": "social@aurora.example",
            }
        ),
        "partial_update": Example({"muted_until": "2026-04-05"}),
    }

    def scope(self) -> QuerySet[CollectionPlan]:
        """Give the plans of the accounts on which the caller has the action's capability."""
        return visible_plans(asking(self.request), self.capability).select_related("account")

    def perform_create(self, data: Mapping[str, Any]) -> CollectionPlan:
        """Agree on a file: how often, how many days after its period, and who brings it."""
        return add_plan(asking(self.request), data)

    def perform_update(
        self, instance: CollectionPlan, data: Mapping[str, Any], *, expected: int | None
    ) -> CollectionPlan:
        """Change what is agreed."""
        return revise_plan(asking(self.request), instance, data, expected=expected)

    def perform_destroy(self, instance: CollectionPlan, *, expected: int | None) -> None:
        """Drop what is agreed: the file is due as usual again."""
        drop_plan(asking(self.request), instance, expected=expected)
