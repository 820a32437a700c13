"""What an account is expected to hand in: what is agreed on, else what is usual for its network and kind."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from campaigns.collection.assignees import Assignee
from campaigns.collection.periods import delay_of, workable
from campaigns.models import CollectionPlan
from campaigns.readers import Cadence, Profile, profiles
from clients.models import NetworkAccount

EVERY_KIND = ""


@dataclass(frozen=True, slots=True)
class Expectation:
    """One kind of file of one account: how often, how many days after its period, and from whom."""

    account: NetworkAccount
    profile: Profile
    cadence: Cadence
    delay: int
    assignee: Assignee | None
    muted_until: date | None
    plan: UUID | None


def files_of(account: NetworkAccount) -> list[Profile]:
    """Give the kinds of file that the account's network has for its kind of account."""
    return [profile for profile in profiles() if is_of(profile, account)]


def is_of(profile: Profile, account: NetworkAccount) -> bool:
    """Say whether an account can export a kind of file."""
    return profile.network == account.network and (not profile.account_kinds or account.kind in profile.account_kinds)


def expectations(
    accounts: Iterable[NetworkAccount],
    plans: Mapping[tuple[UUID, str], CollectionPlan],
    handed_in: Mapping[tuple[UUID, str], date],
    people: Mapping[UUID, Assignee],
) -> Iterator[Expectation]:
    """Yield what each account is expected to hand in.

    `plans` and `handed_in`, the first day that files of a kind tell of, are by account and profile.
    """
    for account in accounts:
        for profile in files_of(account):
            agreed = [plans[key] for key in ((account.id, profile.key), (account.id, EVERY_KIND)) if key in plans]
            if _wanted(profile, agreed, known=(account.id, profile.key) in handed_in):
                yield _expectation(account, profile, agreed, people)


def _wanted(profile: Profile, agreed: list[CollectionPlan], *, known: bool) -> bool:
    """Say whether a file is wanted: usually those due regularly, those of some accounts once one was handed in."""
    for plan in agreed:
        if plan.wanted is not None:
            return plan.wanted
    return profile.collection.cadence is not Cadence.ON_DEMAND and (profile.collection.of_all or known)


def _expectation(
    account: NetworkAccount, profile: Profile, agreed: list[CollectionPlan], people: Mapping[UUID, Assignee]
) -> Expectation:
    covers = profile.collection.covers_days
    cadence = workable(_cadence(profile, agreed), covers)
    delay = next((plan.due_after_days for plan in agreed if plan.due_after_days is not None), None)
    return Expectation(
        account=account,
        profile=profile,
        cadence=cadence,
        delay=delay_of(cadence, delay, covers),
        assignee=next((found for plan in agreed if (found := _assignee(plan, people)) is not None), None),
        muted_until=next((plan.muted_until for plan in agreed if plan.muted_until is not None), None),
        plan=next((plan.id for plan in agreed), None),
    )


def _cadence(profile: Profile, agreed: list[CollectionPlan]) -> Cadence:
    stated = next((plan.cadence for plan in agreed if plan.cadence), None)
    if stated is not None:
        return Cadence(stated)
    usual = profile.collection.cadence
    return Cadence.MONTHLY if usual is Cadence.ON_DEMAND else usual


def _assignee(plan: CollectionPlan, people: Mapping[UUID, Assignee]) -> Assignee | None:
    """Give whom a plan names; none where that member has left."""
    if plan.assignee is not None:
        return people.get(plan.assignee)
    if plan.contact_name or plan.contact_email:
        return Assignee(member=None, name=plan.contact_name, email=plan.contact_email)
    return None
