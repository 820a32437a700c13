"""How an agency's own kinds of table are read, in every version that was ever in force."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower, Now

from apikit.models import AgencyRecord
from campaigns.readers import Provenance
from clients.models import NETWORK_CHOICES

LONGEST_MAPPING_NAME = 50
PROVENANCE_CHOICES = [(each.value, each.value) for each in Provenance]


class ColumnMapping(AgencyRecord):
    """A kind of table that the agency named the columns of; it is known again by the headers of its `fingerprint`."""

    name = models.CharField(max_length=LONGEST_MAPPING_NAME)
    network = models.CharField(max_length=20, choices=NETWORK_CHOICES)
    grain = models.CharField(max_length=20)
    columns: "models.JSONField[Any, Any]" = models.JSONField()
    fixed: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    options: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    provenance = models.CharField(max_length=12, choices=PROVENANCE_CHOICES, default=Provenance.EXPORT.value)
    fingerprint = ArrayField(models.CharField(max_length=200))
    created_by = models.CharField(max_length=200)
    archived_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (
            models.UniqueConstraint(
                Lower("name"),
                condition=models.Q(archived_at=None),
                name="one_mapping_per_name",
                violation_error_message="There is a mapping of this name already.",
            ),
        )

    def __str__(self) -> str:
        return self.name


class ColumnMappingVersion(AgencyRecord):
    """What a mapping said in one of its versions, and who said it."""

    mapping = models.ForeignKey(ColumnMapping, on_delete=models.PROTECT, db_index=False, related_name="versions")
    number = models.PositiveIntegerField()
    stated: "models.JSONField[Any, Any]" = models.JSONField()
    created_by = models.CharField(max_length=200)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["mapping", "number"], name="one_mapping_version"),)

    def __str__(self) -> str:
        return f"{self.mapping_id} {self.number}"
