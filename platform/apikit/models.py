"""The base of every row that lives in an agency's schema, and the record that makes a POST repeatable."""

from collections.abc import Collection, Iterable
from typing import Any, Self
from uuid import UUID

from django.db import models
from django.db.models.functions import Now
from uuid_utils.compat import uuid7

from apikit.guard import GuardedQuerySet, active_schema, require_context


def new_id() -> UUID:
    """Make a UUIDv7 (RFC 9562): unguessable enough to name rows outside, ordered enough to index well."""
    return uuid7()


class AgencyRecord(models.Model):
    """A row of one agency: UUIDv7 key, time of creation, and a stamp of the schema that it was read in."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = GuardedQuerySet.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any], **kwargs: Any) -> Self:
        """Stamp what is read with the schema it came from."""
        row = super().from_db(db, field_names, values, **kwargs)
        row._state.schema = active_schema(db or "default")  # type: ignore[attr-defined]
        return row

    def save_base(self, *args: Any, **kwargs: Any) -> None:
        """Refuse to write a row of another agency."""
        self._check_context(kwargs.get("using"))
        super().save_base(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse to delete a row of another agency."""
        self._check_context(kwargs.get("using"))
        return super().delete(*args, **kwargs)

    def refresh_from_db(
        self, using: str | None = None, fields: Iterable[str] | None = None, from_queryset: Any = None
    ) -> None:
        """Refuse to read a row of another agency again."""
        self._check_context(using)
        super().refresh_from_db(using=using, fields=fields, from_queryset=from_queryset)

    def _check_context(self, using: str | None) -> None:
        stamp = getattr(self._state, "schema", None)
        what = f"This {type(self).__name__}"
        self._state.schema = require_context(stamp, using=using or self._state.db or "default", what=what)  # type: ignore[attr-defined]


class IdempotencyRecord(AgencyRecord):
    """The answer to a POST that carried an Idempotency-Key, kept so that the same request gets it again."""

    principal_key = models.CharField(max_length=64)
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField(default=dict)
    body = models.BinaryField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["principal_key", "key"], name="idempotency_once"),)
