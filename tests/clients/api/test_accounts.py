"""Accounts: the least they need, and what they refuse."""

import pytest

from agencies.context import in_agency
from clients.models import Brand
from tests.holders import code_of


@pytest.fixture
def connect(api, world):
    return lambda **values: api("bob").post(
        "/accounts", {"brand": str(world.aurora), "network": "tiktok", "handle": "new", **values}
    )


def test_an_account_needs_brand_network_and_handle(connect, world):
    with in_agency(world.north):
        Brand.objects.update(time_zone="Asia/Shanghai")
    account = connect(handle="@new.one").json()
    assert (account["handle"], account["kind"], account["time_zone"]) == ("new.one", "standard", "Asia/Shanghai")
    assert connect(handle="utc", time_zone="UTC").json()["time_zone"] == "UTC"


def test_wechat_means_an_official_account_unless_stated(connect):
    assert connect(network="wechat").json()["kind"] == "official_account"
    assert connect(network="wechat", kind="channels").json()["kind"] == "channels"


def test_a_kind_that_the_network_does_not_have_is_refused(connect):
    assert code_of(connect(network="tiktok", kind="channels")) == (422, "wrong_kind")
    assert code_of(connect(network="wechat", kind="standard")) == (422, "wrong_kind")


def test_an_unknown_network_and_an_empty_handle_are_named_together(connect):
    refused = connect(network="myspace", handle="@")
    assert refused.status_code == 422
    assert {error["pointer"] for error in refused.json()["errors"]} == {"#/network", "#/handle"}


def test_an_account_is_connected_once(connect):
    assert connect().status_code == 201
    refused = connect(handle="@NEW")
    assert code_of(refused) == (409, "conflict")
    assert refused.json()["detail"] == "This account is connected already."


def test_an_account_changes_neither_brand_nor_network(api, world):
    path = f"/accounts/{world.aurora_account}"
    refused = api("bob").patch(path, {"brand": str(world.borealis), "network": "weibo", "kind": "standard"})
    assert code_of(refused) == (400, "read_only_field")
    assert len(refused.json()["errors"]) == 3
    assert api("bob").patch(path, {"handle": "@renamed"}).json()["handle"] == "renamed"


def test_a_deleted_account_leaves_the_list_and_frees_its_handle(api, connect):
    account = connect().json()
    assert api("bob").delete(f"/accounts/{account['id']}").status_code == 204
    assert [one["handle"] for one in api("bob").get("/accounts").json()["items"]] == ["aurora"]
    assert [one["handle"] for one in api("bob").get("/accounts?archived=true").json()["items"]] == ["new"]
    assert connect().status_code == 201


def test_accounts_are_found_by_network_kind_and_handle(api, connect):
    connect(network="wechat", kind="channels", handle="Lights")
    for query in ("network=wechat", "kind=channels", "handle=lights", "network=wechat&network=weibo"):
        assert [one["handle"] for one in api("bob").get(f"/accounts?{query}").json()["items"]] == ["Lights"]


def test_an_account_can_be_read_with_its_brand(api, world):
    (account,) = api("dora").get("/accounts?expand=brand").json()["items"]
    assert account["brand"]["name"] == "Aurora"
    (bare,) = api("dora").get("/accounts").json()["items"]
    assert bare["brand"] == str(world.aurora)
