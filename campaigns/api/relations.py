"""Related campaigns, contents and creators in bodies: only those on which the caller has the action's capability."""

from typing import Any

from apikit.fields import ScopedRelatedField
from apikit.guard import GuardedQuerySet
from campaigns.models import Campaign, Content, Creator
from campaigns.scoping import visible_campaigns, visible_contents
from clients.api.relations import capability_of
from people.principal import asking


def campaigns_of(request: Any) -> GuardedQuerySet[Campaign]:
    """Give the campaigns that the action may name."""
    return visible_campaigns(asking(request), capability_of(request)).filter(archived_at=None)


def contents_of(request: Any) -> GuardedQuerySet[Content]:
    """Give the contents that the action may name, with the account that tells their brand."""
    return visible_contents(asking(request), capability_of(request)).select_related("account")


def creators_of(_: Any) -> GuardedQuerySet[Creator]:
    """Give the creators: the whole agency knows them."""
    return Creator.objects.all()


def campaign_field() -> ScopedRelatedField:
    """Make the field that names a campaign, or none."""
    return ScopedRelatedField(scope=campaigns_of, required=False, allow_null=True)


def content_field() -> ScopedRelatedField:
    """Make the field that names a content, or none."""
    return ScopedRelatedField(scope=contents_of, required=False, allow_null=True)


def creator_field() -> ScopedRelatedField:
    """Make the field that names a creator, or none."""
    return ScopedRelatedField(scope=creators_of, required=False, allow_null=True)
