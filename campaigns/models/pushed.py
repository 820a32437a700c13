"""Values that people type in, and the evidence for them."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from apikit.guard import GuardedQuerySet
from apikit.models import AgencyRecord
from campaigns.models.provenance import Import
from campaigns.models.work import Content
from clients.models import CURRENCY, NetworkAccount

MANUAL_GRAINS = ("account_day", "content", "period")
MANUAL_GRAIN_CHOICES = [(grain, grain) for grain in MANUAL_GRAINS]
STANDING = "committed"
"""The state of an import whose values count."""


class EvidenceFile(AgencyRecord):
    """A screenshot or document that shows where typed values were read."""

    account = models.ForeignKey(NetworkAccount, on_delete=models.PROTECT, related_name="evidence_files")
    file_name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    data = models.BinaryField()
    created_by = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.file_name


class ManualValue(AgencyRecord):
    """One or a few values of one account day, content or period that somebody typed in; its import loaded them."""

    upload = models.OneToOneField(Import, on_delete=models.PROTECT, related_name="manual_value")
    account = models.ForeignKey(NetworkAccount, on_delete=models.PROTECT, db_index=False, related_name="manual_values")
    content = models.ForeignKey(Content, on_delete=models.PROTECT, null=True, related_name="manual_values")
    grain = models.CharField(max_length=20, choices=MANUAL_GRAIN_CHOICES)
    start = models.DateField()
    end = models.DateField()
    values: "models.JSONField[Any, Any]" = models.JSONField()
    metrics = ArrayField(models.CharField(max_length=30))
    currency = models.CharField(max_length=3, blank=True, validators=[CURRENCY])
    note = models.TextField()
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    created_by = models.CharField(max_length=200)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=200, blank=True)
    withdrawal_reason = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(end__gte=models.F("start")), name="manual_value_days"),
            models.CheckConstraint(condition=models.Q(grain__in=MANUAL_GRAINS), name="manual_value_grain"),
        )
        indexes = (
            models.Index(fields=["account", "start"], name="manual_value_by_account"),
            models.Index(fields=["created_at", "id"], name="manual_value_by_age"),
        )

    def __str__(self) -> str:
        return f"{', '.join(self.metrics)} of {self.start}"

    @property
    def stands(self) -> bool:
        """Tell whether the values count: not once they, or their import, were taken back."""
        return self.upload.state == STANDING


class ManualEvidence(models.Model):
    """That a file shows a typed value."""

    pk = models.CompositePrimaryKey("value_id", "evidence_id")
    value = models.ForeignKey(ManualValue, on_delete=models.CASCADE, db_index=False, related_name="shown_by")
    evidence = models.ForeignKey(EvidenceFile, on_delete=models.PROTECT, related_name="shows")

    objects = GuardedQuerySet.as_manager()
