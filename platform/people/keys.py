"""API keys: credentials for programs, bound to the agency and to the member who made them."""

from datetime import datetime
from uuid import UUID

from django.conf import settings

from audit import events
from people.models import Credential
from people.principal import HAND_IN, Principal
from people.refusals import OutlivesItsMaker, ScopeNotHeld
from people.sessions import revoke_credential
from people.tokens import TokenKind, new_token


def issue_key(
    principal: Principal, *, name: str, scopes: list[str], expires_at: datetime | None
) -> tuple[Credential, str]:
    """Make an API key that may do what its maker may, narrowed to `scopes`; gives the row and the token, shown once.

    Raises ScopeNotHeld for a scope that the credential of the maker does not have; without scopes the key gets those
    of the maker's credential. A key made with a key ends with it at the latest: raises OutlivesItsMaker for a later
    moment.
    """
    for scope in scopes:
        if not principal.may(scope):
            raise ScopeNotHeld(f"Your credential does not have {scope} itself.")
    expires_at = _within_the_makers(principal, expires_at)
    token = new_token(TokenKind.API_KEY)
    credential = Credential.objects.create(
        kind=TokenKind.API_KEY,
        key_id=token.key_id,
        secret_hash=token.hashed(settings.CREDENTIAL_PEPPER),
        agency_id=principal.agency.id,
        membership_id=principal.membership_id,
        name=name,
        scopes=sorted(set(scopes) or principal.scopes),
        expires_at=expires_at,
    )
    events.key_issued(principal.actor(), id=credential.id, name=name, scopes=credential.scopes)
    return credential, token.text()


def issue_upload_credential(principal: Principal, *, expires_at: datetime) -> tuple[UUID, str]:
    """Make the credential of an upload link; gives its id and the token, shown once.

    It opens nothing but the link, and ends when its maker leaves. Raises OutlivesItsMaker.
    """
    _within_the_makers(principal, expires_at)
    token = new_token(TokenKind.UPLOAD_LINK)
    credential = Credential.objects.create(
        kind=TokenKind.UPLOAD_LINK,
        key_id=token.key_id,
        secret_hash=token.hashed(settings.CREDENTIAL_PEPPER),
        agency_id=principal.agency.id,
        membership_id=principal.membership_id,
        scopes=[HAND_IN],
        expires_at=expires_at,
    )
    return credential.id, token.text()


def revoke_key(principal: Principal, credential: Credential) -> None:
    """Make an API key useless."""
    revoke_credential(credential.id)
    events.key_revoked(principal.actor(), id=credential.id, name=credential.name)


def _within_the_makers(principal: Principal, wanted: datetime | None) -> datetime | None:
    if principal.credential_kind != TokenKind.API_KEY:
        return wanted
    latest = Credential.objects.get(id=principal.credential_id).expires_at
    if latest is None:
        return wanted
    if wanted is not None and wanted > latest:
        raise OutlivesItsMaker
    return wanted or latest
