"""What people decide about findings: accepted, confirmed to be wrong, or open again."""

from collections.abc import Iterable

from django.db.models.functions import Now
from django.utils import timezone

from apikit.versions import revise
from audit import events
from audit.actors import Actor
from campaigns.imports.locks import lock_accounts
from campaigns.models import PlausibilityFinding
from campaigns.models.plausibility import OPEN, RESOLVED
from campaigns.plausibility.findings import Kept
from campaigns.plausibility.inspection import inspect_account
from campaigns.plausibility.refusals import AlreadyResolved
from clients.models import NetworkAccount


def decide(
    findings: Iterable[PlausibilityFinding], *, state: str, note: str, actor: Actor
) -> list[PlausibilityFinding]:
    """Say of findings what they are; all or none.

    Raises AlreadyResolved for one that holds no longer.
    """
    judged = list(findings)
    if any(each.state == RESOLVED for each in judged):
        raise AlreadyResolved
    by = {} if state == OPEN else {"decided_by": actor.name, "decided_at": timezone.now()}
    nobody = {"decided_by": "", "decided_at": None}
    for finding in judged:
        revise(finding, expected=None, updated_at=Now(), state=state, note=note, **(by or nobody))
        changes = {"state": state, "note": note}
        events.changed(actor, "plausibility_finding", id=finding.id, name=str(finding), changes=changes)
    return judged


def check_account(account: NetworkAccount) -> Kept:
    """Look at every number of an account again, such as after rules changed."""
    lock_accounts([account.id])
    return inspect_account(account)
