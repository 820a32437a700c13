"""Plans: what is agreed on the files of an account, made, revised, and dropped for what is usual."""

from collections.abc import Mapping
from typing import Any

from django.db.models.functions import Now

from apikit.versions import differing, revise
from audit import events
from campaigns.collection.assignees import works_on
from campaigns.collection.expectations import EVERY_KIND, is_of
from campaigns.collection.periods import loses_days
from campaigns.collection.refusals import CannotSeeBrand, LosesDays, NotOfThisAccount, TwoAssignees
from campaigns.models import CollectionPlan
from campaigns.readers import Cadence, Profile, profiles
from clients.services.audited import audited
from people.principal import Principal


def add_plan(principal: Principal, values: Mapping[str, Any]) -> CollectionPlan:
    """Agree on a kind of file of an account, or on all of them where no profile is named.

    Raises NotOfThisAccount, LosesDays, CannotSeeBrand and TwoAssignees.
    """
    plan = CollectionPlan(**values)
    _require_sense(plan)
    plan.save(force_insert=True)
    plan.refresh_from_db()
    events.created(principal.actor(), "collection_plan", id=plan.id, name=str(plan), values=audited(values))
    return plan


def revise_plan(
    principal: Principal, plan: CollectionPlan, values: Mapping[str, Any], *, expected: int | None
) -> CollectionPlan:
    """Change what is agreed. Raises VersionConflict, and what add_plan raises."""
    changes = differing(plan, values)
    if changes:
        for name, value in changes.items():
            setattr(plan, name, value)
        _require_sense(plan)
        revise(plan, expected=expected, updated_at=Now(), **changes)
        events.changed(principal.actor(), "collection_plan", id=plan.id, name=str(plan), changes=audited(changes))
    return plan


def drop_plan(principal: Principal, plan: CollectionPlan, *, expected: int | None) -> None:
    """Go back to what is usual. Raises VersionConflict."""
    if expected is not None:
        revise(plan, expected=expected)
    plan_id, name = plan.id, str(plan)
    plan.delete()
    events.deleted(principal.actor(), "collection_plan", id=plan_id, name=name)


def _require_sense(plan: CollectionPlan) -> None:
    profile = _profile_of(plan)
    covers = None if profile is None else profile.collection.covers_days
    if plan.cadence and covers is not None and loses_days(Cadence(plan.cadence), covers):
        raise LosesDays(covers, plan.cadence)
    if plan.assignee is not None and (plan.contact_name or plan.contact_email):
        raise TwoAssignees
    if plan.assignee is not None and not works_on(plan.assignee, plan.account.brand_id):
        raise CannotSeeBrand


def _profile_of(plan: CollectionPlan) -> Profile | None:
    """Give the kind of file that a plan is of, None where it is of all of the account's."""
    if plan.profile == EVERY_KIND:
        return None
    found = next((profile for profile in profiles() if profile.key == plan.profile), None)
    if found is None or not is_of(found, plan.account):
        raise NotOfThisAccount
    return found
