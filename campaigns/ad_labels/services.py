"""Ad labels: stated, changed, taken back; the ad units that they are about follow at once."""

from typing import Any

from django.db.models.functions import Now

from apikit.versions import differing, revise
from audit import events
from campaigns.ad_labels.linking import relink
from campaigns.ad_labels.refusals import LabelledAlready
from campaigns.ad_labels.resolving import LabelKind, label_key
from campaigns.imports.locks import lock_accounts
from campaigns.models import AdLabel, Campaign
from campaigns.services.belonging import require_brand
from clients.models import NetworkAccount
from clients.refusals import Archived
from clients.services.audited import audited
from people.principal import Principal


def state_label(
    principal: Principal, *, account: NetworkAccount, source: str, kind: LabelKind, text: str, campaign: Campaign
) -> AdLabel:
    """State what a name or an id in an account's ad exports stands for, now and in later files.

    Raises WrongBrand for another brand's campaign, LabelledAlready where something is stated of it.
    """
    require_brand(account.brand_id, {"campaign": campaign})
    lock_accounts([account.id])
    key = label_key(kind, text)
    if AdLabel.objects.filter(account=account, source=source, kind=kind, key=key, archived_at=None).exists():
        raise LabelledAlready(pointer=f"#/{kind}")
    values: dict[str, Any] = {"account": account, "source": source, "kind": str(kind), "text": text}
    values["campaign"] = campaign
    label = AdLabel.objects.create(**values, key=key, created_by=principal.name)
    label.refresh_from_db()
    units = relink(account.id, [source])
    told = audited(values) | {"ad_units": units}
    events.created(principal.actor(), "ad_label", id=label.id, name=label.text, values=told)
    return label


def revise_label(principal: Principal, label: AdLabel, *, campaign: Campaign, expected: int | None) -> AdLabel:
    """Let a name stand for another campaign. Raises VersionConflict, WrongBrand or Archived."""
    if label.archived_at is not None:
        raise Archived
    require_brand(label.account.brand_id, {"campaign": campaign})
    changes = differing(label, {"campaign": campaign})
    if changes:
        lock_accounts([label.account_id])
        revise(label, expected=expected, updated_at=Now(), **changes)
        units = relink(label.account_id, [label.source])
        told = audited(changes) | {"ad_units": units}
        events.changed(principal.actor(), "ad_label", id=label.id, name=label.text, changes=told)
    return label


def withdraw_label(principal: Principal, label: AdLabel, *, expected: int | None) -> None:
    """Take a label back: its units follow other labels, or stand for nothing. Raises VersionConflict, Archived."""
    if label.archived_at is not None:
        raise Archived
    lock_accounts([label.account_id])
    revise(label, expected=expected, updated_at=Now(), archived_at=Now(), archived_by=principal.name)
    relink(label.account_id, [label.source])
    events.deleted(principal.actor(), "ad_label", id=label.id, name=label.text)
