"""What a KPI says of a group does not depend on what else is asked beside it."""

import pytest

from tests.kpis.api.conftest import CONTENT

ADS = "day,source,external_id,level,currency,spend,impressions,clicks,product_impressions,product_clicks"
WINDOW = "start=2026-01-01&end=2026-01-31"


@pytest.fixture
def campaign(bob, world):
    body = {
        "brand": str(world.aurora),
        "name": "Spring",
        "goal": "conversion",
        "start": "2026-01-01",
        "end": "2026-01-31",
    }
    return bob.post("/campaigns", body).json()["id"]


@pytest.fixture
def accounts(bob, world, connect, load, campaign):
    """Make two accounts with a content each in one campaign; the first brought one purchase, the second two."""

    def run(*of_second):
        made = [connect("tiktok", name) for name in ("one", "two")]
        load(made[0], ADS, "2026-01-10,ads,u0,ad,EUR,10,20000,1000,1000,70", campaign=campaign)
        if of_second:
            load(made[1], ADS, *of_second, campaign=campaign)
        orders = []
        for account, bought in zip(made, (1, 2), strict=True):
            load(account, CONTENT, f"c-{account},2026-01-05,2026-01-20,500,1,0,0,", campaign=campaign)
            [content] = bob.get(f"/contents?account={account}").json()["items"]
            orders += [order(f"{account}-{number}", content["id"], world) for number in range(bought)]
        assert bob.post("/conversions:batch", {"conversions": orders}).status_code == 200
        return made

    return run


def order(number, content, world):
    return {
        "event": "purchase",
        "brand": str(world.aurora),
        "order_id": number,
        "occurred_at": "2026-01-12T10:00:00Z",
        "value": {"amount": "10", "currency": "EUR"},
        "utm": {"utm_content": content},
    }


@pytest.mark.parametrize("second", [(), ("2026-01-10,ads,u1,ad,EUR,10,,,,",), ("2026-01-10,ads,u1,ad,EUR,,10,,,",)])
@pytest.mark.parametrize("group_by", ["", "campaign", "content_category", "campaign,month"])
def test_orders_of_one_account_are_never_set_over_the_clicks_of_another(bob, world, accounts, second, group_by):
    accounts(*second)
    for beside in ("", ",spend", ",views", ",views,spend,impressions"):
        path = f"/results?kpi=tracked_cvr_click{beside}&brand={world.aurora}&{WINDOW}"
        items = bob.get(f"{path}&group_by={group_by}" if group_by else path).json()["items"]
        told = [item for item in items if item["kpi"] == "tracked_cvr_click" and item["value"] is not None]
        assert [(each["value"], each["sample"]["numerator"]) for each in told] == [("0.001000", "1")]


@pytest.mark.parametrize("group_by", ["campaign", "content", "content_category", "format,month"])
def test_a_group_covers_the_same_accounts_whatever_is_asked_beside(bob, world, accounts, group_by):
    accounts("2026-01-10,ads,u1,ad,EUR,10,,,,")
    told = []
    for beside in ("", ",spend", ",views,tracked_conversions"):
        path = f"/results?kpi=product_ctr{beside}&brand={world.aurora}&{WINDOW}&group_by={group_by}"
        items = bob.get(path).json()["items"]
        told.append([item for item in items if item["kpi"] == "product_ctr" and item["value"] is not None])
    assert len(told[0]) == 1
    assert told[0] == told[1] == told[2]


@pytest.mark.parametrize("group_by", ["campaign", "content_category", "campaign,month", "brand,campaign"])
def test_a_group_is_about_the_accounts_that_take_part(bob, world, accounts, connect, group_by):
    accounts("2026-01-10,ads,u1,ad,EUR,10,,,,")
    connect("tiktok", "elsewhere")
    covered = {"product_ctr": (1, 2), "spend": (2, 2), "views": (2, 2), "cpc": (1, 2), "leads": (0, 2)}
    for asked in (list(covered), *([kpi] for kpi in covered)):
        path = f"/results?kpi={','.join(asked)}&brand={world.aurora}&{WINDOW}&group_by={group_by}"
        for item in bob.get(path).json()["items"]:
            assert (item["coverage"]["accounts"], item["coverage"]["of_accounts"]) == covered[item["kpi"]], item["kpi"]


def test_what_an_account_that_takes_part_publishes_later_changes_no_earlier_group(bob, world, accounts, load, campaign):
    made = accounts()
    path = f"/results?kpi=tracked_cvr_click,views&brand={world.aurora}&{WINDOW}&group_by=campaign"
    before = bob.get(path).json()["items"]
    load(made[1], CONTENT, "later,2026-03-05,2026-03-06,500,1,0,0,", campaign=campaign, captured_on="2026-03-07")
    after = bob.get(path).json()["items"]
    told = ("value", "reason", "coverage", "sample", "grade")
    assert [[item[name] for name in told] for item in after] == [[item[name] for name in told] for item in before]


def test_a_campaign_alone_and_its_group_count_the_same_orders(bob, world, accounts, connect, campaign):
    accounts("2026-01-10,ads,u1,ad,EUR,10,20000,1000,1000,70")
    connect("tiktok", "elsewhere")
    of_nobody = {**order("of nobody", None, world), "utm": {}, "campaign": campaign}
    assert bob.post("/conversions:batch", {"conversions": [of_nobody]}).status_code == 200
    path = f"/results?kpi=tracked_cvr_click,spend,leads&brand={world.aurora}&{WINDOW}"
    [alone, grouped] = [
        [{**item, "scope": {}, "group": {}} for item in bob.get(f"{path}&{more}").json()["items"]]
        for more in (f"campaign={campaign}", "group_by=campaign")
    ]
    assert alone == grouped[: len(alone)]
    assert [(item["value"], item["coverage"]["accounts"], item["coverage"]["of_accounts"]) for item in alone] == [
        ("0.002000", 2, 2),
        ("20", 2, 2),
        (None, 0, 2),
    ]


def test_who_takes_part_and_states_nothing_is_missed(bob, world, accounts, campaign):
    accounts("2026-02-10,ads,u1,ad,EUR,10,20000,1000,1000,70")
    path = f"/results?kpi=cpc&brand={world.aurora}&start=2026-02-01&end=2026-02-28&compare=previous&campaign={campaign}"
    [item] = bob.get(path).json()["items"]
    covered = [(each["coverage"]["accounts"], each["coverage"]["of_accounts"]) for each in (item, item["comparison"])]
    assert covered == [(1, 2), (1, 2)]


@pytest.fixture
def linked(bob, world, connect, load, campaign):
    """Bring ads of another account for a content that states likes, and an ad without content."""
    account, of_ads = connect("tiktok", "linked"), connect("tiktok", "ads")
    header = "external_id,published_at,captured_on,likes,format,hook"
    load(account, header, "c,2026-01-05,2026-01-20,40,video,why", campaign=campaign)
    load(of_ads, ADS, "2026-01-10,ads,of,ad,EUR,10,20000,1000,,", "2026-01-10,ads,free,ad,EUR,5,7000,70,,")
    [content] = bob.get(f"/contents?account={account}").json()["items"]
    assert bob.patch(f"/contents/{content['id']}", {"category": "tea"}).status_code == 200
    [unit] = [each for each in bob.get(f"/ad-units?account={of_ads}").json()["items"] if each["external_id"] == "of"]
    assert bob.patch(f"/ad-units/{unit['id']}", {"content": content["id"]}).status_code == 200
    return content["id"]


@pytest.mark.parametrize("basis", ["occurred", "published"])
@pytest.mark.parametrize("more", ["", "&paid=paid", "&paid=organic"])
def test_ads_of_a_content_speak_for_it_by_scope_and_by_group(bob, world, linked, basis, more):
    path = f"/results?kpi=impressions,likes,ctr,spend&brand={world.aurora}&{WINDOW}&basis={basis}{more}"
    values = set()
    for key, word in {"content": linked, "content_category": "tea", "format": "video", "hook": "why"}.items():
        scope = "content_format" if key == "format" else key
        alone = told(bob.get(f"{path}&{scope}={word}"))
        grouped = [item for item in told(bob.get(f"{path}&group_by={key}")) if item.pop("group")[key] == word]
        both = [item for item in told(bob.get(f"{path}&{scope}={word}&group_by={key}")) if item.pop("group") != {}]
        assert [item.pop("group") for item in alone] == [{}] * 4
        nothing = all(item["value"] is None for item in alone)  # then there may be no row
        assert grouped == alone or (nothing and grouped == [])
        assert both == alone or (nothing and both == [])
        values.add(tuple(item["value"] for item in alone))
    paid = ("20000", "0.050000", "10") if more != "&paid=organic" else (None,) * 3
    if basis == "occurred":
        assert {(impressions, ctr, spend) for impressions, _, ctr, spend in values} == {paid}


def told(answer):
    return [{name: said for name, said in item.items() if name != "scope"} for item in answer.json()["items"]]


def test_ads_without_a_content_are_none_without_a_category(bob, world, linked):
    path = f"/results?kpi=impressions,spend&brand={world.aurora}&{WINDOW}&group_by=content_category"
    said = {(item["group"]["content_category"], item["kpi"]): item["value"] for item in bob.get(path).json()["items"]}
    assert said == {("tea", "impressions"): "20000", ("tea", "spend"): "10"} | {
        (None, "impressions"): None,
        (None, "spend"): "5",
    }
