"""Imports that are worked on in the background: the bytes that wait, and how far the work has come."""

from decimal import Decimal

from django.db import models

from apikit.guard import GuardedQuerySet
from campaigns.models.provenance import Import


class ImportFilePart(models.Model):
    """A piece of the bytes of an import that waits for its commit or its turn; pieces are put together by number."""

    pk = models.CompositePrimaryKey("upload_id", "number")
    upload = models.ForeignKey(Import, on_delete=models.CASCADE, db_index=False, related_name="file_parts")
    number = models.PositiveIntegerField()
    data = models.BinaryField()

    objects = GuardedQuerySet.as_manager()


class ImportWork(models.Model):
    """What a worker needs to know of an import beside the import itself, and what it tells while it works.

    It has a row of its own because it changes outside of the load's transaction. `share` is the part of all the work
    that is done, from 0 to 1.
    """

    upload = models.OneToOneField(Import, on_delete=models.CASCADE, primary_key=True, related_name="work")
    write = models.BooleanField()
    actor_id = models.UUIDField(null=True)
    credential_id = models.UUIDField(null=True)
    request_id = models.CharField(max_length=128, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)
    share = models.DecimalField(max_digits=5, decimal_places=4, default=Decimal(0))
    started_at = models.DateTimeField(null=True)
    moved_at = models.DateTimeField(null=True)
    cancel_asked_at = models.DateTimeField(null=True)

    objects = GuardedQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(share__gte=0, share__lte=1), name="import_work_share"),
        )
