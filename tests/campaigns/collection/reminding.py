"""Accounts that owe files for long, and plans that say of whom they are asked."""

from agencies.context import in_agency
from campaigns.models import CollectionPlan
from clients.models import NetworkAccount
from tests.campaigns.collection.collecting import days_ago

LIKES = "douyin.creator.daily.likes"


def late_account(agency, brand, handle: str, **plan):
    """Make an account that has been connected for a hundred days, with a plan for its daily likes; gives its id."""
    with in_agency(agency):
        account = NetworkAccount.objects.create(brand_id=brand, network="douyin", kind="standard", handle=handle)
        NetworkAccount.objects.filter(id=account.id).update(created_at=f"{days_ago(100)}T00:00:00Z")
        CollectionPlan.objects.create(account=account, profile=LIKES, **plan)
        return account.id
