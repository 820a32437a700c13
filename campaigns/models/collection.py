"""Who brings which file when, what was answered to reminders, and the links that files are handed in by."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from apikit.models import AgencyRecord
from campaigns.models.provenance import Import
from campaigns.readers import Cadence
from clients.models import Brand, NetworkAccount

CADENCES = [(cadence.value, cadence.value) for cadence in Cadence if cadence is not Cadence.ON_DEMAND]
ARRIVALS = ("queued", "previewed", "committed", "failed", "refused", "unplaced")
MODES = ("preview", "commit")


class CollectionPlan(AgencyRecord):
    """What is agreed on one kind of file of an account; with a blank profile, on all of the account's.

    What is blank or null here is as agreed for the whole account, else as it is usual.
    """

    account = models.ForeignKey(NetworkAccount, on_delete=models.CASCADE, related_name="collection_plans")
    profile = models.CharField(max_length=60, blank=True)
    wanted = models.BooleanField(null=True)
    cadence = models.CharField(max_length=10, blank=True, choices=CADENCES)
    due_after_days = models.PositiveSmallIntegerField(null=True)
    assignee = models.UUIDField(null=True)
    contact_name = models.CharField(max_length=200, blank=True)
    contact_email = models.EmailField(max_length=254, blank=True)
    muted_until = models.DateField(null=True)
    note = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["account", "profile"],
                name="one_collection_plan_per_kind",
                violation_error_message="There is a plan for this kind of file already.",
            ),
        )

    def __str__(self) -> str:
        return self.profile or "every kind of file"


class ReminderAnswer(AgencyRecord):
    """What somebody said to one reminder: that it is dealt with, or that it may come back on a day."""

    account = models.ForeignKey(NetworkAccount, on_delete=models.CASCADE, related_name="+")
    done_at = models.DateTimeField(null=True)
    snoozed_until = models.DateField(null=True)
    answered_by = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"{self.id} answered by {self.answered_by}"


class ReminderLetter(AgencyRecord):
    """The letter of reminders that one recipient gets on one day; the recipient is kept as a digest."""

    recipient = models.CharField(max_length=64)
    day = models.DateField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["recipient", "day"], name="one_letter_a_day"),)

    def __str__(self) -> str:
        return f"letter of {self.day}"


class UploadLink(AgencyRecord):
    """A way to hand files in without a log-in; its id is its credential's. No accounts or profiles: all there are."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="upload_links")
    accounts = ArrayField(models.UUIDField(), default=list)
    profiles = ArrayField(models.CharField(max_length=60), default=list)
    name = models.CharField(max_length=200)
    note = models.TextField(blank=True)
    mode = models.CharField(max_length=7, choices=[(mode, mode) for mode in MODES], default=MODES[0])
    most_files = models.PositiveIntegerField()
    most_bytes = models.PositiveBigIntegerField()
    files_taken = models.PositiveIntegerField(default=0)
    bytes_taken = models.PositiveBigIntegerField(default=0)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    window_started_at = models.DateTimeField(null=True)
    window_files = models.PositiveIntegerField(default=0)
    created_by = models.CharField(max_length=200)

    token: str = ""  # set on a row that was just made, to be shown this once; never stored
    url: str = ""

    class Meta:
        indexes = (models.Index(fields=["created_at", "id"], name="upload_link_by_age"),)

    def __str__(self) -> str:
        return self.name


class HandedFile(AgencyRecord):
    """One file that came by a link, and what became of it."""

    link = models.ForeignKey(UploadLink, on_delete=models.CASCADE, related_name="files")
    upload = models.ForeignKey(Import, on_delete=models.SET_NULL, null=True, related_name="+")
    file_name = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField()
    outcome = models.CharField(max_length=9, choices=[(arrival, arrival) for arrival in ARRIVALS])
    code = models.CharField(max_length=60, blank=True)
    detail = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.file_name
