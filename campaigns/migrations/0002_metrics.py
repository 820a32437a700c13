"""Columns for live rooms, commerce, service, loyalty and finer video metrics."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.db import migrations, models

_RATED = "comments_positive comments_neutral comments_negative sentiment_sum"
_ACCOUNT_DECIMALS = (
    f"{_RATED} conversations_replied conversations_resolved first_response_s resolution_s csat_sum"
    " retained_d1 retained_d7 retained_d30"
)
_ACCOUNT_WHOLE = (
    "sentiment_rated conversations messages_in csat_answers opportunities opportunities_won contacts_new"
    " brand_mentions user_posts visits users_new"
)
_DECIMALS = {
    "accountday": f"{_ACCOUNT_DECIMALS} customers_repeat brand_searchers original_readers",
    "accountmonth": _ACCOUNT_DECIMALS,
    "contentsnapshot": f"plays_3s {_RATED} original_readers brand_searchers",
    "adday": "plays_3s plays_p25 plays_p50 plays_p75 watch_time_s first_order_revenue_30d live_watch_time_s"
    " live_gift_amount",
}
_WHOLE = {
    "accountday": f"{_ACCOUNT_WHOLE} audience_a1 audience_a2 audience_a3 audience_a4 audience_a5 customers engaged"
    " engaged_returning visitors",
    "accountmonth": _ACCOUNT_WHOLE,
    "contentsnapshot": "sentiment_rated",
    "adday": "engaged_views reposts link_clicks profile_visits deep_conversions add_to_cart carts orders_created"
    " product_views refunds first_orders live_enter live_gifts live_comments fans_club_joins messages_in"
    " conversations live_viewers shop_visitors seeded seeded_deep live_peak",
}
# Where only a rate is exported, these are rate times denominator: no whole number any more.
_NOW_DECIMAL = {
    "accountday": "clicks push_reads",
    "accountmonth": "clicks push_reads",
    "contentsnapshot": "push_reads",
    "adday": "clicks",
}


def _decimal() -> Any:
    return models.DecimalField(decimal_places=6, max_digits=24, null=True)


def _operations() -> Iterator[Any]:
    for model, names in _DECIMALS.items():
        yield from (migrations.AddField(model, name, _decimal()) for name in names.split())
    for model, names in _WHOLE.items():
        yield from (migrations.AddField(model, name, models.BigIntegerField(null=True)) for name in names.split())
    for model, names in _NOW_DECIMAL.items():
        yield from (migrations.AlterField(model, name, _decimal()) for name in names.split())


class Migration(migrations.Migration):
    """Columns for live rooms, commerce, service, loyalty and finer video metrics."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("campaigns", "0001_campaigns")]
    operations: ClassVar[list[Any]] = list(_operations())
