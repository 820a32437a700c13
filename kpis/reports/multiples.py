"""Which ratios are read as multiples ("3.0 x") instead of percentages."""

# Ratios whose whole can be smaller than its part: revenue per spend, views per follower, showings per person.
_MULTIPLES = frozenset(
    {
        *("amplification", "frequency", "like_comment_ratio", "ltv_cac", "reads_per_reader", "roas"),
        *("save_like_ratio", "tracked_roas", "view_to_follower", "win_loss"),
    },
)


def is_multiple(kpi: str, unit: str) -> bool:
    """Say whether a KPI is told as a multiple: 3.0 means three times, not 300 percent."""
    return unit == "ratio" and kpi in _MULTIPLES


def is_percentage(kpi: str, unit: str) -> bool:
    """Say whether a KPI is told in percent."""
    return unit == "ratio" and kpi not in _MULTIPLES
