"""Column mappings: saved, revised with every version kept, archived; and those that a file may fit."""

from collections.abc import Mapping
from typing import Any

from django.db.models.functions import Now

from apikit.versions import differing, revise
from audit import events
from campaigns.mapping.statement import Statement
from campaigns.models import ColumnMapping, ColumnMappingVersion
from campaigns.readers.mapped import MAPPED, TableMapping
from clients.refusals import Archived
from clients.services.audited import audited
from people.principal import Principal

_STATED = ("name", "grain", "columns", "fixed", "options", "provenance")


def save_mapping(principal: Principal, values: Mapping[str, Any]) -> ColumnMapping:
    """Keep how a kind of table is read; the values were checked."""
    record = ColumnMapping(**values, created_by=principal.name)
    record.fingerprint = statement_of(record).fingerprint
    record.save(force_insert=True)
    record.refresh_from_db()
    _keep_version(record, by=principal.name)
    events.created(principal.actor(), "column_mapping", id=record.id, name=record.name, values=audited(values))
    return record


def revise_mapping(
    principal: Principal, record: ColumnMapping, values: Mapping[str, Any], *, expected: int | None
) -> ColumnMapping:
    """Change a mapping: a new version, for files to come; the values were checked. Raises VersionConflict, Archived."""
    if record.archived_at is not None:
        raise Archived
    changes = differing(record, values)
    if changes:
        for name, value in changes.items():
            setattr(record, name, value)
        fingerprint = statement_of(record).fingerprint
        revise(record, expected=expected, updated_at=Now(), fingerprint=fingerprint, **changes)
        _keep_version(record, by=principal.name)
        events.changed(principal.actor(), "column_mapping", id=record.id, name=record.name, changes=audited(changes))
    return record


def archive_mapping(principal: Principal, record: ColumnMapping, *, expected: int | None) -> None:
    """Let a mapping read no more files; imports that it read keep naming it. Raises VersionConflict or Archived."""
    if record.archived_at is not None:
        raise Archived
    revise(record, expected=expected, updated_at=Now(), archived_at=Now())
    events.deleted(principal.actor(), "column_mapping", id=record.id, name=record.name)


def statement_of(record: ColumnMapping) -> Statement:
    """Give what a mapping says."""
    said = {name: getattr(record, name) for name in _STATED}
    return Statement.of(record.network, said)


def table_of(record: ColumnMapping) -> TableMapping:
    """Give a mapping as the readers take it."""
    return statement_of(record).table(f"{MAPPED}{record.name}", record.version)


def mappings_for(network: str) -> list[ColumnMapping]:
    """Give the mappings that files of a network may fit: of several those with the most columns, then the newest."""
    records = ColumnMapping.objects.filter(network=network, archived_at=None).order_by("-created_at", "-id")
    return sorted(records, key=lambda record: -len(record.fingerprint))


def _keep_version(record: ColumnMapping, *, by: str) -> None:
    said = {name: getattr(record, name) for name in _STATED}
    ColumnMappingVersion.objects.create(mapping=record, number=record.version, stated=said, created_by=by)
