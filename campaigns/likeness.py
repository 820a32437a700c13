"""How alike two texts are, without a long comparison of those that are not."""

from difflib import SequenceMatcher


def likeness(one: str, other: str, *, least: float) -> float:
    """Return the share of equal letters in equal order, 0 to 1 as difflib has it; 0 where that is less than `least`."""
    matcher = SequenceMatcher(None, one, other)
    if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:  # upper bounds of the ratio
        return 0.0
    ratio = matcher.ratio()
    return ratio if ratio >= least else 0.0
