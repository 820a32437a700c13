"""Upload links: made, revoked, and used by whoever holds one to hand files in without a log-in."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from audit import events
from campaigns.collection.bundles import MOST_FILES, Bundle, FileOutcome, SentFile, take_bundle
from campaigns.collection.refusals import (
    LinkGone,
    LinkUsedUp,
    NotOfThisBrand,
    PastMoment,
    TooManyRefused,
    TooManyUploads,
)
from campaigns.imports.uploads import bare_file_name
from campaigns.models import HandedFile, UploadLink
from clients.models import NetworkAccount
from clients.services.audited import audited
from people.keys import issue_upload_credential
from people.principal import LinkHolder, Principal
from people.sessions import revoke_credential

LASTS: Final = timedelta(days=30)
LASTS_AT_MOST: Final = timedelta(days=366)
WINDOW: Final = timedelta(minutes=15)
FILES_A_WINDOW: Final = 200
REFUSED_AT_MOST: Final = 500
"""Files of a link that may be refused: enough for many mistakes, and no way in for somebody who only tries."""
NOT_KEPT: Final = ("refused", "unplaced")
NOT_TAKEN: Final = (*NOT_KEPT, "failed")


@dataclass(frozen=True, slots=True)
class IssuedLink:
    """A link just made; `token` is shown this once."""

    link: UploadLink
    token: str


def issue_link(principal: Principal, values: Mapping[str, Any], *, accounts: Sequence[NetworkAccount]) -> IssuedLink:
    """Make an upload link for some accounts of a brand, none for all of them.

    Raises NotOfThisBrand, PastMoment, OutlivesItsMaker.
    """
    now = timezone.now()
    expires_at: datetime = values.get("expires_at") or now + LASTS
    if not now < expires_at <= now + LASTS_AT_MOST:
        raise PastMoment
    if any(account.brand_id != values["brand"].id for account in accounts):
        raise NotOfThisBrand
    credential, token = issue_upload_credential(principal, expires_at=expires_at)
    stated = {**values, "expires_at": expires_at, "accounts": [account.id for account in accounts]}
    link = UploadLink.objects.create(id=credential, created_by=principal.name, **stated)
    link.refresh_from_db()
    told = {**stated, "accounts": [str(account.id) for account in accounts]}
    events.created(principal.actor(), "upload_link", id=link.id, name=link.name, values=audited(told))
    return IssuedLink(link, token)


def revoke_link(principal: Principal, link: UploadLink) -> None:
    """Make a link useless; what came by it stays."""
    if link.revoked_at is None:
        revoke_credential(link.id)
        UploadLink.objects.filter(id=link.id).update(revoked_at=Now())
        events.deleted(principal.actor(), "upload_link", id=link.id, name=link.name)


def link_of(holder: LinkHolder, *, locked: bool = False) -> UploadLink:
    """Give the link that a holder has; raises LinkGone where it was revoked or its brand was archived a moment ago."""
    links = UploadLink.objects.select_related("brand").filter(id=holder.link_id, revoked_at=None)
    found = (links.select_for_update(of=("self",)) if locked else links).first()
    if found is None or found.brand.archived_at is not None:
        raise LinkGone
    return found


def accounts_of(link: UploadLink) -> QuerySet[NetworkAccount]:
    """Give the accounts that files of a link may be of."""
    accounts = _accounts_beside(link)
    return accounts.filter(id__in=link.accounts) if link.accounts else accounts


def _accounts_beside(link: UploadLink) -> QuerySet[NetworkAccount]:
    """Give all accounts of a link's brand."""
    accounts = NetworkAccount.objects.filter(brand=link.brand_id, archived_at=None, brand__archived_at=None)
    return accounts.select_related("brand").order_by("id")


def hand_in(holder: LinkHolder, files: Sequence[SentFile], *, account: NetworkAccount | None) -> list[FileOutcome]:
    """Take files that came by a link, within its limits; they are previews, or committed where the link says so.

    What is refused uses up nothing of what the link takes, but of the files that it may refuse.

    Raises LinkGone, LinkUsedUp, TooManyRefused, TooManyUploads, TooManyFiles, with nothing taken.
    """
    link = link_of(holder, locked=True)
    size = sum(file.path.stat().st_size for file in files)
    _require_room(link, len(files), size)
    bundle = Bundle(
        files=files,
        accounts=list(accounts_of(link)),
        account=account,
        others=list(_accounts_beside(link).exclude(id__in=link.accounts)) if link.accounts else (),
        profiles=frozenset(link.profiles),
        most_files=min(MOST_FILES, link.most_files - link.files_taken, FILES_A_WINDOW - link.window_files),
    )
    outcomes = take_bundle(bundle, actor=holder.actor(f"upload link: {link.name}"), write=link.mode == "commit")
    _count(link, files, outcomes)
    _keep(link, outcomes)
    counted = Counter(outcome.outcome for outcome in outcomes)
    events.files_handed_in(holder.actor(link.name), id=link.id, name=link.name, outcomes=counted)
    return outcomes


def _require_room(link: UploadLink, count: int, size: int) -> None:
    if link.files_taken + count > link.most_files or link.bytes_taken + size > link.most_bytes:
        raise LinkUsedUp
    if HandedFile.objects.filter(link=link, outcome__in=NOT_TAKEN).count() >= REFUSED_AT_MOST:
        raise TooManyRefused(REFUSED_AT_MOST)
    now = timezone.now()
    if link.window_started_at is None or link.window_started_at <= now - WINDOW:
        link.window_started_at, link.window_files = now, 0
    if link.window_files + count > FILES_A_WINDOW:
        refusal = TooManyUploads()
        refusal.retry_after_seconds = int((link.window_started_at + WINDOW - now).total_seconds()) + 1
        raise refusal


def _count(link: UploadLink, files: Sequence[SentFile], outcomes: Sequence[FileOutcome]) -> None:
    """Count the files that were taken, and the bytes of those that are kept, if only for why their rows were refused.

    Of an archive in which anything was kept all bytes count that were sent.
    """
    kept = [outcome for outcome in outcomes if outcome.outcome not in NOT_KEPT]
    archives = {outcome.archive for outcome in kept if outcome.archive is not None}
    link.files_taken += sum(1 for outcome in outcomes if outcome.outcome not in NOT_TAKEN)
    link.bytes_taken += sum(outcome.size for outcome in kept if outcome.archive is None)
    link.bytes_taken += sum(file.path.stat().st_size for file in files if bare_file_name(file.name) in archives)
    link.window_files += max(len(outcomes), 1)
    link.last_used_at = timezone.now()
    link.save()


def _keep(link: UploadLink, outcomes: Sequence[FileOutcome]) -> None:
    HandedFile.objects.bulk_create(
        HandedFile(
            link=link,
            upload=outcome.upload,
            file_name=outcome.name,
            size=outcome.size,
            outcome=outcome.outcome,
            code=outcome.code,
            detail=outcome.detail,
        )
        for outcome in outcomes
    )
