"""Results over the exports that the networks' backends really produced."""

import pytest

from tests.campaigns.api.imports.conftest import REAL_EXPORTS
from tests.campaigns.api.imports.uploading import sent

CASES = [
    ("tiktok/studio/Overview.csv", "tiktok", "2026-02-28", {"start": "2025-02-28", "end": "2026-02-27"}, "2946198"),
]
FOUND = [case for case in CASES if (REAL_EXPORTS / case[0]).is_file()]
NOTES = [path for path in REAL_EXPORTS.glob("xiaohongshu/creator_b_*.xlsx") if path.is_file()]


def test_the_cases_are_whole_where_the_exports_lie():
    assert len(FOUND) == (len(CASES) if REAL_EXPORTS.is_dir() else 0)


if FOUND:

    @pytest.mark.parametrize(("path", "network", "captured_on", "window", "views"), FOUND)
    def test_views_add_up_exactly(bob, connect, one, *, path, network, captured_on, window, views):
        account = connect(network, "account_a")
        sent(bob, account, (REAL_EXPORTS / path).read_bytes(), name=path.rsplit("/", 1)[1], captured_on=captured_on)
        item = one("views", account=account, **window)
        assert (item["value"], item["bound"], item["coverage"]["days"]) == (views, "exact", 365)


if NOTES:

    @pytest.mark.parametrize("path", NOTES)
    def test_the_note_that_was_never_shown_keeps_its_views(bob, connect, ask, path):
        account = connect("xiaohongshu", "creator_b")
        sent(bob, account, path.read_bytes(), name="notes.xlsx", captured_on="2026-07-11")
        window = {"start": "2020-01-01", "end": "2026-07-11", "basis": "published", "group_by": "content", "limit": 200}
        items = ask("views,impressions,read_rate", account=account, **window)
        by_content = {}
        for item in items:
            by_content.setdefault(item["group"]["content"], {})[item["kpi"]] = item
        (unseen,) = [found for found in by_content.values() if found["impressions"]["value"] == "0"]
        assert len(by_content) == 41
        assert unseen["views"]["value"] == "126"
        assert (unseen["read_rate"]["value"], unseen["read_rate"]["reason"]) == (None, "zero_denominator")
