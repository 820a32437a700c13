"""What others publish as custom metrics can be said in the formula language and comes to their numbers.

Sources: KAWO's help centre on custom metrics (formulas of ( ) + - * / shown as number or percent) and on tag
performance (metric of a tag over the average, less one); the Weibo index BCI as registered,
(20 % x W1 + 80 % x W2) x 160.
"""

from decimal import Decimal
from math import log

import pytest

from campaigns.metrics import METRICS, Unit
from kpis.formulas import Formula, Quantity, Vocabulary, compile_formula

UNITS = {key: metric.unit for key, metric in METRICS.items()} | {"posts": Unit.COUNT}
BCI = "(0.2 * log(posts + 1) + 0.8 * (0.4 * log(reposts + 1) + 0.4 * log(comments + 1) + 0.2 * log(likes + 1))) * 160"
WX_POTENTIAL = "weighted(reads, 0.25, interactions, 0.3, share_reads, 0.3, amplification, 0.15)"


def compiled(text: str, **formulas: str) -> Formula:
    return compile_formula(text, Vocabulary(UNITS, formulas))


def exact(**numbers: int) -> dict[str, Quantity]:
    return {key: Quantity.exact(number) for key, number in numbers.items()}


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("likes + comments + shares + saves", Unit.COUNT, "100"),
        ("(likes + comments + shares + saves) / views", Unit.RATIO, "0.1"),
        ("(likes + comments + shares + saves) / followers * 100", Unit.RATIO, "10"),
        ("likes * 1 + saves * 1 + comments * 4 + shares * 4 + follows_from_post * 8", Unit.COUNT, "270"),
        ("spend / (likes + comments + shares + saves)", Unit.MONEY, "5"),
        ("watch_time_s / views", Unit.SECONDS, "12"),
        ("1 - completions / views", Unit.RATIO, "0.6"),
    ],
)
def test_custom_metrics_of_brackets_and_four_operations(text: str, unit: Unit, expected: str) -> None:
    numbers = exact(
        likes=60, comments=20, shares=10, saves=10, follows_from_post=10, views=1000, followers=1000,
        spend=500, watch_time_s=12000, completions=400,
    )  # fmt: skip
    formula = compiled(text)
    assert formula.unit is unit
    assert formula.evaluate(numbers).value == Decimal(expected)


def test_the_wechat_potential_mixes_units_by_weight() -> None:
    formula = compiled(WX_POTENTIAL, amplification="share_reads / shares", interactions="likes + shares")
    result = formula.evaluate(exact(reads=1000, share_reads=69, shares=10, likes=50))
    assert result.value == Decimal("0.25") * 1000 + Decimal("0.3") * 60 + Decimal("0.3") * 69 + Decimal(
        "0.15"
    ) * Decimal("6.9")
    assert formula.unit is Unit.SCORE


def test_the_weibo_index_is_a_score_of_logarithms() -> None:
    formula = compiled(BCI)
    result = formula.evaluate(exact(posts=30, reposts=120, comments=80, likes=900))
    expected = (0.2 * log(31) + 0.8 * (0.4 * log(121) + 0.4 * log(81) + 0.2 * log(901))) * 160
    assert result.value is not None
    assert float(result.value) == pytest.approx(expected, rel=1e-12)
    assert formula.unit is Unit.SCORE


def test_an_account_that_did_nothing_has_a_weibo_index_of_nothing() -> None:
    assert compiled(BCI).evaluate(exact(posts=0, reposts=0, comments=0, likes=0)).value == 0


def test_the_performance_of_a_tag_is_its_average_over_the_average_of_all_less_one() -> None:
    formula = compiled("share_of(views) / share_of(posts) - 1")
    tag, all_posts = exact(views=6000, posts=4), exact(views=20_000, posts=20)
    assert formula.evaluate(tag, all_posts).value == Decimal("0.5")
    assert formula.unit is Unit.RATIO


def test_the_performance_of_a_tag_by_a_rate_needs_no_number_of_posts() -> None:
    formula = compiled("share_of(likes / views) - 1")
    tag, all_posts = exact(likes=300, views=6000), exact(likes=1600, views=20_000)
    assert formula.evaluate(tag, all_posts).value == Decimal("-0.375")
