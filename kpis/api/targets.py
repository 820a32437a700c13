"""`/targets`: what a KPI should reach for a scope in a flight, how it stands, and its revisions."""

from collections.abc import Mapping
from datetime import date
from http import HTTPStatus
from typing import Any, ClassVar

from django.db.models import QuerySet
from django_filters import CharFilter, ChoiceFilter, DateFilter, UUIDFilter
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from apikit.closed import Example
from apikit.mixins import Creatable, Deletable, Listable, Retrievable, Updatable
from apikit.viewsets import ResourceViewSet
from campaigns.models.work import GOAL_CHOICES
from clients.api.archiving import archived_filter, without_archived
from clients.scoping import visible_brands
from kpis.api.target_shapes import (
    RevisionSerializer,
    SignOffSerializer,
    TargetChangeSerializer,
    TargetSerializer,
)
from kpis.models import Target, TargetRevision
from kpis.targets.services import TargetDraft, archive_target, revise_target, set_target, sign_off
from people.principal import Principal, asking

_BRAND = "01990000-0000-7000-8000-000000000010"


def visible_targets(principal: Principal, capability: str) -> QuerySet[Target]:
    """Give the targets of the brands on which the principal has the capability."""
    targets = Target.objects.all()
    if principal.sees_every_brand:
        return targets
    return targets.filter(brand__in=visible_brands(principal, capability))


def active_on(targets: QuerySet[Target], _: str, day: date) -> QuerySet[Target]:
    """Keep the targets whose period holds a day."""
    return targets.filter(start__lte=day, end__gte=day)


class TargetViewSet(Listable, Retrievable, Creatable, Updatable, Deletable, ResourceViewSet):
    """The targets of the brands that the caller works on."""

    resource = "targets"
    serializer_class = TargetSerializer
    input_serializers: ClassVar = {"partial_update": TargetChangeSerializer, "sign_off": SignOffSerializer}
    output_serializers: ClassVar = {"revisions": RevisionSerializer}
    if_match_required = True
    paged_actions = frozenset({"revisions"})
    success_status: ClassVar = {"sign_off": HTTPStatus.OK}
    capabilities: ClassVar = {
        "list": "targets:read",
        "retrieve": "targets:read",
        "create": "targets:write",
        "partial_update": "targets:write",
        "destroy": "targets:write",
        "revisions": "targets:read",
        "sign_off": "targets:sign_off",
    }
    filters: ClassVar = {
        "brand": UUIDFilter(field_name="brand_id"),
        "account": UUIDFilter(field_name="account_id"),
        "campaign": UUIDFilter(field_name="campaign_id"),
        "kpi": CharFilter(),
        "goal": ChoiceFilter(choices=GOAL_CHOICES),
        "active_on": DateFilter(method=active_on, help_text="Targets whose period holds this day."),
        "archived": archived_filter(),
    }
    sort_fields: ClassVar = {"created_at": "created_at", "start": "start", "end": "end", "kpi": "kpi"}
    examples: ClassVar = {
        "create": Example(
            {
                "kpi": "er_view",
                "scope": {"brand": _BRAND},
                "goal": "engagement",
                "floor": "0.04",
                "target": "0.08",
                "stretch": "0.10",
                "period": {"kind": "flight", "start": "2026-03-01", "end": "2026-04-30"},
            }
        ),
        "partial_update": Example({"target": "0.07", "reason": "The client moved the launch by two weeks."}),
        "sign_off": Example({"revision": 1, "comment": "Agreed."}),
    }

    def scope(self) -> QuerySet[Target]:
        """Give the targets of the brands on which the caller has the action's capability."""
        return without_archived(self, visible_targets(asking(self.request), self.capability))

    def perform_create(self, data: Mapping[str, Any]) -> Target:
        """Set a target."""
        values = {name: value for name, value in data.items() if name != "period_kind" and value is not None}
        return set_target(TargetDraft(**values), actor=asking(self.request).actor())

    def perform_update(self, instance: Target, data: Mapping[str, Any], *, expected: int | None) -> Target:
        """Revise a target: a new revision, with a reason."""
        changes = dict(data)
        changes.pop("period_kind", None)
        reason = changes.pop("reason")
        return revise_target(instance, changes, reason=reason, expected=expected, actor=asking(self.request).actor())

    def perform_destroy(self, instance: Target, *, expected: int | None) -> None:
        """Archive a target: it leaves the lists, its revisions stay."""
        archive_target(instance, expected=expected, actor=asking(self.request).actor())

    @action(detail=True, methods=["get"], url_path="revisions")
    def revisions(self, request: Request, id: str) -> Response:
        """List every state of a target: who set it, when and why."""
        del request, id
        kept = TargetRevision.objects.filter(of=self.get_object()).select_related("sign_off")
        return self.page(kept)

    @action(detail=True, methods=["post"], url_path=":sign-off")
    def sign_off(self, request: Request, id: str) -> Response:
        """Sign off the newest revision: from now on its period is judged by it."""
        del id
        body = self.get_input(data=request.data)
        body.is_valid(raise_exception=True)
        signed = sign_off(self.get_object(), **body.validated_data, actor=asking(request).actor())
        return self.answer(signed)
