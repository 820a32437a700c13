"""Tracking links and codes, and the conversions that come back through them: append-only events, and their sum."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models.functions import Now

from apikit.guard import GuardedQuerySet
from apikit.models import AgencyRecord
from campaigns.attribution.codes import CodeKind
from campaigns.attribution.conversion import EVENTS, LANDED_BY, STATUSES
from campaigns.models.work import Campaign, Content, Creator
from clients.models import CURRENCY, Brand, NetworkAccount

if TYPE_CHECKING:
    from decimal import Decimal

CODE_KINDS = [(kind.value, kind.value) for kind in CodeKind]
EVENT_CHOICES = [(event, event) for event in EVENTS]
STATUS_CHOICES = [(status, status) for status in STATUSES]
LANDED_BY_CHOICES = [(way, way) for way in LANDED_BY]


def money() -> "models.DecimalField[Decimal | None, Decimal | None]":
    """Make a column for an amount in the row's currency."""
    return models.DecimalField(max_digits=20, decimal_places=6, null=True)


class TrackingLink(AgencyRecord):
    """An address with utm parameters, made for one content, campaign or account."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, db_index=False, related_name="tracking_links")
    account = models.ForeignKey(NetworkAccount, on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, null=True, related_name="tracking_links")
    content = models.ForeignKey(Content, on_delete=models.PROTECT, null=True, related_name="tracking_links")
    creator = models.ForeignKey(Creator, on_delete=models.PROTECT, null=True, related_name="tracking_links")
    destination = models.CharField(max_length=2000)
    url = models.CharField(max_length=2000)
    source = models.CharField(max_length=60)
    medium = models.CharField(max_length=60)
    campaign_name = models.CharField(max_length=120, blank=True)
    term = models.CharField(max_length=120, blank=True)
    archived_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = (models.Index(fields=["brand", "created_at"], name="link_by_brand"),)

    def __str__(self) -> str:
        return self.url


class TrackingCode(AgencyRecord):
    """What survives where links do not: a coupon, a QR or mini-program scene, a contact code, a keyword."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, db_index=False, related_name="tracking_codes")
    account = models.ForeignKey(NetworkAccount, on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, null=True, related_name="tracking_codes")
    content = models.ForeignKey(Content, on_delete=models.PROTECT, null=True, related_name="tracking_codes")
    creator = models.ForeignKey(Creator, on_delete=models.PROTECT, null=True, related_name="tracking_codes")
    kind = models.CharField(max_length=20, choices=CODE_KINDS)
    code = models.CharField(max_length=64)
    match_key = models.CharField(max_length=128)
    page = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    archived_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(valid_to=None) | models.Q(valid_to__gte=models.F("valid_from")),
                name="code_days",
                violation_error_message="A code ends on or after the day it starts.",
            ),
        )
        indexes = (
            models.Index(fields=["brand", "created_at"], name="code_by_brand"),
            models.Index(fields=["match_key", "kind"], name="code_by_key"),
        )

    def __str__(self) -> str:
        return f"{self.kind}:{self.code}"


class Conversion(AgencyRecord):
    """One order, sign-up, lead, download or cart: what its events add up to, and what it is booked on.

    Without a brand it has landed nowhere yet, and is seen by who sent it and by who sees every brand.
    """

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, null=True, db_index=False, related_name="conversions")
    account = models.ForeignKey(NetworkAccount, on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, null=True, related_name="conversions")
    content = models.ForeignKey(Content, on_delete=models.PROTECT, null=True, related_name="conversions")
    creator = models.ForeignKey(Creator, on_delete=models.PROTECT, null=True, related_name="conversions")
    link = models.ForeignKey(TrackingLink, on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    code = models.ForeignKey(TrackingCode, on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    landed_by = models.CharField(max_length=20, blank=True, choices=LANDED_BY_CHOICES)
    source = models.CharField(max_length=60)
    identity = models.CharField(max_length=160)
    event = models.CharField(max_length=20, choices=EVENT_CHOICES)
    status = models.CharField(max_length=10, blank=True, choices=STATUS_CHOICES)
    occurred_at = models.DateTimeField(null=True)
    day = models.DateField()
    order_id = models.CharField(max_length=120, blank=True)
    external_id = models.CharField(max_length=120, blank=True)
    amount = money()
    refunded = money()
    refunded_on = models.DateField(null=True)
    currency = models.CharField(max_length=3, blank=True, validators=[CURRENCY])
    new_customer = models.BooleanField(null=True)
    path = models.CharField(max_length=60, blank=True)
    sent_by = models.UUIDField()
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["source", "identity", "brand"],
                condition=models.Q(brand__isnull=False),
                name="one_conversion_per_brand",
                violation_error_message="The brand has this order already.",
            ),
            models.UniqueConstraint(
                fields=["source", "identity", "sent_by"],
                condition=models.Q(brand=None),
                name="one_unlanded_conversion",
                violation_error_message="This order was sent already.",
            ),
            models.CheckConstraint(condition=models.Q(event__in=EVENTS), name="conversion_event"),
            models.CheckConstraint(condition=models.Q(status__in=["", *STATUSES]), name="conversion_status"),
        )
        indexes = (
            models.Index(fields=["brand", "day"], name="conversion_by_day"),
            models.Index(fields=["created_at", "id"], name="conversion_by_age"),
        )

    def __str__(self) -> str:
        return self.order_id or self.external_id or f"{self.event} of {self.day}"


class ConversionEvent(models.Model):
    """What was said of a conversion once: never changed, so that any order of arrival adds up to the same."""

    id = models.BigAutoField(primary_key=True)
    conversion = models.ForeignKey(Conversion, on_delete=models.CASCADE, db_index=False, related_name="events")
    digest = models.CharField(max_length=64)
    said: "models.JSONField[Any, Any]" = models.JSONField()
    landing: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    received_at = models.DateTimeField()
    received_from = models.CharField(max_length=200)

    objects = GuardedQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["conversion", "digest"], name="one_event_per_digest"),)


class ConversionRefund(models.Model):
    """What of a conversion was paid back on one day; negative where an earlier refund was taken back."""

    pk = models.CompositePrimaryKey("conversion_id", "day")
    conversion = models.ForeignKey(Conversion, on_delete=models.CASCADE, db_index=False, related_name="refunds")
    day = models.DateField()
    amount = models.DecimalField(max_digits=20, decimal_places=6)

    objects = GuardedQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=["day"], name="refund_by_day"),)
