"""The audit trail of an agency: append-only."""

from django.db import models

from apikit.models import AgencyRecord


class AuditEntry(AgencyRecord):
    """One thing that somebody did. The agency's database role may insert and read these rows, nothing else."""

    actor_id = models.UUIDField(null=True, editable=False)
    actor_name = models.CharField(max_length=200)
    credential_id = models.UUIDField(null=True, editable=False)
    request_id = models.CharField(max_length=128, blank=True)
    action = models.CharField(max_length=60)
    object_type = models.CharField(max_length=40)
    object_id = models.UUIDField(null=True)
    object_name = models.CharField(max_length=300, blank=True)
    changes = models.JSONField(default=dict)

    class Meta:
        verbose_name_plural = "audit entries"
        indexes = (
            models.Index(fields=["created_at", "id"], name="audit_by_time"),
            models.Index(fields=["object_type", "object_id"], name="audit_by_object"),
        )

    def __str__(self) -> str:
        return f"{self.actor_name} {self.action} {self.object_name}"
