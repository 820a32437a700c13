"""What in the numbers is hard to believe, with the numbers that show it and who judged it."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from apikit.models import AgencyRecord
from campaigns.models.provenance import Import
from clients.models import NetworkAccount

OPEN, ACCEPTED, WRONG, RESOLVED = "open", "accepted", "confirmed_wrong", "resolved"
FINDING_STATES = (OPEN, ACCEPTED, WRONG, RESOLVED)
FINDING_STATE_CHOICES = [(state, state) for state in FINDING_STATES]
DECISIONS = (OPEN, ACCEPTED, WRONG)
DOUBTFUL = (OPEN, WRONG)
"""The states in which results that rest on the rows say so."""
FINDING_GRAINS = ("account_day", "content", "ad_day")


class PlausibilityFinding(AgencyRecord):
    """Days of an account, content or ad unit (`owner_id`) whose numbers break a rule; resolved once they no longer."""

    account = models.ForeignKey(
        NetworkAccount, on_delete=models.PROTECT, db_index=False, related_name="plausibility_findings"
    )
    upload = models.ForeignKey(Import, on_delete=models.SET_NULL, null=True, db_index=False, related_name="findings")
    grain = models.CharField(max_length=20, choices=[(grain, grain) for grain in FINDING_GRAINS])
    owner_id = models.UUIDField()
    rule = models.CharField(max_length=60)
    rule_version = models.PositiveSmallIntegerField()
    first_day = models.DateField()
    last_day = models.DateField()
    metrics = ArrayField(models.CharField(max_length=30))
    evidence: "models.JSONField[Any, Any]" = models.JSONField()
    state = models.CharField(max_length=20, choices=FINDING_STATE_CHOICES, default=OPEN)
    note = models.TextField(blank=True)
    decided_by = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["owner_id", "rule", "first_day"],
                name="one_finding_per_rule_and_day",
                violation_error_message="This was found already.",
            ),
            models.CheckConstraint(condition=models.Q(state__in=FINDING_STATES), name="finding_state"),
        )
        indexes = (
            models.Index(fields=["account", "grain", "state"], name="finding_by_account"),
            models.Index(fields=["created_at", "id"], name="finding_by_age"),
        )

    def __str__(self) -> str:
        return f"{self.rule} on {self.first_day}"
