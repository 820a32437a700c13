"""Turns kept rules into rules that can be asked, and back."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q

from campaigns.models import TagRule
from campaigns.tagging.attributes import Attribute, Value
from campaigns.tagging.matching import Match, Rule, Wish, in_order
from clients.models import NetworkAccount

LISTS = ("title_contains", "title_matches", "hashtags")
DAYS = ("published_from", "published_to")
DURATIONS = ("duration_min", "duration_max")


def match_of(kept: Mapping[str, Any]) -> Match:
    """Read the conditions of a kept rule."""
    stated: dict[str, Any] = {name: tuple(kept[name]) for name in LISTS if kept.get(name)}
    stated |= {name: date.fromisoformat(kept[name]) for name in DAYS if kept.get(name)}
    stated |= {name: Decimal(kept[name]) for name in DURATIONS if kept.get(name) is not None}
    return Match(**stated, all_of=bool(kept.get("all_of")), format=kept.get("format") or None)


def kept_match(stated: Mapping[str, Any]) -> dict[str, Any]:
    """Write stated conditions as they are kept: what asks nothing is left out."""
    kept = {name: value for name, value in stated.items() if value not in (None, "", [], False)}
    return {name: str(value) if isinstance(value, date | Decimal) else value for name, value in kept.items()}


def rule_of(record: TagRule) -> Rule:
    """Make the rule that a record keeps; a campaign that was archived is no longer set. Its campaign is loaded."""
    values: dict[Attribute, Value] = {Attribute(name): value for name, value in record.words.items()}
    if record.campaign is not None and record.campaign.archived_at is None:
        values[Attribute.CAMPAIGN] = str(record.campaign_id)
    if record.creator_id is not None:
        values[Attribute.CREATOR] = str(record.creator_id)
    return Rule(
        id=record.id,
        brand=record.brand_id,
        account=record.account_id,
        match=match_of(record.match),
        wish=Wish(values, tuple(record.add_hashtags), tuple(record.remove_hashtags)),
        priority=record.priority,
        created_at=record.created_at,
    )


def rules_in_force(account: NetworkAccount) -> list[Rule]:
    """Give the active rules that may be about contents of an account, in the order in which they have the say."""
    records = TagRule.objects.filter(
        Q(brand=account.brand_id) | Q(brand=None), Q(account=account) | Q(account=None), active=True, archived_at=None
    ).select_related("campaign")
    return in_order(rule_of(record) for record in records)
