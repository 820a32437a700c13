"""`/members`: who works in the agency, and as what."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from django_filters import CharFilter, ChoiceFilter
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from apikit.bodies import read_body
from apikit.closed import Example
from apikit.mixins import Deletable, Listable, Retrievable, Updatable
from apikit.serializers import StrictModelSerializer
from apikit.viewsets import ResourceViewSet
from people.api.erasing import ERASURE_EXAMPLE, PREVIEW, ErasingMode, Erasure, erasure_answer
from people.erasure import erase_member
from people.members import change_role, remove
from people.models import ROLE_CHOICES, Membership
from people.principal import asking
from people.roles import Role


class MemberSerializer(StrictModelSerializer):
    """A member: only the role can be changed."""

    name = serializers.CharField(source="display_name", read_only=True)
    role = serializers.ChoiceField(choices=list(Role))

    class Meta:
        model = Membership
        fields = ("id", "name", "email", "role", "brand_roles", "version", "created_at")
        read_only_fields = ("id", "email", "brand_roles", "version", "created_at")


class MemberViewSet(Listable, Retrievable, Updatable, Deletable, ResourceViewSet):
    """The agency's members."""

    resource = "members"
    serializer_class = MemberSerializer
    capabilities: ClassVar = {
        "list": "members:read",
        "retrieve": "members:read",
        "partial_update": "members:manage",
        "destroy": "members:manage",
        "erase": "people:erase",
    }
    input_serializers: ClassVar = {"erase": ErasingMode}
    output_serializers: ClassVar = {"erase": Erasure}
    filters: ClassVar = {
        "role": ChoiceFilter(choices=ROLE_CHOICES),
        "email": CharFilter(lookup_expr="iexact"),
    }
    sort_fields: ClassVar = {"created_at": "created_at", "name": "display_name", "email": "email"}
    examples: ClassVar = {
        "partial_update": Example({"role": "analyst"}),
        "erase": Example({"mode": "preview"}, ERASURE_EXAMPLE),
    }

    def scope(self) -> QuerySet[Membership]:
        """Give the agency's members; row security holds back those of others."""
        return Membership.objects.filter(agency_id=asking(self.request).agency.id, removed_at=None)

    def dangerously_get_queryset(self) -> QuerySet[Membership]:
        """Add who left: they can be erased, and nothing else."""
        if self.action_name() == "erase":
            return Membership.objects.filter(agency_id=asking(self.request).agency.id)
        return self.scope()

    @action(detail=True, methods=["post"], url_path=":erase")
    def erase(self, request: Any, **_: str) -> Response:
        """Remove a member, also one who left, and replace their name and e-mail wherever they stand; acts stay.

        Without `mode: commit` nothing changes and the answer tells where they stand.
        """
        member = self.get_object()
        mode = read_body(request, ErasingMode)["mode"]
        return erasure_answer(mode, erase_member(asking(request), member, preview=mode == PREVIEW))

    def perform_update(self, instance: Membership, data: Mapping[str, Any], *, expected: int | None) -> Membership:
        """Give a member another role. Nobody grants or takes more than the own role may, and one owner stays."""
        if "role" not in data:
            return instance
        return change_role(asking(self.request), instance, role=Role(data["role"]), expected=expected)

    def perform_destroy(self, instance: Membership, *, expected: int | None) -> None:
        """Take a member's access away: their sessions and API keys stop."""
        del expected
        remove(asking(self.request), instance)
