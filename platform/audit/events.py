"""One function per kind of event; each is called in the transaction of the change that it tells of."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from audit.actors import Actor
from audit.models import AuditEntry

BATCH = 500  # entries a statement


def _write(
    actor: Actor,
    action: str,
    kind: str,
    *,
    id: UUID | None,
    name: str,
    changes: Mapping[str, Any] | None = None,
    using: str = "default",
) -> AuditEntry:
    entry = _entry(actor, action, kind, id=id, name=name, changes=changes)
    entry.save(force_insert=True, using=using)
    return entry


def _entry(
    actor: Actor, action: str, kind: str, *, id: UUID | None, name: str, changes: Mapping[str, Any] | None
) -> AuditEntry:
    return AuditEntry(
        actor_id=actor.id,
        actor_name=actor.name,
        credential_id=actor.credential_id,
        request_id=actor.request_id,
        action=action,
        object_type=kind,
        object_id=id,
        object_name=name[:300],
        changes={key: _plain(value) for key, value in (changes or {}).items()},
    )


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | str | list | dict) else str(value)


def created(actor: Actor, kind: str, *, id: UUID, name: str, values: Mapping[str, Any] | None = None) -> AuditEntry:
    """Tell that an object was made, with the values it was made with."""
    return _write(actor, f"{kind}.created", kind, id=id, name=name, changes=values)


def created_together(actor: Actor, kind: str, *, values: Mapping[UUID, Mapping[str, Any]]) -> None:
    """Tell of several objects, by id, with what each was made, its name among it: an entry an object, in bulk."""
    AuditEntry.objects.bulk_create(
        (
            _entry(actor, f"{kind}.created", kind, id=each, name=made["name"], changes=made)
            for each, made in values.items()
        ),
        batch_size=BATCH,
    )


def changed(actor: Actor, kind: str, *, id: UUID, name: str, changes: Mapping[str, Any]) -> AuditEntry:
    """Tell that an object changed: `changes` maps a field to its new value."""
    return _write(actor, f"{kind}.changed", kind, id=id, name=name, changes=changes)


def changed_alike(actor: Actor, kind: str, *, names: Mapping[UUID, str], changes: Mapping[str, Any]) -> None:
    """Tell of several objects, by id and name, that the same became of each: an entry an object, in one statement."""
    AuditEntry.objects.bulk_create(
        _entry(actor, f"{kind}.changed", kind, id=each, name=name, changes=changes) for each, name in names.items()
    )


def deleted(actor: Actor, kind: str, *, id: UUID, name: str) -> AuditEntry:
    """Tell that an object was deleted."""
    return _write(actor, f"{kind}.deleted", kind, id=id, name=name)


def agency_provisioned(actor: Actor, *, id: UUID, name: str, owner: str, using: str) -> AuditEntry:
    """Tell that the agency was made, and for whom; the founding transaction runs on the owner's connection."""
    return _write(actor, "agency.provisioned", "agency", id=id, name=name, changes={"owner": owner}, using=using)


def agency_restored(
    actor: Actor, *, id: UUID, name: str, archive: str, former: Mapping[str, str], using: str
) -> AuditEntry:
    """Tell that the agency was made from an archive: its manifest's digest, and what the agency was called there."""
    changes = {"archive": archive, **{f"former_{key}": value for key, value in former.items()}}
    return _write(actor, "agency.restored", "agency", id=id, name=name, changes=changes, using=using)


def agency_exported(actor: Actor, *, id: UUID, digest: str, rows: int) -> AuditEntry:
    """Tell that an archive of everything was made, with the digest of its manifest."""
    return _write(actor, "agency.exported", "export", id=id, name="", changes={"digest": digest, "rows": rows})


def agency_closing(actor: Actor, *, id: UUID, name: str, purge_at: datetime) -> AuditEntry:
    """Tell that the agency is going to be deleted, and when."""
    return _write(actor, "agency.closing", "agency", id=id, name=name, changes={"purge_at": purge_at.isoformat()})


def agency_reopened(actor: Actor, *, id: UUID, name: str) -> AuditEntry:
    """Tell that the agency is not going to be deleted after all."""
    return _write(actor, "agency.reopened", "agency", id=id, name=name)


def retention_chosen(actor: Actor, *, days: Mapping[str, int | None]) -> AuditEntry:
    """Tell how long kinds of data are kept from now on: days, or None for ever."""
    return _write(actor, "retention.chosen", "retention", id=None, name="", changes=days)


def person_erased(actor: Actor, *, kind: str, id: UUID | None, places: Mapping[str, int]) -> AuditEntry:
    """Tell that a person's data was replaced, and how often in which table; never whose."""
    return _write(actor, f"{kind}.erased", kind, id=id, name="", changes=dict(places))


def member_invited(actor: Actor, *, id: UUID, email: str, role: str) -> AuditEntry:
    """Tell that somebody was invited."""
    return _write(actor, "member.invited", "invitation", id=id, name=email, changes={"role": role})


def member_joined(actor: Actor, *, id: UUID, email: str, role: str) -> AuditEntry:
    """Tell that an invited person accepted."""
    return _write(actor, "member.joined", "member", id=id, name=email, changes={"role": role})


def member_removed(actor: Actor, *, id: UUID, email: str) -> AuditEntry:
    """Tell that a member lost access."""
    return _write(actor, "member.removed", "member", id=id, name=email)


def logged_in(actor: Actor, *, id: UUID, email: str) -> AuditEntry:
    """Tell that a session began."""
    return _write(actor, "session.started", "session", id=id, name=email)


def logged_out(actor: Actor, *, id: UUID, email: str) -> AuditEntry:
    """Tell that a session ended."""
    return _write(actor, "session.ended", "session", id=id, name=email)


def key_issued(actor: Actor, *, id: UUID, name: str, scopes: list[str]) -> AuditEntry:
    """Tell that an API key was made; never its secret."""
    return _write(actor, "api_key.issued", "api_key", id=id, name=name, changes={"scopes": scopes})


def key_revoked(actor: Actor, *, id: UUID, name: str) -> AuditEntry:
    """Tell that an API key no longer works."""
    return _write(actor, "api_key.revoked", "api_key", id=id, name=name)


def files_handed_in(actor: Actor, *, id: UUID, name: str, outcomes: Mapping[str, int]) -> AuditEntry:
    """Tell that files came by an upload link, and what became of how many."""
    return _write(actor, "upload_link.used", "upload_link", id=id, name=name, changes=outcomes)


def import_committed(actor: Actor, *, id: UUID, file_name: str, counts: Mapping[str, int]) -> AuditEntry:
    """Tell that a file's numbers were stored."""
    return _write(actor, "import.committed", "import", id=id, name=file_name, changes=dict(counts))


def import_reverted(actor: Actor, *, id: UUID, file_name: str) -> AuditEntry:
    """Tell that a file's numbers were taken back."""
    return _write(actor, "import.reverted", "import", id=id, name=file_name)


def import_cancelled(actor: Actor, *, id: UUID, file_name: str) -> AuditEntry:
    """Tell that somebody cancelled an import that waited or ran."""
    return _write(actor, "import.cancelled", "import", id=id, name=file_name)


def import_retried(actor: Actor, *, id: UUID, file_name: str) -> AuditEntry:
    """Tell that somebody had a failed import tried again."""
    return _write(actor, "import.retried", "import", id=id, name=file_name)


def contents_tagged(actor: Actor, *, id: UUID, name: str, changes: Mapping[str, Any]) -> AuditEntry:
    """Tell that contents were tagged: what was stated, and how many changed."""
    return _write(actor, "contents.tagged", "tagging", id=id, name=name, changes=changes)


def tagging_undone(actor: Actor, *, id: UUID, name: str, changes: Mapping[str, Any]) -> AuditEntry:
    """Tell that a tagging was taken back, and of how many contents."""
    return _write(actor, "tagging.undone", "tagging", id=id, name=name, changes=changes)


def conversions_recorded(actor: Actor, *, id: UUID, sources: list[str], counts: Mapping[str, int]) -> AuditEntry:
    """Tell that a batch of conversions was taken in: how many were new, changed an order, or changed nothing."""
    return _write(actor, "conversions.recorded", "conversions", id=id, name=", ".join(sources), changes=dict(counts))


def conversion_landed(actor: Actor, *, id: UUID, name: str, landing: Mapping[str, Any]) -> AuditEntry:
    """Tell that somebody said where a conversion belongs."""
    return _write(actor, "conversion.landed", "conversion", id=id, name=name, changes=landing)


def target_revised(actor: Actor, *, id: UUID, kpi: str, changes: Mapping[str, Any], reason: str) -> AuditEntry:
    """Tell that a target's tiers or period changed, and why."""
    return _write(actor, "target.revised", "target", id=id, name=kpi, changes={**changes, "reason": reason})


def target_signed_off(actor: Actor, *, id: UUID, kpi: str, revision: int) -> AuditEntry:
    """Tell that a revision of a target was signed off."""
    return _write(actor, "target.signed_off", "target", id=id, name=kpi, changes={"revision": revision})


def report_published(actor: Actor, *, id: UUID, name: str, digest: str) -> AuditEntry:
    """Tell that a report was published, with the digest of its snapshot."""
    return _write(actor, "report.published", "report", id=id, name=name, changes={"digest": digest})


def report_reopened(actor: Actor, *, id: UUID, name: str, reason: str) -> AuditEntry:
    """Tell that the days of a published report were opened to corrections, and why."""
    return _write(actor, "report.reopened", "report", id=id, name=name, changes={"reason": reason})


def exchange_rates_stated(actor: Actor, *, counts: Mapping[str, int]) -> AuditEntry:
    """Tell that many exchange rates were stated at once, and how many of them were new, changed or as they were."""
    return _write(actor, "exchange_rate.stated", "exchange_rate", id=None, name="", changes=counts)
