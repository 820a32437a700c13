"""How comments sound: so many of them rated, by sign, and the sum of the ratings."""

from collections.abc import Mapping

RATED = 0.8  # of all comments
POSITIVE_SCORE, NEGATIVE_SCORE = 0.62, -0.71  # of a usual comment of the kind, from -1 to 1
WORST, BEST = 0.30, 0.72


def positive_share(response: float) -> float:
    """Give the share of rated comments that are positive where people respond like this; 1 is ordinary."""
    return min(BEST, max(WORST, 0.36 + 0.14 * response))


def mood(comments: int, response: float) -> Mapping[str, float]:
    """Give what a listening tool says of a number of comments."""
    rated = int(comments * RATED)
    positive = int(rated * positive_share(response))
    negative = int(rated * (1 - positive_share(response)) * 0.35)
    return {
        "comments_positive": positive,
        "comments_neutral": rated - positive - negative,
        "comments_negative": negative,
        "sentiment_sum": round(positive * POSITIVE_SCORE + negative * NEGATIVE_SCORE, 2),
        "sentiment_rated": rated,
    }
