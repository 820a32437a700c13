"""Which contents and ad units a question takes in, and what they are grouped by."""

from collections.abc import Sequence

from kpis.compute.question import GroupKey, Scope

ATTRIBUTES = ("campaign_id", "creator_id", "category", "format", "hook", "sound", "hashtags", "boosted")
"""The columns of a content that a question may narrow or group by."""

# What is not stated is one group, whether the content says nothing or there is none.
CONTENT_ATTRIBUTES = {
    GroupKey.CAMPAIGN: "c.campaign_id::text",
    GroupKey.CONTENT: "c.id::text",
    GroupKey.CONTENT_CATEGORY: "nullif(c.category, '')",
    GroupKey.FORMAT: "nullif(c.format, '')",
    GroupKey.CREATOR: "c.creator_id::text",
    GroupKey.HOOK: "nullif(c.hook, '')",
    GroupKey.SOUND: "nullif(c.sound, '')",
    GroupKey.HASHTAG: "tag.hashtag",
    GroupKey.PAID: "CASE WHEN c.boosted THEN 'boosted' WHEN NOT c.boosted THEN 'organic' END",
}
AD_UNIT_ATTRIBUTES = CONTENT_ATTRIBUTES | {
    GroupKey.CAMPAIGN: "coalesce(u.campaign_id, c.campaign_id)::text",
    GroupKey.CONTENT: "u.content_id::text",
    GroupKey.PAID: "'paid'",
}
PAID_CONTENTS = {"paid": "false", "boosted": "c.boosted", "organic": "NOT c.boosted"}


def each_hashtag(keys: Sequence[GroupKey]) -> str:
    """Write the join that repeats a content for each of its hashtags, where they are grouped by."""
    tags = " LEFT JOIN LATERAL (SELECT DISTINCT unnest(c.hashtags) AS hashtag) tag ON true"
    return tags if GroupKey.HASHTAG in keys else ""


def contents_in_scope(scope: Scope) -> str:
    """Write the condition on contents `c`."""
    paid = None if scope.paid is None else PAID_CONTENTS[scope.paid]
    return _narrowed(scope, "c.account_id", campaign="c.campaign_id", content="c.id", paid=paid)


def ad_units_in_scope(scope: Scope) -> str:
    """Write the condition on ad units `u` and their contents `c`; an ad unit without campaign is in its content's."""
    paid = None if scope.paid is None else str(scope.paid == "paid").lower()
    campaign = "coalesce(u.campaign_id, c.campaign_id)"
    return _narrowed(scope, "u.account_id", campaign=campaign, content="u.content_id", paid=paid)


def _narrowed(scope: Scope, account: str, *, campaign: str, content: str, paid: str | None) -> str:
    conditions = [f"{account} = ANY(%(accounts)s)", *([] if paid is None else [f"({paid})"])]
    if scope.hashtag is not None:
        conditions.append("c.hashtags @> ARRAY[%(hashtag)s]::varchar[]")
    for value, column, parameter in (
        (scope.campaign, campaign, "campaign"),
        (scope.content, content, "content"),
        (scope.creator, "c.creator_id", "creator"),
        (scope.content_category, "c.category", "category"),
        (scope.format, "c.format", "format"),
        (scope.hook, "c.hook", "hook"),
        (scope.sound, "c.sound", "sound"),
    ):
        if value is not None:
            conditions.append(f"{column} = %({parameter})s")
    return " AND ".join(conditions)
