"""Results over HTTP: the shape of an item, what may be asked, and walking through groups."""

from uuid import uuid4

import pytest

from tests.holders import code_of
from tests.kpis.api.conftest import CONTENT

MEMBERS = {
    "kpi",
    "kpi_version",
    "unit",
    "currency",
    "direction",
    "class",
    "scope",
    "group",
    "window",
    "value",
    "reason",
    "bound",
    "range",
    "state",
    "derived",
    "overlapping",
    "sources",
    "doubts",
    "grain",
    "basis",
    "coverage",
    "sample",
    "parts",
    "grade",
    "targets",
    "comparison",
    "reading",
    "attribution",
    "conversion",
    "paid_mix",
}


def test_an_item_has_every_member_of_the_agreed_shape(load, one, account, world):
    load(account, CONTENT, "1,2026-01-05,2026-02-10,3000,300,0,0,15000")
    item = one("er_view", account=account, basis="published", group_by="network")
    assert set(item) == MEMBERS
    stated = (
        "value",
        "reason",
        "bound",
        "state",
        "derived",
        "grain",
        "basis",
        "unit",
        "direction",
        "class",
        "kpi_version",
    )
    assert [item[name] for name in stated] == [
        *("0.100000", None, "exact", "final", False, "content", "published", "ratio", "higher", "actionable", 1)
    ]
    assert (item["scope"], item["group"]) == ({"account": account}, {"network": "tiktok"})
    assert item["window"] == {"start": "2026-01-01", "end": "2026-01-31"}
    assert item["sample"] == {"numerator": "300", "denominator": "3000", "contents": 1}
    assert (item["coverage"]["days"], item["coverage"]["of"]) == (31, 31)
    assert set(item["grade"]) == {"band", "decided_by", "reason", "qualified", "disagreement", "lenses"}


def test_an_empty_brand_has_results_without_values(bob, ask):
    brand = bob.post("/brands", {"name": "Nova"}).json()["id"]
    (item,) = ask("views", brand=brand)
    assert (item["value"], item["reason"], item["coverage"]["of_accounts"]) == (None, "no_data", 0)
    assert len(ask("views", brand=brand, group_by="day")) == 31


@pytest.mark.parametrize(
    ("query", "code", "parameter"),
    [
        ("", "required", "kpi"),
        ("kpi=nonsense", "unknown_kpi", "kpi"),
        ("kpi=views&start=yesterday", "bad_date", "start"),
        ("kpi=views&start=2026-02-01&end=2026-01-01", "empty_window", "start"),
        ("kpi=views&basis=guessed", "invalid_choice", "basis"),
        ("kpi=views&network=myspace", "invalid_choice", "network"),
        ("kpi=views&group_by=moon", "unknown_group", "group_by"),
        ("kpi=views&currency=yuan", "bad_currency", "currency"),
        ("kpi=views&paid=free", "invalid_choice", "paid"),
        ("kpi=views&brand=5", "bad_parameter", "brand"),
        ("kpi=views&hook=", "bad_text", "hook"),
        ("kpi=views&hook=a&hook=b", "repeated", "hook"),
        ("kpi=views&content_category=a&content_category=b", "repeated", "content_category"),
        ("kpi=views&start=2026-01-01&start=2026-01-02", "repeated", "start"),
        ("kpi=views&group_by=day,month", "two_times", "group_by"),
        ("kpi=views&group_by=day&start=2001-01-01&end=2026-01-01", "too_many_groups", "group_by"),
    ],
)
def test_parameters_at_fault_are_named(bob, query, code, parameter):
    answer = bob.get(f"/results?{query}")
    assert answer.status_code == 400
    (fault,) = answer.json()["errors"]
    assert fault["code"] == code
    assert parameter in str(fault)


def test_every_parameter_at_fault_is_named_at_once(bob):
    answer = bob.get("/results?kpi=views&limit=0&basis=x&start=q")
    assert code_of(answer) == (400, "bad_parameter")
    faults = {(each["pointer"], each["code"]) for each in answer.json()["errors"]}
    assert faults == {("?limit", "bad_limit"), ("?basis", "invalid_choice"), ("?start", "bad_date")}


@pytest.mark.parametrize("limit", ["0", "201", "100000", "x", "1&limit=2"])
def test_a_page_that_cannot_be_given_is_refused_and_not_cut_in_silence(bob, account, limit):
    query = f"/results?kpi=views&account={account}"
    assert code_of(bob.get(f"{query}&limit={limit}")) == (400, "bad_limit")
    assert bob.get(f"{query}&limit=200").status_code == 200


def test_every_fault_is_named_at_once_and_unknown_parameters_are_refused(bob):
    assert len(bob.get("/results?basis=x&group_by=y").json()["errors"]) == 3
    assert code_of(bob.get("/results?kpi=views&brands=1"))[0] == 400
    assert code_of(bob.get("/results?kpi=views&brand=5"))[0] == 400


@pytest.mark.parametrize("name", ["brand", "account", "campaign", "content", "creator"])
def test_what_is_missing_or_somebody_elses_is_the_same_404(bob, world, name):
    foreign = {"brand": world.borealis, "account": world.borealis_account}.get(name, uuid4())
    southern = {"brand": world.southern, "account": world.southern_account}.get(name, uuid4())
    answers = [bob.get(f"/results?kpi=views&{name}={each}") for each in (foreign, southern, uuid4())]
    told = [{key: answer.json()[key] for key in ("status", "code", "detail")} for answer in answers]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert told[0] == told[1] == told[2]


def test_kpis_and_groups_may_be_repeated_or_listed(bob, load, account):
    load(account, "day,views,likes", "2026-01-01,5,1")
    query = f"account={account}&start=2026-01-01&end=2026-01-02"
    listed = bob.get(f"/results?kpi=views,likes&group_by=network,day&{query}").json()
    repeated = bob.get(f"/results?kpi=views&kpi=likes&group_by=network&group_by=day&{query}").json()
    assert listed == repeated
    assert [(item["kpi"], item["group"]["day"]) for item in listed["items"]] == [
        ("views", "2026-01-01"),
        ("likes", "2026-01-01"),
        ("views", "2026-01-02"),
        ("likes", "2026-01-02"),
    ]


def test_without_dates_the_last_28_days_until_yesterday_are_meant(bob, account):
    (item,) = bob.get(f"/results?kpi=views&account={account}").json()["items"]
    assert item["coverage"]["of"] == 28
    assert item["state"] == "provisional"


def pages(bob, query):
    found, cursor = [], ""
    while cursor is not None:
        page = bob.get(f"/results?{query}{cursor and '&cursor=' + cursor}").json()
        found.append(page["items"])
        cursor = page["next_cursor"]
    return found


def test_groups_are_walked_page_by_page(bob, load, account):
    load(account, CONTENT, *(f"{number},2026-01-05,2026-02-10,{number}00,1,1,1,10" for number in range(1, 6)))
    query = f"kpi=views&kpi=likes&account={account}&start=2026-01-01&end=2026-01-31&basis=published&group_by=content"
    walked = pages(bob, f"{query}&limit=2")
    assert [len(page) for page in walked] == [4, 4, 2]
    assert [item for page in walked for item in page] == bob.get(f"/results?{query}").json()["items"]
    views = sorted(item["value"] for page in walked for item in page if item["kpi"] == "views")
    assert views == ["100", "200", "300", "400", "500"]


def test_a_cursor_belongs_to_its_question_and_to_the_numbers_of_its_first_page(bob, load, account):
    load(account, "day,views", "2026-01-01,5")
    query = f"/results?kpi=views&account={account}&start=2026-01-01&end=2026-01-31&group_by=day&limit=2"
    cursor = bob.get(query).json()["next_cursor"]
    assert bob.get(f"{query}&cursor={cursor}").status_code == 200
    assert code_of(bob.get(f"{query.replace('kpi=views', 'kpi=likes')}&cursor={cursor}"))[0] == 400
    load(account, "day,views", "2026-01-02,7")
    assert code_of(bob.get(f"{query}&cursor={cursor}")) == (409, "data_changed")


def test_an_account_counts_until_it_was_archived(alice_archives, load, one, account, world):
    load(account, "day,views", "2026-01-01,5")
    window = {"start": "2026-01-01", "end": "2026-01-01"}
    before = one("views", brand=world.aurora, **window)["value"]
    alice_archives(account)
    assert one("views", brand=world.aurora, **window)["value"] == before == "5"


@pytest.fixture
def alice_archives(api):
    def run(account):
        answer = api("alice").delete(f"/accounts/{account}", if_match="*")
        assert answer.status_code == 204, answer.content

    return run


def test_a_result_names_the_files_it_rests_on(load, one, account):
    load(account, "day,views", "2026-01-05,5", captured_on="2026-02-01")
    load(account, "day,views", "2026-01-06,5", captured_on="2026-02-03")
    load(account, "day,views", "2025-06-01,5", captured_on="2026-02-09")
    load(account, CONTENT, "1,2026-01-05,2026-02-10,3000,300,0,0,15000")
    happened, published = one("views", account=account), one("views", account=account, basis="published")
    assert happened["sources"] == [
        {"profile": "canonical.account_day", "source": "manual", "imports": 2, "captured_on": "2026-02-03"}
    ]
    assert published["sources"] == [
        {"profile": "canonical.content", "source": "manual", "imports": 1, "captured_on": "2026-02-28"}
    ]
    assert one("spend", account=account)["sources"] == []


def test_a_reverted_file_is_no_source(bob, load, one, account):
    kept = load(account, "day,views", "2026-01-05,5", captured_on="2026-02-01")
    taken = load(account, "day,views", "2026-01-06,5", captured_on="2026-02-03")
    assert one("views", account=account)["sources"] == [
        {"profile": "canonical.account_day", "source": "manual", "imports": 2, "captured_on": "2026-02-03"}
    ]
    assert bob.post(f"/imports/{taken['id']}:revert").status_code == 200
    assert one("views", account=account)["sources"] == [
        {"profile": "canonical.account_day", "source": "manual", "imports": 1, "captured_on": kept["captured_on"]}
    ]


@pytest.mark.parametrize(
    "days",
    ["start=2026-10-01&end=9999-12-31", "start=0001-01-01&end=0001-01-02", "start=2026-10-01&end=0001-01-01"],
)
@pytest.mark.parametrize("group_by", ["", "&group_by=day"])
def test_days_beyond_reason_are_refused_at_once(bob, days, group_by):
    assert code_of(bob.get(f"/results?kpi=views&{days}{group_by}")) == (400, "bad_parameter")


@pytest.mark.parametrize(
    ("day", "weeks"),
    [
        ("monday", {"2026-01-01": "111", "2026-01-05": "1000", "2026-01-12": None}),
        ("sunday", {"2026-01-01": "11", "2026-01-04": "1100", "2026-01-11": None}),
        ("saturday", {"2026-01-01": "1", "2026-01-03": "1110", "2026-01-10": None}),
    ],
)
def test_weeks_begin_on_the_agencys_day_and_are_cut_at_the_window(api, fresh, ask, day, weeks):
    account = fresh("day,views", "2026-01-02,1", "2026-01-03,10", "2026-01-04,100", "2026-01-05,1000")
    assert api("alice").patch("/agency", {"week_start": day}).status_code == 200
    items = ask("views", account=account, group_by="week", end="2026-01-14")
    assert {item["group"]["week"]: item["value"] for item in items} == weeks


@pytest.fixture
def fresh(load, account):
    """Load rows into an account of their own."""

    def run(*rows):
        load(account, *rows)
        return account

    return run


def test_contents_are_narrowed_by_hook_sound_and_hashtag(bob, load, ask, account):
    load(account, CONTENT, *(f"{number},2026-01-05,2026-02-10,{number}00,1,1,1,10" for number in (1, 2)))
    first = bob.get(f"/contents?account={account}").json()["items"][0]["id"]
    told = {"hook": "question", "sound": "drums", "hashtags": ["春天"]}
    assert bob.patch(f"/contents/{first}", told, if_match="*").status_code == 200
    asked = {"account": account, "basis": "published"}
    every = [ask("views", hook="question", **asked), ask("views", sound="drums", **asked)]
    every += [ask("views", hashtag=tag, **asked) for tag in ("春天", "%23春天", "＃春天")]
    assert [items[0]["value"] for items in every] == ["100"] * 5
    assert [items[0]["scope"].get("hashtag") for items in every[2:]] == ["春天"] * 3
    assert [(item["group"]["hook"], item["value"]) for item in ask("views", group_by="hook", **asked)] == [
        ("question", "100"),
        (None, "200"),
    ]


def test_what_was_paid_for_is_said_where_it_is_known(load, one, account):
    load(account, CONTENT, "1,2026-01-05,2026-02-10,100,1,1,1,10")
    load(account, "day,source,external_id,level,currency,spend,clicks", "2026-01-01,ads,1,ad,EUR,10,10")
    assert one("cpc", account=account)["paid_mix"] == "paid"
    assert one("views", account=account, basis="published")["paid_mix"] == "unknown"
    assert one("views", account=account, basis="published", paid="organic")["paid_mix"] == "organic"


def test_a_value_is_read_by_the_bands_of_its_kpi(load, one, account):
    load(account, CONTENT, "1,2026-01-05,2026-02-10,3000,300,0,0,1000")
    viral, plain = (one(kpi, account=account, basis="published") for kpi in ("view_to_follower", "er_view"))
    assert viral["value"] == "3.000000"
    assert (viral["reading"]["key"], plain["reading"]) == ("viral", None)
    assert set(viral["reading"]["names"]) == {"en", "zh-Hans"}


def test_a_conversion_kpi_says_how_conversions_are_credited(load, one, account):
    load(account, "day,source,external_id,level,currency,spend,conversions", "2026-01-01,ads,1,ad,EUR,10,10")
    credited = one("cpa", account=account)["attribution"]
    assert {each["network"] for each in credited} == {"tiktok"}
    assert all(each["statement"]["en"] and each["source"] for each in credited)
    assert one("views", account=account)["attribution"] == []
