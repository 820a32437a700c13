"""Targets with their revisions, reports frozen as snapshots, exchange rates, and the agency's own KPIs."""

from typing import Any

from django.db import models
from django.db.models.functions import Greatest, Least, Now

from apikit.guard import GuardedQuerySet
from apikit.models import AgencyRecord
from campaigns.models.work import GOAL_CHOICES, Campaign
from clients.models import CURRENCY, Brand, NetworkAccount

DIRECTIONS = [(name, name) for name in ("higher", "lower", "band")]
BASES = [(name, name) for name in ("published", "occurred")]


def tier() -> "models.DecimalField[Any, Any]":
    """Make a column for one tier of a target, in the KPI's unit."""
    return models.DecimalField(max_digits=30, decimal_places=10, null=True)


class Target(AgencyRecord):
    """What a KPI should reach for a scope in a flight; what stands here is its newest revision."""

    kpi = models.CharField(max_length=60)
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, db_index=False, related_name="targets")
    account = models.ForeignKey(NetworkAccount, on_delete=models.PROTECT, null=True, related_name="targets")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, null=True, related_name="targets")
    content_category = models.CharField(max_length=60, blank=True)
    basis = models.CharField(max_length=10, choices=BASES, default="occurred")
    goal = models.CharField(max_length=20, choices=GOAL_CHOICES)
    direction = models.CharField(max_length=6, choices=DIRECTIONS)
    floor = tier()
    target = tier()
    stretch = tier()
    currency = models.CharField(max_length=3, blank=True)
    start = models.DateField()
    end = models.DateField()
    revision = models.PositiveIntegerField(default=1)
    reason = models.TextField(blank=True)
    signed_revision = models.PositiveIntegerField(null=True)
    archived_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(end__gte=models.F("start")),
                name="target_days",
                violation_error_message="A target's period ends on or after the day it starts.",
            ),
        )
        indexes = (models.Index(fields=["brand", "kpi", "start"], name="target_by_brand"),)

    def __str__(self) -> str:
        return f"{self.kpi} {self.start} to {self.end}"


class TargetRevision(AgencyRecord):
    """One state of a target: who set it, when and why. The database role may insert and read these rows, no more."""

    of = models.ForeignKey(Target, on_delete=models.PROTECT, db_index=False, related_name="revisions")
    number = models.PositiveIntegerField()
    floor = tier()
    target = tier()
    stretch = tier()
    start = models.DateField()
    end = models.DateField()
    reason = models.TextField(blank=True)
    set_by = models.CharField(max_length=200)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["of", "number"], name="one_revision_per_number"),)

    def __str__(self) -> str:
        return f"{self.of_id} revision {self.number}"


class TargetSignOff(models.Model):
    """A client's yes to one revision of a target."""

    of = models.OneToOneField(TargetRevision, on_delete=models.PROTECT, primary_key=True, related_name="sign_off")
    signed_by = models.CharField(max_length=200)
    signed_at = models.DateTimeField(db_default=Now())
    comment = models.TextField(blank=True)

    objects = GuardedQuerySet.as_manager()


class Report(AgencyRecord):
    """A frozen snapshot of results of one brand and window. Once published it never changes, even where reopened."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, db_index=False, related_name="reports")
    template = models.CharField(max_length=30, default="monthly")
    title = models.CharField(max_length=300)
    start = models.DateField()
    end = models.DateField()
    state = models.CharField(max_length=10, choices=[("draft", "draft"), ("published", "published")], default="draft")
    snapshot: "models.JSONField[Any, Any]" = models.JSONField()
    digest = models.CharField(max_length=64)
    notes = models.TextField(blank=True)
    internal_notes = models.TextField(blank=True)
    created_by = models.CharField(max_length=200)
    published_at = models.DateTimeField(null=True)
    published_by = models.CharField(max_length=200, blank=True)
    reopened_at = models.DateTimeField(null=True)
    reopened_by = models.CharField(max_length=200, blank=True)
    reopening_reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(end__gte=models.F("start")),
                name="report_days",
                violation_error_message="A report's window ends on or after the day it starts.",
            ),
        )
        indexes = (models.Index(fields=["brand", "start"], name="report_by_brand"),)

    def __str__(self) -> str:
        return self.title


class ExchangeRate(AgencyRecord):
    """One unit of `base` is `rate` units of `quote`, from `day` until the next statement on the two currencies."""

    base = models.CharField(max_length=3, validators=[CURRENCY])
    quote = models.CharField(max_length=3, validators=[CURRENCY])
    day = models.DateField()
    rate = models.DecimalField(max_digits=24, decimal_places=12)
    source = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (
            models.UniqueConstraint(
                Least("base", "quote"),
                Greatest("base", "quote"),
                "day",
                name="one_rate_per_day",
                violation_error_message="A rate of these two currencies is stated for this day already.",
            ),
            models.CheckConstraint(
                condition=models.Q(rate__gt=0),
                name="rate_above_zero",
                violation_error_message="A rate is greater than zero.",
            ),
            models.CheckConstraint(
                condition=~models.Q(base=models.F("quote")),
                name="rate_of_two",
                violation_error_message="A currency has no rate against itself.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.base} in {self.quote} from {self.day}"


class OwnKpi(AgencyRecord):
    """A KPI of the agency's own; `definition` has the fields of a definition file but key and version."""

    key = models.CharField(max_length=60)
    definition: "models.JSONField[Any, Any]" = models.JSONField()
    unit = models.CharField(max_length=10)
    kpi_version = models.PositiveIntegerField(default=1)
    archived_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["key"],
                name="own_kpi_key",
                violation_error_message="The agency has a KPI of this key already.",
            ),
        )

    def __str__(self) -> str:
        return self.key


class OwnKpiVersion(AgencyRecord):
    """One meaning of an agency's own KPI. The database role may insert and read these rows, no more."""

    of = models.ForeignKey(OwnKpi, on_delete=models.PROTECT, db_index=False, related_name="versions")
    number = models.PositiveIntegerField()
    definition: "models.JSONField[Any, Any]" = models.JSONField()
    formulas: "models.JSONField[Any, Any]" = models.JSONField()  # by network, references spelled out
    unit = models.CharField(max_length=10)
    because_of = models.CharField(max_length=60, blank=True)
    set_by = models.CharField(max_length=200)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["of", "number"], name="one_own_kpi_version"),)

    def __str__(self) -> str:
        return f"{self.of_id} version {self.number}"


class DataChange(models.Model):
    """The number of a transaction that changed the agency's data; `agencies.changes` notes it.

    Which numbers are there tells one state of the data from every other. Only the newest thousand or two stay.
    """

    id = models.BigAutoField(primary_key=True)
    noted_at = models.DateTimeField(db_default=Now())

    objects = GuardedQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.pk)
