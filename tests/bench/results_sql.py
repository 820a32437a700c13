"""What `GET /results` is measured against: the same aggregates, written by hand; imports nothing of the product.

Each statement gives a row a group: its key, then a number for each of the KPIs that its name lists.
"""

FLOWS = ("spend", "impressions", "ctr", "cpm", "roas")
CUMULATIVE = ("views", "likes", "er_view")

_FLOW_NUMBERS = """
    sum(d.spend), sum(d.impressions), sum(d.clicks)::numeric / nullif(sum(d.impressions), 0),
    sum(d.spend) / nullif(sum(d.impressions), 0) * 1000,
    sum(d.revenue) / nullif(sum(d.spend) FILTER (WHERE d.revenue IS NOT NULL), 0)
"""
_OF_AD_UNITS = """
    JOIN campaigns_adunit u ON u.id = d.ad_unit_id JOIN clients_networkaccount a ON a.id = u.account_id
"""
_WHOLE_MONTHS = f"campaigns_admonth d {_OF_AD_UNITS} WHERE d.month BETWEEN %(start)s AND %(end)s"
# The days at the edges are read ad unit by ad unit, as their key lies; else the planner reads them all.
_WITH_EDGES = (
    """(
    SELECT ad_unit_id, spend, impressions, clicks, revenue FROM campaigns_admonth
    WHERE month BETWEEN %(first_month)s AND %(last_month)s
    UNION ALL SELECT e.ad_unit_id, e.spend, e.impressions, e.clicks, e.revenue
    FROM campaigns_adunit CROSS JOIN (VALUES
        (%(start)s::date, %(first_month)s::date - 1),
        ((%(last_month)s::date + interval '1 month')::date, %(end)s::date)
    ) edge(first_day, last_day)
    CROSS JOIN LATERAL (SELECT * FROM campaigns_adday
        WHERE ad_unit_id = campaigns_adunit.id AND day BETWEEN first_day AND last_day OFFSET 0) e
) d"""
    + _OF_AD_UNITS
)

FLOWS_OF_MONTHS = f"SELECT a.brand_id, {_FLOW_NUMBERS} FROM {_WHOLE_MONTHS} GROUP BY 1"
FLOWS_WITH_EDGES = f"SELECT a.brand_id, {_FLOW_NUMBERS} FROM {_WITH_EDGES} GROUP BY 1"
FLOWS_IN_TOTAL = f"SELECT 'all', {_FLOW_NUMBERS} FROM {_WHOLE_MONTHS}"

_METRICS = ("views", "likes", "comments", "shares", "saves")
_NUMERATOR = "g.likes + g.comments + CASE g.network WHEN 'xiaohongshu' THEN g.saves ELSE g.shares END"
_CUMULATIVE_NUMBERS = f"""
    sum(g.views), sum(g.likes),
    sum({_NUMERATOR}) FILTER (WHERE g.views IS NOT NULL)
    / nullif(sum(g.views) FILTER (WHERE {_NUMERATOR} IS NOT NULL), 0)
"""


def _newest(when: str, alias: str) -> str:
    """Write the look-up of a content's newest snapshot."""
    return f"""
    LEFT JOIN LATERAL (SELECT s.* FROM campaigns_contentsnapshot s
    WHERE s.content_id = c.id AND {when} ORDER BY s.day DESC LIMIT 1) {alias} ON true"""


def _total(metric: str, when: str, alias: str) -> str:
    """Write the newest stated total: the newest snapshot's, or where that does not state it, the one of an older."""
    return f"""coalesce({alias}.{metric}, (SELECT s.{metric} FROM campaigns_contentsnapshot s
    WHERE s.content_id = c.id AND {when} AND s.{metric} IS NOT NULL ORDER BY s.day DESC LIMIT 1))"""


_INSIDE, _EARLIER = "s.day BETWEEN %(start)s AND %(end)s", "s.day < %(start)s AND c.published_on < %(start)s"
_GAINED = ", ".join(
    f"{_total(metric, _INSIDE, 'l')} - coalesce({_total(metric, _EARLIER, 'e')}, 0) AS {metric}" for metric in _METRICS
)
_TOTALS = ", ".join(f"{_total(metric, 'true', 'l')} AS {metric}" for metric in _METRICS)

HAPPENED = f"""
SELECT g.brand_id, {_CUMULATIVE_NUMBERS} FROM (
    SELECT a.brand_id, a.network, {_GAINED}
    FROM campaigns_content c JOIN clients_networkaccount a ON a.id = c.account_id
    {_newest(_INSIDE, "l")} {_newest(_EARLIER, "e")}
    OFFSET 0
) g GROUP BY 1
"""
PUBLISHED = f"""
SELECT g.brand_id, {_CUMULATIVE_NUMBERS} FROM (
    SELECT a.brand_id, a.network, {_TOTALS}
    FROM campaigns_content c JOIN clients_networkaccount a ON a.id = c.account_id {_newest("true", "l")}
    WHERE c.published_on BETWEEN %(start)s AND %(end)s
    OFFSET 0
) g GROUP BY 1
"""
