"""Which KPIs a report template looks at, in the order of reading."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReportTemplate:
    """A report's choice of KPIs. `core` ones appear even without a value, others where they have something to say."""

    key: str
    core: tuple[str, ...]
    more: tuple[str, ...]
    series: tuple[str, ...]
    contents: tuple[str, ...]
    contents_shown: int = 10


MONTHLY = ReportTemplate(
    key="monthly",
    core=("views", "interactions", "er_view", "followers", "net_growth", "posts"),
    more=(
        "impressions",
        "reach",
        "reads",
        "er_follower",
        "view_to_follower",
        "completion_rate",
        "avg_watch_s",
        "bounce2s_rate",
        "share_rate",
        "save_rate",
        "read_rate",
        "ces",
        "open_rate",
        "wow_per_read",
        "follow_rate",
        "churn_rate",
        "cpm",
        "ctr",
        "cpc",
        "cpa",
        "roas",
        "roi",
        "cpv",
        "cpe",
    ),
    series=("views", "reads", "followers"),
    contents=("views", "reads", "interactions", "er_view", "completion_rate"),
)
TEMPLATES = {MONTHLY.key: MONTHLY}
