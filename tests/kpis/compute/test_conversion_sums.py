"""Sums of conversions: what counts, on which day, in which group and currency."""

from collections import Counter, defaultdict
from datetime import date
from decimal import Context, Decimal

import pytest

from campaigns.metrics import METRICS
from campaigns.models import Campaign, Content, Creator
from clients.models import NetworkAccount
from kpis.catalogue import catalogue
from kpis.compute.conversion_sums import TRACKED_METRICS, conversion_sums
from kpis.compute.engine import compute
from kpis.compute.question import GroupKey, Question, Scope, Window
from tests.campaigns.conversions.sending import record

DIGITS = Context(prec=34)
JANUARY = Window(date(2026, 1, 1), date(2026, 1, 31))


@pytest.fixture
def purchase(in_north):
    def of_aurora(number, amount="10", **said):
        return {
            "event": "purchase",
            "order_id": str(number),
            "day": "2026-01-05",
            "value": {"amount": amount, "currency": "EUR"},
            "account": str(in_north.aurora_account),
            **said,
        }

    return of_aurora


@pytest.fixture
def sums(in_north):
    """Ask for sums; gives {(group, bucket, currency): {metric: number}} of what is stated."""

    def asked(*keys, window=JANUARY, brands=None, **scope):
        accounts = (in_north.aurora_account, in_north.borealis_account)
        question = Question(kpis=(), scope=Scope(accounts=accounts, **scope), window=window, group_by=keys)
        found = conversion_sums(question, brands or (in_north.aurora, in_north.borealis))
        told = defaultdict(Counter)  # those of several accounts together
        for each in found:
            stated = {name.removeprefix("tracked_"): total for name, total in each.totals.items() if total is not None}
            told[each.group, each.bucket, each.currency].update(stated)
        return dict(told)

    return asked


def test_a_purchase_counts_while_it_is_paid_or_refunded(in_north, purchase, sums):
    record(
        in_north,
        [
            purchase(1, "10.50", new_customer=True, path="DM-sale"),
            purchase(2, "20", new_customer=False),
            purchase(3, "40", status="pending"),
            purchase(4, "80", status="cancelled"),
            purchase(5, "5", status="refunded"),
        ],
    )
    (found,) = sums().values()
    assert found == {
        "purchases": 3,
        "conversions": 3,
        "revenue": Decimal("35.50"),
        "refunds": 5,
        "new_customers": 1,
        "dm_conversions": 1,
    }


def test_a_refund_counts_on_its_own_day_and_leaves_the_order_on_its(in_north, purchase, sums):
    part = {"amount": "4", "currency": "EUR"}
    record(in_north, [purchase(1), purchase(1, day="2026-01-09", refunded=part)])
    record(in_north, [purchase(1, day="2026-02-02", status="refunded")])
    by_day = sums(GroupKey.DAY)
    assert {bucket: found.get("refunds") for (_, bucket, _), found in by_day.items()} == {4: 0, 8: 4}
    assert by_day[(), 4, "EUR"]["revenue"] == 10
    assert sums(window=Window(date(2026, 2, 1), date(2026, 2, 28))) == {((), 0, "EUR"): {"refunds": 6}}


def test_each_event_has_its_own_count_and_what_nobody_states_is_missing(in_north, sums):
    told = [("sign_up", 3), ("lead", 2), ("download", 1)]
    items = [
        {"event": event, "external_id": str(number), "day": "2026-01-05", "brand": str(in_north.aurora)}
        for event, times in told
        for number in range(times)
    ]
    record(in_north, items)
    assert sums() == {((), 0, ""): {"signups": 3, "leads": 2, "downloads": 1, "conversions": 6}}


def test_what_some_purchases_do_not_state_is_only_a_lower_bound(in_north, purchase):
    stated = {"new_customer": True, "path": "dm-sale"}
    record(in_north, [purchase(1, **stated), purchase(2, new_customer=False, path="link")])
    assert said(in_north, "tracked_new_customers", "tracked_dm_conversions", "tracked_revenue") == [
        (1, 1, 1),
        (1, 1, 1),
        (20, 20, 20),
    ]
    record(in_north, [purchase(3, value=None)])
    assert said(in_north, "tracked_new_customers", "tracked_dm_conversions", "tracked_revenue") == [
        (1, 1, 2),
        (1, 1, 2),
        (20, 20, None),
    ]
    third = DIGITS.divide(1, 3)
    assert said(in_north, "tracked_new_customer_share", "tracked_aov") == [
        (third, third, DIGITS.divide(2, 3)),
        (DIGITS.divide(20, 3), DIGITS.divide(20, 3), None),
    ]


def said(world, *kpis):
    """Ask for KPIs of the brand; gives value, low and high end of each."""
    scope = Scope(accounts=(world.aurora_account,), brand=world.aurora)
    results = compute(Question(kpis=tuple(catalogue()[key] for key in kpis), scope=scope, window=JANUARY))
    quantities = [result.outcome.quantity for result in results]
    return [(each.value, each.low, each.high) for each in quantities]


def test_currencies_are_kept_apart(in_north, purchase, sums):
    record(in_north, [purchase(1), purchase(2, value={"amount": "70", "currency": "CNY"}), purchase(3, value=None)])
    found = {currency: each.get("revenue") for (_, _, currency), each in sums().items()}
    assert found == {"EUR": 10, "CNY": 70, "": None}


def test_groups_and_scopes_follow_the_content_and_its_tags(in_north, purchase, sums):
    campaign = Campaign.objects.create(
        brand_id=in_north.aurora, name="Launch", goal="conversion", start=JANUARY.start, end=JANUARY.end
    )
    creator = Creator.objects.create(name="Lin", network="tiktok")
    tagged = {"category": "tea", "format": "video", "hook": "question", "sound": "Song", "hashtags": ["a", "b", "a"]}
    content = Content.objects.create(
        account_id=in_north.aurora_account, key="1", campaign=campaign, creator=creator, boosted=True, **tagged
    )
    record(in_north, [purchase(1, content=str(content.id)), purchase(2)])
    expected = {
        GroupKey.BRAND: {str(in_north.aurora): 2},
        GroupKey.ACCOUNT: {str(in_north.aurora_account): 2},
        GroupKey.NETWORK: {"tiktok": 2},
        GroupKey.CAMPAIGN: {str(campaign.id): 1, None: 1},
        GroupKey.CONTENT: {str(content.id): 1, None: 1},
        GroupKey.CONTENT_CATEGORY: {"tea": 1, None: 1},
        GroupKey.FORMAT: {"video": 1, None: 1},
        GroupKey.CREATOR: {str(creator.id): 1, None: 1},
        GroupKey.HOOK: {"question": 1, None: 1},
        GroupKey.SOUND: {"Song": 1, None: 1},
        GroupKey.HASHTAG: {"a": 1, "b": 1, None: 1},
        GroupKey.PAID: {"boosted": 1, None: 1},
    }
    for key, groups in expected.items():
        assert {group[0]: found["purchases"] for (group, _, _), found in sums(key).items()} == groups, key
    narrowed = {"campaign": campaign.id, "creator": creator.id, "content": content.id, "content_category": "tea"}
    narrowed |= {"format": "video", "hook": "question", "sound": "Song", "hashtag": "b", "paid": "boosted"}
    for name, value in narrowed.items():
        assert [found["purchases"] for found in sums(**{name: value}).values()] == [1], name
    assert sums(hashtag="c") == sums(paid="organic") == {}


def test_another_brand_s_conversions_stay_outside(in_north, purchase, sums):
    record(
        in_north, [purchase(1), purchase(2, account=str(in_north.borealis_account)), {**purchase(3), "account": None}]
    )
    assert [found["purchases"] for found in sums(brands=(in_north.aurora,)).values()] == [1]
    assert [found["purchases"] for found in sums().values()] == [2]


def test_a_moment_lies_on_the_account_s_day(in_north, purchase, sums):
    NetworkAccount.objects.filter(id=in_north.aurora_account).update(time_zone="Asia/Shanghai")
    record(in_north, [purchase(1, day=None, occurred_at="2026-01-31T17:00:00Z")])
    assert sums() == {}
    february = sums(window=Window(date(2026, 2, 1), date(2026, 2, 1)))
    assert [found["purchases"] for found in february.values()] == [1]


def test_every_metric_is_one_of_the_catalogue():
    assert set(METRICS) >= TRACKED_METRICS
