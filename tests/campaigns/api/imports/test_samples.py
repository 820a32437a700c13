"""The samples of Douyin's and WeChat's kinds of file are taken as users' files are, and twice without a change."""

import pytest

from campaigns.imports.rollup import differences
from campaigns.readers import profiles
from clients.networks import Network
from tests.campaigns.api.imports.uploading import counted, send, sent
from tests.campaigns.readers.conftest import READ_WHEN_NAMED

ONE_METRIC_A_DAY = "douyin.creator.daily."  # nine alike, which the real exports try
KINDS = [
    profile
    for profile in profiles()
    if profile.network in {Network.DOUYIN, Network.WECHAT} and not profile.key.startswith(ONE_METRIC_A_DAY)
]


@pytest.mark.parametrize("profile", KINDS, ids=lambda profile: profile.key)
def test_a_sample_is_taken_whole_and_the_second_time_unchanged(bob, world, north, profile):
    kind = {"kind": profile.account_kinds[0]} if profile.account_kinds else {}
    body = {"brand": str(world.aurora), "network": profile.network, "handle": "sample", **kind}
    account = bob.post("/accounts", body).json()["id"]
    named = {"profile": profile.key} if profile.key in READ_WHEN_NAMED else {}
    data, name = profile.sample.read_bytes(), profile.sample.name
    first, again = (sent(bob, account, data, name=name, captured_on="2026-07-11", **named) for _ in range(2))
    assert (first["profile"], first["state"]) == (profile.key, "committed")
    (rows,) = counted(first, "rows")
    assert counted(first, "new", "refused") == (rows, 0)
    assert counted(again, "rows", "unchanged") == (rows, rows)
    with north():
        assert differences() == []


def test_a_file_of_another_kind_of_account_is_refused(bob, world):
    body = {"brand": str(world.aurora), "network": "wechat", "handle": "sample"}
    videos = next(profile for profile in KINDS if profile.key == "wechat.channels.videos")
    taken = bob.post("/accounts", {**body, "kind": "channels"}).json()["id"]
    other = bob.post("/accounts", {**body, "handle": "other"}).json()["id"]
    assert send(bob, taken, videos.sample.read_bytes()).status_code == 201
    refused = send(bob, other, videos.sample.read_bytes())
    assert (refused.status_code, refused.json()["code"]) == (422, "wrong_account_kind")


def test_the_videos_of_orders_lie_under_their_creators(bob, world):
    account = bob.post("/accounts", {"brand": str(world.aurora), "network": "douyin", "handle": "sample"}).json()["id"]
    orders = next(profile for profile in KINDS if profile.key == "douyin.star.orders")
    sent(bob, account, orders.sample.read_bytes(), captured_on="2026-07-11")
    found = bob.get(f"/contents?account={account}").json()["items"]
    creators = {each["id"]: each["handle"] for each in bob.get("/creators?limit=200").json()["items"]}
    assert sorted(creators[content["creator"]] for content in found) == ["sample_kol", "sample_kol_2"]
