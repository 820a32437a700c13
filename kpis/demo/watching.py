"""How far people watch: what a completion rate says of the steps before it, each at least as great as the next."""

from collections.abc import Mapping

LEAVE_AT_ONCE = 0.8  # of those who do not reach the third second
FIVE_SECONDS, MOST = 1.35, 0.95  # for each who watches to the end
BETWEEN = 0.3  # of those who do not reach the fifth second, who reach the third


def share_of_5s(completion: float) -> float:
    """Give the share of plays that reach five seconds."""
    return min(MOST, completion * FIVE_SECONDS)


def share_of_3s(completion: float) -> float:
    """Give the share of plays that reach three seconds."""
    five = share_of_5s(completion)
    return five + (1 - five) * BETWEEN


def share_of_bounces(completion: float) -> float:
    """Give the share of plays that end within two seconds."""
    return (1 - share_of_3s(completion)) * LEAVE_AT_ONCE


def seconds_watched(completion: float, duration_s: int) -> float:
    """Give how long one play lasts."""
    return duration_s * (0.2 + 0.6 * completion)


def watched(plays: int, completion: float, duration_s: int) -> Mapping[str, int]:
    """Give what a number of plays comes to."""
    return {
        "plays_3s": int(plays * share_of_3s(completion)),
        "plays_5s": int(plays * share_of_5s(completion)),
        "bounces_2s": int(plays * share_of_bounces(completion)),
        "completions": int(plays * completion),
        "watch_time_s": int(plays * seconds_watched(completion, duration_s)),
    }
