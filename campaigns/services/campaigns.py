"""Campaigns: planned, revised, archived."""

from collections.abc import Mapping
from typing import Any

from django.db.models.functions import Now

from apikit.versions import differing, revise
from audit import events
from campaigns.models import Campaign
from campaigns.services.belonging import require_days
from clients.refusals import Archived
from clients.services.audited import audited
from people.principal import Principal


def plan_campaign(principal: Principal, values: Mapping[str, Any]) -> Campaign:
    """Make a campaign of a brand. Raises EndsBeforeStart."""
    require_days(values["start"], values["end"])
    campaign = Campaign.objects.create(**values)
    campaign.refresh_from_db()
    events.created(principal.actor(), "campaign", id=campaign.id, name=campaign.name, values=audited(values))
    return campaign


def revise_campaign(
    principal: Principal, campaign: Campaign, values: Mapping[str, Any], *, expected: int | None
) -> Campaign:
    """Change a campaign. Raises VersionConflict, EndsBeforeStart, or Archived for a deleted one."""
    if campaign.archived_at is not None:
        raise Archived
    require_days(values.get("start", campaign.start), values.get("end", campaign.end))
    changes = differing(campaign, values)
    if changes:
        revise(campaign, expected=expected, updated_at=Now(), **changes)
        events.changed(principal.actor(), "campaign", id=campaign.id, name=campaign.name, changes=audited(changes))
    return campaign


def archive_campaign(principal: Principal, campaign: Campaign, *, expected: int | None) -> None:
    """Take a campaign out of sight; its contents and numbers stay. Raises VersionConflict or Archived."""
    if campaign.archived_at is not None:
        raise Archived
    revise(campaign, expected=expected, updated_at=Now(), archived_at=Now())
    events.deleted(principal.actor(), "campaign", id=campaign.id, name=campaign.name)
