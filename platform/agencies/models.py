"""Agencies and their white-label hosts: rows of the shared schema."""

from typing import Any, NoReturn

from django.db import models
from django.db.models.functions import Now
from django_tenants.models import DomainMixin, TenantMixin
from uuid_utils.compat import uuid7

from agencies.errors import StockContextError
from agencies.references import AgencyRef, AgencyState


class Agency(TenantMixin):
    """A tenant: one agency, one schema. Made by `agencies.provisioning`, never by saving a row."""

    auto_create_schema = False
    auto_drop_schema = False

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    state = models.CharField(
        max_length=10, choices=[(state.value, state.value) for state in AgencyState], default=AgencyState.ACTIVE
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    closing_at = models.DateTimeField(null=True)
    purge_at = models.DateTimeField(null=True)
    closing_by = models.UUIDField(null=True)  # a membership; None where an operator closed it

    class Meta:
        verbose_name_plural = "agencies"
        constraints = (
            models.CheckConstraint(condition=models.Q(schema_name__regex=r"^a_[a-z2-7]{20}$"), name="schema_generated"),
            models.CheckConstraint(
                condition=models.Q(state__in=[state.value for state in AgencyState]), name="agency_state"
            ),
        )

    def __str__(self) -> str:
        return self.slug

    def __enter__(self) -> NoReturn:
        """Refuse: django-tenants keeps a stack shared by all threads."""
        msg = "Use agencies.context.in_agency"
        raise StockContextError(msg)

    def activate(self) -> NoReturn:
        """Refuse: it would set the schema for the whole connection."""
        self.__enter__()

    def ref(self) -> AgencyRef:
        """Give the reference that contexts are opened with."""
        return AgencyRef(
            id=self.id,
            slug=self.slug,
            name=self.name,
            schema=self.schema_name,
            state=AgencyState(self.state),
            purge_at=self.purge_at,
        )

    def save(self, verbosity: int = 1, *args: Any, **kwargs: Any) -> None:  # noqa: ARG002 - signature of the base
        """Save the row alone: schemas are made by `agencies.provisioning`."""
        models.Model.save(self, *args, **kwargs)


class Domain(DomainMixin):
    """A white-label host of an agency; a request that names one must carry a credential of the same agency."""


class AgencyRemoval(models.Model):
    """The proof that an agency is gone: what was deleted and when, without a name, an address or an e-mail.

    `tables` maps each table to its rows and the SHA-256 of its lines as an archive would have held them, `shared` each
    table of the platform to the rows that went; `manifest_digest` is the digest of all of it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency_id = models.UUIDField(unique=True)
    schema_name = models.CharField(max_length=63)
    closing_at = models.DateTimeField(null=True)
    closing_by = models.UUIDField(null=True)
    purged_at = models.DateTimeField(db_default=Now(), editable=False)
    product_version = models.CharField(max_length=40)
    manifest_digest = models.CharField(max_length=64)
    tables: "models.JSONField[Any, Any]" = models.JSONField()
    shared: "models.JSONField[Any, Any]" = models.JSONField()
    files = models.PositiveIntegerField()

    def __str__(self) -> str:
        return str(self.agency_id)


class SchemaTemplate(models.Model):
    """The SQL that makes an agency's tables, collected once for one set of migrations."""

    fingerprint = models.CharField(max_length=64, primary_key=True)
    sql = models.TextField()
    created_at = models.DateTimeField(db_default=Now(), editable=False)
