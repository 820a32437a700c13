"""Where each number came from: imports, what they said line by line, and append-only revisions of the facts."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models.functions import Now

from apikit.guard import GuardedQuerySet
from apikit.models import AgencyRecord
from campaigns.models.mapping import ColumnMapping
from campaigns.models.work import Campaign
from clients.models import NetworkAccount

STATES = ("queued", "running", "previewed", "committed", "failed", "cancelled", "reverted")
OUTCOMES = ("new", "changed", "unchanged", "duplicate", "refused")
SOURCES = ("export", "api", "manual", "third_party")


def no_counts() -> dict[str, int]:
    """Give the counts of an import that has not read a row."""
    return dict.fromkeys(("rows", "new", "changed", "unchanged", "duplicate", "refused", "warnings"), 0)


class Import(AgencyRecord):
    """One upload of numbers for one account."""

    account = models.ForeignKey(NetworkAccount, on_delete=models.PROTECT, db_index=False, related_name="imports")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, null=True, related_name="imports")
    state = models.CharField(max_length=10, choices=[(state, state) for state in STATES], default="queued")
    profile = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=12, blank=True, default="", choices=[(source, source) for source in SOURCES])
    grain = models.CharField(max_length=20, blank=True)
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    captured_on = models.DateField()
    export_year = models.PositiveSmallIntegerField(null=True)
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    counts: "models.JSONField[Any, Any]" = models.JSONField(default=no_counts)
    columns: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    ignored_columns = ArrayField(models.CharField(max_length=200), default=list)
    mapping = models.ForeignKey(
        ColumnMapping, on_delete=models.PROTECT, null=True, db_index=False, related_name="imports"
    )
    mapping_version = models.PositiveIntegerField(null=True)
    mapped_as: "models.JSONField[Any, Any]" = models.JSONField(null=True)  # the table as it was read
    problem: "models.JSONField[Any, Any]" = models.JSONField(null=True)
    preview: "models.JSONField[Any, Any]" = models.JSONField(null=True)
    previewed_counts: "models.JSONField[Any, Any]" = models.JSONField(null=True)
    renamed: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    stated = ArrayField(models.CharField(max_length=60), default=list)  # the columns that its revisions speak of
    header_drift: "models.JSONField[Any, Any]" = models.JSONField(null=True)
    created_by = models.CharField(max_length=200)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(state__in=STATES), name="import_state"),)
        indexes = (
            models.Index(fields=["created_at", "id"], name="import_by_age"),
            models.Index(fields=["account", "sha256"], name="import_by_digest"),
        )

    def __str__(self) -> str:
        return self.file_name


class ImportRow(models.Model):
    """What became of one line of a file.

    It is written in the transaction of its import alone, so the database does not look each line's import up again.
    """

    pk = models.CompositePrimaryKey("upload_id", "line")
    upload = models.ForeignKey(
        Import, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="rows"
    )
    line = models.PositiveIntegerField()
    outcome = models.CharField(max_length=10, choices=[(outcome, outcome) for outcome in OUTCOMES])
    code = models.CharField(max_length=60, blank=True)
    detail = models.TextField(blank=True)
    column = models.CharField(max_length=200, blank=True)
    raw = models.TextField(blank=True)
    warnings: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    cells: "models.JSONField[Any, Any]" = models.JSONField(null=True)  # of a refused row, by header
    understood: "models.JSONField[Any, Any]" = models.JSONField(null=True)  # in a preview, as are its changes
    changes: "models.JSONField[Any, Any]" = models.JSONField(null=True)

    objects = GuardedQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=["upload", "line"], name="import_row_refused", condition=models.Q(outcome="refused")),
        )


class FactRevision(models.Model):
    """What one import said of one row: append-only, so that any value can be traced and any import taken back.

    `said` has a text for each column that the import states, in that order, NULL for what this row leaves blank: names
    in every row would take more room and time than the values. As with lines, the database does not look the import
    up: it stands in the same transaction, and is never deleted.
    """

    pk = models.CompositePrimaryKey("grain", "owner_id", "day", "part", "upload_id")
    upload = models.ForeignKey(
        Import, on_delete=models.PROTECT, db_constraint=False, db_index=False, related_name="revisions"
    )
    grain = models.CharField(max_length=20)
    owner_id = models.UUIDField()
    day = models.DateField()
    part = models.CharField(max_length=300, blank=True)
    captured_on = models.DateField()
    source = models.CharField(max_length=12, choices=[(source, source) for source in SOURCES], default="export")
    said = ArrayField(models.TextField(null=True))
    derived = ArrayField(models.CharField(max_length=30), default=list)
    capped = ArrayField(models.CharField(max_length=30), default=list)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = GuardedQuerySet.as_manager()

    class Meta:
        # Imports come one after the other, so an index of the ranges of pages that they lie in costs next to nothing.
        indexes = (BrinIndex(fields=["upload"], autosummarize=True, name="revision_by_import"),)
