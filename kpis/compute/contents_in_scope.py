"""Which contents and ad units a question takes in, and what they are grouped by."""

from kpis.compute.question import GroupKey, Scope

CONTENT_ATTRIBUTES = {
    GroupKey.CAMPAIGN: "c.campaign_id::text",
    GroupKey.CONTENT: "c.id::text",
    GroupKey.CONTENT_CATEGORY: "c.category",
    GroupKey.FORMAT: "c.format",
    GroupKey.CREATOR: "c.creator_id::text",
}
AD_UNIT_ATTRIBUTES = CONTENT_ATTRIBUTES | {
    GroupKey.CAMPAIGN: "coalesce(u.campaign_id, c.campaign_id)::text",
    GroupKey.CONTENT: "u.content_id::text",
}


def contents_in_scope(scope: Scope) -> str:
    """Write the condition on contents `c`."""
    return _narrowed(scope, "c.account_id", campaign="c.campaign_id", content="c.id")


def ad_units_in_scope(scope: Scope) -> str:
    """Write the condition on ad units `u` and their contents `c`; an ad unit without campaign is in its content's."""
    return _narrowed(scope, "u.account_id", campaign="coalesce(u.campaign_id, c.campaign_id)", content="u.content_id")


def _narrowed(scope: Scope, account: str, *, campaign: str, content: str) -> str:
    conditions = [f"{account} = ANY(%(accounts)s)"]
    for value, column, parameter in (
        (scope.campaign, campaign, "campaign"),
        (scope.content, content, "content"),
        (scope.creator, "c.creator_id", "creator"),
        (scope.content_category, "c.category", "category"),
        (scope.format, "c.format", "format"),
    ):
        if value is not None:
            conditions.append(f"{column} = %({parameter})s")
    return " AND ".join(conditions)
