"""The agency's own profile, its client brands, their accounts on the networks, and who works on which brand."""

from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower, Now

from apikit.models import AgencyRecord
from clients.networks import AccountKind, Network
from clients.weeks import WeekStart
from people.roles import GRANTABLE_ON_A_BRAND

CURRENCY = RegexValidator(r"^[A-Z]{3}$", "A currency is three capital letters, such as CNY (ISO 4217).")
NETWORK_CHOICES = [(network.value, network.value) for network in Network]
KIND_CHOICES = [(kind.value, kind.value) for kind in AccountKind]
EXPORT_STATES = [(state, state) for state in ("queued", "running", "ready", "failed", "expired")]
WEEK_START_CHOICES = [(day.value, day.value) for day in WeekStart]


def check_time_zone(name: str) -> None:
    """Refuse a name that is not in the IANA time zone database."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        msg = "This is not a time zone of the IANA database, such as Asia/Shanghai."
        raise ValidationError(msg) from error


class AgencyProfile(AgencyRecord):
    """What the agency says of itself: its name, and the defaults of new brands. One row an agency."""

    only_one = models.BooleanField(default=True, unique=True, editable=False)
    slug = models.SlugField(max_length=40)
    name = models.CharField(max_length=200)
    currency = models.CharField(max_length=3, blank=True, validators=[CURRENCY])
    time_zone = models.CharField(max_length=64, default="UTC", validators=[check_time_zone])
    industry = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=10, default="en", choices=[("en", "en"), ("zh-Hans", "zh-Hans")])
    week_start = models.CharField(max_length=10, default="monday", db_default="monday", choices=WEEK_START_CHOICES)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.name


class Brand(AgencyRecord):
    """A client brand. Deleting archives it: its numbers stay."""

    name = models.CharField(max_length=200)
    industry = models.CharField(max_length=60, blank=True)
    currency = models.CharField(max_length=3, blank=True, validators=[CURRENCY])
    time_zone = models.CharField(max_length=64, default="UTC", validators=[check_time_zone])
    internal_notes = models.TextField(blank=True)
    archived_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (
            models.UniqueConstraint(
                Lower("name"),
                condition=models.Q(archived_at=None),
                name="one_brand_per_name",
                violation_error_message="There is a brand of this name already.",
            ),
        )
        indexes = (models.Index(fields=["created_at", "id"], name="brand_by_age"),)

    def __str__(self) -> str:
        return self.name


class NetworkAccount(AgencyRecord):
    """A brand's presence on one network."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="accounts")
    network = models.CharField(max_length=20, choices=NETWORK_CHOICES)
    kind = models.CharField(max_length=20, choices=KIND_CHOICES)
    handle = models.CharField(max_length=120)
    external_id = models.CharField(max_length=120, blank=True)
    display_name = models.CharField(max_length=200, blank=True)
    time_zone = models.CharField(max_length=64, default="UTC", validators=[check_time_zone])
    archived_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (
            models.UniqueConstraint(
                "network",
                "kind",
                Lower("handle"),
                condition=models.Q(archived_at=None),
                name="one_account_per_handle",
                violation_error_message="This account is connected already.",
            ),
        )
        indexes = (models.Index(fields=["created_at", "id"], name="account_by_age"),)

    def __str__(self) -> str:
        return f"{self.network}:{self.handle}"


class BrandAccess(AgencyRecord):
    """Lets a member, or an invited person, work on one brand; a role here replaces the member's own on this brand."""

    membership_id = models.UUIDField()
    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="access")
    role = models.CharField(
        max_length=20, blank=True, choices=[(role.value, role.value) for role in sorted(GRANTABLE_ON_A_BRAND)]
    )

    class Meta:
        verbose_name_plural = "brand access"
        constraints = (
            models.UniqueConstraint(
                fields=["membership_id", "brand"],
                name="one_access_per_brand",
                violation_error_message="This member has access to the brand already.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.membership_id} on {self.brand_id}"


class RetentionChoice(AgencyRecord):
    """For how many days the agency keeps one kind of data, None for ever; kinds without a row go by the default."""

    kind = models.CharField(max_length=40, unique=True)
    days = models.PositiveIntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.kind}: {self.days}"


class AgencyExport(AgencyRecord):
    """An archive of everything that the agency has; the file lies beside the database until it expires."""

    state = models.CharField(max_length=10, choices=EXPORT_STATES, default="queued")
    created_by = models.CharField(max_length=200)
    bytes = models.BigIntegerField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    manifest_digest = models.CharField(max_length=64, blank=True)
    tables = models.PositiveIntegerField(null=True)
    rows = models.BigIntegerField(null=True)
    files = models.PositiveIntegerField(null=True)
    problem: "models.JSONField[Any, Any]" = models.JSONField(null=True)
    finished_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state__in=[state for state, _ in EXPORT_STATES]), name="export_state"
            ),
        )

    def __str__(self) -> str:
        return f"{self.state} {self.created_at}"
