"""Every KPI of the catalogue can be asked for, and kinds of account are judged by their own formula."""

import pytest

from kpis.catalogue import catalogue

KEYS = list(catalogue())
CHUNKS = [KEYS[start : start + 60] for start in range(0, len(KEYS), 60)]


@pytest.fixture
def channels(bob, world):
    body = {"brand": str(world.aurora), "network": "wechat", "kind": "channels", "handle": "aurora-shipin"}
    return bob.post("/accounts", body).json()["id"]


@pytest.mark.parametrize("keys", CHUNKS, ids=[chunk[0] for chunk in CHUNKS])
def test_every_kpi_answers_with_a_value_or_a_reason(ask, account, load, keys):
    load(account, "day,views,likes,comments,shares,followers", "2026-01-01,100,5,1,1,900")
    items = ask(",".join(keys), account=account, limit=200)
    assert [item["kpi"] for item in items] == keys
    assert all(item["reason"] for item in items if item["value"] is None)
    assert not any(item["reason"] for item in items if item["bound"] == "exact")


def test_channels_answer_by_views(one, load, channels):
    header = "external_id,published_at,captured_on,views,likes,comments,shares"
    load(channels, header, "v1,2026-01-05,2026-01-31,1000,30,10,10")
    item = one("er_view", account=channels)
    assert (item["value"], item["sample"]["denominator"]) == ("0.050000", "1000")
    assert one("wow_rate", account=channels)["reason"] == "no_data"
    assert one("open_rate", account=channels)["reason"] == "not_on_network"


def test_a_band_is_named_beside_the_value(one, load, account):
    header = "external_id,published_at,captured_on,views,followers_at_publish"
    load(account, header, "v1,2026-01-05,2026-01-31,3000,1000")
    item = one("view_to_follower", account=account)
    assert (item["value"], item["reading"]["key"]) == ("3.000000", "viral")


def test_waiting_is_told_in_minutes(one, load, account):
    load(account, "day,conversations_replied,first_response_s", "2026-01-01,2,3600", "2026-01-02,1,5400")
    item = one("frt_min", account=account)
    assert (item["value"], item["unit"], item["sample"]["denominator"]) == ("50", "minutes", "3")
