"""A file of which nothing can be loaded is refused, never taken for one that was loaded."""

import pytest

from campaigns.readers import UnreadableFile
from tests.campaigns.readers.conftest import Read
from tests.exports.tables import csv_bytes

TRAFFIC = ("日期", "渠道", "阅读次数")


def test_only_the_sum_over_channels_is_refused_line_by_line(read: Read) -> None:
    reading = read(csv_bytes(TRAFFIC, [("2026-06-29", "全部", 5)]), profile="wechat.articles.traffic_channels")
    assert (reading.rows, [refusal.code for refusal in reading.refusals]) == ((), ["total_row"])


def test_a_header_alone_has_no_rows(read: Read) -> None:
    with pytest.raises(UnreadableFile, match="no_rows"):
        read(csv_bytes(TRAFFIC, []))
