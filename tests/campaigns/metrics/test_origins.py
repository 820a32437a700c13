"""Where a metric comes from: what is read today is told by the readers, the rest by the definition."""

import pytest

from campaigns.metrics import METRICS, Place, SourceKind
from campaigns.metrics.origins import origins_of


def test_what_is_read_today_names_its_profile_and_header() -> None:
    origin = origins_of(METRICS["follows_from_post"])[0]
    assert (origin.profile, origin.field, origin.place) == ("douyin.creator.works", "粉丝增量", Place("douyin"))
    assert (origin.kind, origin.gives) == (SourceKind.EXPORT, None)


def test_a_column_that_holds_a_rate_says_which() -> None:
    found = {(origin.profile, origin.field): origin.gives for origin in origins_of(METRICS["completions"])}
    assert found["douyin.creator.works", "完播率"] == "completion_rate"
    assert found["canonical.content", "completions"] is None


def test_what_no_profile_reads_has_none() -> None:
    found = {origin.source: origin.profile for origin in origins_of(METRICS["completions"])}
    assert found["wechat.channels_export"] is None
    assert found["canonical.content"] == "canonical.content"


@pytest.mark.parametrize("key", [key for key, metric in METRICS.items() if not metric.derived_input])
def test_every_stored_metric_can_be_filled_in_by_hand(key: str) -> None:
    own = {origin.source for origin in origins_of(METRICS[key]) if origin.kind is SourceKind.OWN_CSV}
    assert own >= {f"canonical.{grain}" for grain in METRICS[key].kinds} | {"canonical.period", "canonical.breakdown"}


def test_what_is_worked_out_is_read_from_no_file() -> None:
    assert {origin.profile for key in ("cost_total", "tracked_revenue") for origin in origins_of(METRICS[key])} == {
        None
    }
