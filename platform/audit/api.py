"""`/audit-entries`: who did what, to be read and never changed."""

from typing import ClassVar

from django.db.models import QuerySet
from django_filters import CharFilter, UUIDFilter

from apikit.filters import MomentFilter
from apikit.mixins import Listable, Retrievable
from apikit.serializers import StrictModelSerializer
from apikit.viewsets import ResourceViewSet
from audit.models import AuditEntry


class AuditEntrySerializer(StrictModelSerializer):
    """One thing that somebody did."""

    class Meta:
        model = AuditEntry
        fields = (
            "id",
            "created_at",
            "actor_id",
            "actor_name",
            "credential_id",
            "request_id",
            "action",
            "object_type",
            "object_id",
            "object_name",
            "changes",
        )
        read_only_fields = fields


class AuditEntryViewSet(Listable, Retrievable, ResourceViewSet):
    """The agency's audit trail, oldest first."""

    resource = "audit-entries"
    serializer_class = AuditEntrySerializer
    capabilities: ClassVar = {"list": "audit:read", "retrieve": "audit:read"}
    filters: ClassVar = {
        "action": CharFilter(),
        "object_type": CharFilter(),
        "object_id": UUIDFilter(),
        "actor_id": UUIDFilter(),
        "created_at__gte": MomentFilter(field_name="created_at", lookup_expr="gte"),
        "created_at__lte": MomentFilter(field_name="created_at", lookup_expr="lte"),
    }
    sort_fields: ClassVar = {"created_at": "created_at"}

    def scope(self) -> QuerySet[AuditEntry]:
        """Give the whole trail."""
        return AuditEntry.objects.all()
