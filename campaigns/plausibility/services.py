"""What people decide about findings: accepted, confirmed to be wrong, or open again."""

from collections.abc import Iterable

from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

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
    named = list(findings)
    lock_accounts(list({each.account_id for each in named}))  # loads judge the same findings, and first
    judged = PlausibilityFinding.objects.filter(id__in=[each.id for each in named]).order_by("created_at", "id")
    if judged.filter(state=RESOLVED).exists():
        raise AlreadyResolved
    decided_by, decided_at = ("", None) if state == OPEN else (actor.name, timezone.now())
    decision = {"state": state, "note": note, "decided_by": decided_by, "decided_at": decided_at}
    judged.order_by().update(**decision, version=F("version") + 1, updated_at=Now())
    names = {each.id: str(each) for each in named}
    events.changed_alike(actor, "plausibility_finding", names=names, changes={"state": state, "note": note})
    return list(judged)


def check_account(account: NetworkAccount) -> Kept:
    """Look at every number of an account again, such as after rules changed."""
    lock_accounts([account.id])
    return inspect_account(account)
