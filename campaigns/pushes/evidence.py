"""Files that show where typed values were read: looked at, never opened."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from apikit.refusals import Refusal, RefusalKind
from audit import events
from audit.actors import Actor
from campaigns.imports.locks import lock_accounts
from campaigns.imports.uploads import bare_file_name
from campaigns.models import EvidenceFile, ManualEvidence
from campaigns.models.pushed import STANDING
from clients.models import NetworkAccount

LARGEST_BYTES: Final = 10 * 1024 * 1024
MEDIA_TYPES: Final = ("image/png", "image/jpeg", "image/webp", "application/pdf")
_RIFF, _WEBP = b"RIFF", b"WEBP"


class EvidenceTooLarge(Refusal):
    """A screenshot is small; anything larger is something else."""

    code = "too_large"
    detail = f"Evidence has at most {LARGEST_BYTES // 1024 // 1024} MB."
    pointer = "#/file"


class NotEvidence(Refusal):
    """Only pictures and documents that begin like what they are."""

    code = "unsupported_file"
    detail = "Evidence is a PNG, JPEG or WebP picture or a PDF document; this file begins like none of them."
    pointer = "#/file"


class EvidenceInUse(Refusal):
    """Evidence stays as long as a value that counts names it."""

    kind = RefusalKind.CONFLICT
    code = "in_use"
    detail = "A value that counts names this evidence; withdraw or correct it first."


@dataclass(frozen=True, slots=True)
class Shown:
    """What a user sends as evidence: its name and its bytes."""

    account: NetworkAccount
    file_name: str
    data: bytes


def keep_evidence(shown: Shown, *, actor: Actor) -> EvidenceFile:
    """Keep a file; what it is is told by its first bytes. Raises EvidenceTooLarge and NotEvidence."""
    if len(shown.data) > LARGEST_BYTES:
        raise EvidenceTooLarge
    media_type = media_type_of(shown.data)
    if media_type is None:
        raise NotEvidence
    kept = EvidenceFile.objects.create(
        account=shown.account,
        file_name=bare_file_name(shown.file_name),
        media_type=media_type,
        size=len(shown.data),
        sha256=sha256(shown.data).hexdigest(),
        data=shown.data,
        created_by=actor.name,
    )
    kept.refresh_from_db(fields=["created_at"])
    events.created(actor, "evidence_file", id=kept.id, name=kept.file_name, values={"sha256": kept.sha256})
    return kept


def discard_evidence(file: EvidenceFile, *, actor: Actor) -> None:
    """Delete a file that no value which counts names; raises EvidenceInUse."""
    lock_accounts([file.account_id])  # values that are typed in just now may name it
    named = ManualEvidence.objects.filter(evidence=file)
    if named.filter(value__upload__state=STANDING).exists():
        raise EvidenceInUse
    named.delete()
    identity, name = file.id, file.file_name
    EvidenceFile.objects.filter(id=identity).delete()
    events.deleted(actor, "evidence_file", id=identity, name=name)


def media_type_of(data: bytes) -> str | None:
    """Tell what a file is by its first bytes, None where it is nothing that can be evidence."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith(_RIFF) and data[8:12] == _WEBP:
        return "image/webp"
    return "application/pdf" if data.startswith(b"%PDF-") else None
