"""Days of a brand that a published report states; until it is reopened their facts stay as they are."""

from django.db import models

from apikit.models import AgencyRecord
from clients.models import Brand


class ClosedPeriod(AgencyRecord):
    """What one report closes. It is known by its id and title: reports stand above this app."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="closed_periods")
    report = models.UUIDField()
    title = models.CharField(max_length=300)
    start = models.DateField()
    end = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["report"],
                name="one_closed_period_per_report",
                violation_error_message="The report closes its period already.",
            ),
            models.CheckConstraint(
                condition=models.Q(end__gte=models.F("start")),
                name="closed_period_days",
                violation_error_message="A closed period ends on or after the day it starts.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.start} to {self.end}: {self.title}"
