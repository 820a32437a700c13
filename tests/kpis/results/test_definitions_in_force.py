"""Which definitions of the networks a window rests on."""

from datetime import date

import pytest

from campaigns.metrics import Grain
from kpis.results.definitions_in_force import definitions_in_force

OFFICIAL = ("wechat", "official_account")


@pytest.mark.parametrize(
    ("start", "end", "holding"),
    [
        (date(2024, 11, 1), date(2024, 11, 30), {"wow@1"}),
        (date(2024, 12, 1), date(2024, 12, 31), {"wow@1", "wow@2"}),
        (date(2024, 12, 15), date(2024, 12, 31), {"wow@2"}),
        (date(2025, 1, 1), date(2025, 1, 31), {"wow@2"}),
    ],
)
def test_a_window_rests_on_what_held_at_its_start_and_came_until_its_end(start, end, holding):
    assert definitions_in_force({"wow", "likes"}, {OFFICIAL}, Grain.CONTENT, start, end) == holding


def test_a_change_elsewhere_or_of_another_report_says_nothing():
    year = (date(2021, 1, 1), date(2021, 12, 31))
    xiaohongshu, tiktok = ("xiaohongshu", "standard"), ("tiktok", "standard")
    assert definitions_in_force({"shares"}, {xiaohongshu}, Grain.AD_DAY, *year) == {"shares@2"}
    assert definitions_in_force({"shares"}, {xiaohongshu}, Grain.CONTENT, *year) == frozenset()
    assert definitions_in_force({"shares"}, {tiktok}, Grain.AD_DAY, *year) == frozenset()
