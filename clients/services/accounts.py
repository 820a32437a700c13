"""Accounts: a brand's presences on the networks, connected, revised, disconnected."""

from collections.abc import Mapping
from typing import Any

from django.db.models.functions import Now

from apikit.versions import differing, revise
from audit import events
from clients.models import Brand, NetworkAccount
from clients.networks import AccountKind, Network, default_kind, kind_fits
from clients.refusals import Archived, WrongKind
from clients.services.audited import audited
from people.principal import Principal


def connect_account(
    principal: Principal, *, brand: Brand, network: Network, handle: str, **values: Any
) -> NetworkAccount:
    """Connect a brand's account; the kind is the network's usual one and the days are the brand's, unless stated.

    Raises WrongKind where the network has no such accounts, Archived where the brand is deleted.
    """
    if brand.archived_at is not None:
        raise Archived(pointer="#/brand")
    kind = AccountKind(values.pop("kind", None) or default_kind(network))
    if not kind_fits(network, kind):
        raise WrongKind
    values.setdefault("time_zone", brand.time_zone)
    account = NetworkAccount.objects.create(
        brand=brand, network=network, kind=kind, handle=bare_handle(handle), **values
    )
    account.refresh_from_db()
    events.created(
        principal.actor(),
        "account",
        id=account.id,
        name=str(account),
        values=audited({"brand": brand, "network": network, "kind": kind, "handle": account.handle}),
    )
    return account


def revise_account(
    principal: Principal, account: NetworkAccount, values: Mapping[str, Any], *, expected: int | None
) -> NetworkAccount:
    """Change an account's handle, ids, name or time zone. Raises VersionConflict or Archived."""
    if account.archived_at is not None:
        raise Archived
    wanted = dict(values)
    if "handle" in wanted:
        wanted["handle"] = bare_handle(wanted["handle"])
    changes = differing(account, wanted)
    if changes:
        revise(account, expected=expected, updated_at=Now(), **changes)
        events.changed(principal.actor(), "account", id=account.id, name=str(account), changes=audited(changes))
    return account


def archive_account(principal: Principal, account: NetworkAccount, *, expected: int | None) -> None:
    """Disconnect an account; its numbers stay. Raises VersionConflict or Archived."""
    if account.archived_at is not None:
        raise Archived
    revise(account, expected=expected, updated_at=Now(), archived_at=Now())
    events.deleted(principal.actor(), "account", id=account.id, name=str(account))


def bare_handle(handle: str) -> str:
    """Give a handle without the @ that people write before it."""
    return handle.strip().removeprefix("@")
