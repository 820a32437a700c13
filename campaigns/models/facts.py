"""The numbers: wide tables with a column a metric, two narrow ones. NULL is missing, never zero."""

from typing import TYPE_CHECKING, Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from apikit.guard import GuardedQuerySet
from campaigns.models.work import AdUnit, Content
from clients.models import CURRENCY, NetworkAccount

if TYPE_CHECKING:
    from decimal import Decimal


def count() -> "models.BigIntegerField[int | None, int | None]":
    """Make a column for whole events or people; negative flows are real, so no check."""
    return models.BigIntegerField(null=True)


def amount() -> "models.DecimalField[Decimal | None, Decimal | None]":
    """Make a column for money, seconds, and counts that were derived from a rate."""
    return models.DecimalField(max_digits=24, decimal_places=6, null=True)


class Fact(models.Model):
    """What every wide row carries beside its numbers. Owners need no index of their own: the key begins with them."""

    captured_on = models.DateField()
    derived = ArrayField(models.CharField(max_length=30), default=list)
    capped = ArrayField(models.CharField(max_length=30), default=list)
    extra = models.JSONField(default=dict)

    objects = GuardedQuerySet.as_manager()

    class Meta:
        abstract = True


class SharedCounts(models.Model):
    """The counts that accounts and contents have in common."""

    impressions = count()
    views = count()
    reads = count()
    likes = count()
    comments = count()
    shares = count()
    saves = count()
    wow = count()
    reposts = count()
    danmaku = count()
    watch_time_s = amount()
    completions = amount()
    profile_visits = count()
    link_clicks = count()
    delivered = count()
    push_reads = amount()
    sentiment_sum = amount()
    sentiment_rated = count()
    comments_positive = amount()
    comments_neutral = amount()
    comments_negative = amount()

    class Meta:
        abstract = True


class AccountFlows(SharedCounts):
    """What an account's day counts: events of that day."""

    follows_new = count()
    follows_lost = count()
    follows_net = count()
    clicks = amount()
    leads = count()
    conversations = count()
    conversations_replied = amount()
    conversations_resolved = amount()
    messages_in = count()
    first_response_s = amount()
    resolution_s = amount()
    csat_sum = amount()
    csat_answers = count()
    opportunities = count()
    opportunities_won = count()
    contacts_new = count()
    brand_mentions = count()
    user_posts = count()
    visits = count()
    users_new = count()
    retained_d1 = amount()
    retained_d7 = amount()
    retained_d30 = amount()

    class Meta:
        abstract = True


class AccountDay(Fact, AccountFlows):
    """An account on one day: what happened (flows), or the level that day (stock, unique people, vendor rates)."""

    pk = models.CompositePrimaryKey("account_id", "day")
    account = models.ForeignKey(NetworkAccount, on_delete=models.PROTECT, db_index=False, related_name="days")
    day = models.DateField()
    followers = count()
    reach = count()
    readers = count()
    sharers = count()
    viewers = count()
    viewers_new = count()
    viewers_returning = count()
    audience_a1 = count()
    audience_a2 = count()
    audience_a3 = count()
    audience_a4 = count()
    audience_a5 = count()
    customers = count()
    customers_repeat = amount()
    engaged = count()
    engaged_returning = count()
    brand_searchers = amount()
    original_readers = amount()
    visitors = count()
    cover_ctr = amount()


class ContentSnapshot(Fact, SharedCounts):
    """The lifetime totals of one content as read on one day."""

    pk = models.CompositePrimaryKey("content_id", "day")
    content = models.ForeignKey(Content, on_delete=models.PROTECT, db_index=False, related_name="snapshots")
    day = models.DateField()
    plays_3s = amount()
    plays_5s = amount()
    bounces_2s = amount()
    follows_from_post = count()
    first_shares = count()
    share_reads = count()
    reach = count()
    readers = count()
    sharers = count()
    original_readers = amount()
    brand_searchers = amount()
    cover_ctr = amount()


class AdFlows(models.Model):
    """What an ad unit's day counts: events and money of that day."""

    spend = amount()
    gmv = amount()
    revenue = amount()
    refund_amount = amount()
    impressions = count()
    clicks = amount()
    views = count()
    plays_2s = count()
    plays_6s = count()
    completions = amount()
    likes = count()
    comments = count()
    shares = count()
    saves = count()
    follows_new = count()
    conversions = count()
    leads = count()
    orders = count()
    units = count()
    new_customers = count()
    product_impressions = count()
    product_clicks = count()
    plays_3s = amount()
    plays_p25 = amount()
    plays_p50 = amount()
    plays_p75 = amount()
    engaged_views = count()
    watch_time_s = amount()
    reposts = count()
    link_clicks = count()
    profile_visits = count()
    deep_conversions = count()
    add_to_cart = count()
    carts = count()
    orders_created = count()
    product_views = count()
    refunds = count()
    first_orders = count()
    first_order_revenue_30d = amount()
    live_enter = count()
    live_watch_time_s = amount()
    live_gifts = count()
    live_gift_amount = amount()
    live_comments = count()
    fans_club_joins = count()
    messages_in = count()
    conversations = count()

    class Meta:
        abstract = True


class AdDay(Fact, AdFlows):
    """Paid media and commerce of one ad unit on one day; money is in the ad unit's currency."""

    pk = models.CompositePrimaryKey("ad_unit_id", "day")
    ad_unit = models.ForeignKey(AdUnit, on_delete=models.PROTECT, db_index=False, related_name="days")
    day = models.DateField()
    reach = count()
    buyers = count()
    live_viewers = count()
    shop_visitors = count()
    seeded = count()
    seeded_deep = count()
    live_peak = count()


class PeriodFact(models.Model):
    """The vendor's own figure of one metric for exactly one window: of the account, or of the ad unit in `scope`."""

    pk = models.CompositePrimaryKey("account_id", "metric", "start", "end", "scope")
    account = models.ForeignKey(NetworkAccount, on_delete=models.PROTECT, db_index=False, related_name="periods")
    metric = models.CharField(max_length=40)
    start = models.DateField()
    end = models.DateField()
    scope = models.CharField(max_length=36, blank=True)  # the id of an ad unit; empty is the whole account
    value = amount()
    currency = models.CharField(max_length=3, blank=True, validators=[CURRENCY])
    captured_on = models.DateField()

    objects = GuardedQuerySet.as_manager()


class BreakdownFact(models.Model):
    """One metric of an account's day in one bucket of a dimension: segment, territory, hour, source, product."""

    pk = models.CompositePrimaryKey("account_id", "day", "dimension", "bucket", "metric")
    account = models.ForeignKey(NetworkAccount, on_delete=models.PROTECT, db_index=False, related_name="breakdowns")
    day = models.DateField()
    dimension = models.CharField(max_length=40)
    bucket = models.CharField(max_length=120)
    metric = models.CharField(max_length=40)
    value = amount()
    captured_on = models.DateField()

    objects = GuardedQuerySet.as_manager()


WIDE: dict[str, Any] = {"account_day": AccountDay, "content": ContentSnapshot, "ad_day": AdDay}
