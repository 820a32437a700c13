"""The words of conversions: what can happen, in which state an order is, and how one is found to belong somewhere."""

from enum import StrEnum


class Event(StrEnum):
    """What somebody did."""

    PURCHASE = "purchase"
    SIGN_UP = "sign_up"
    LEAD = "lead"
    DOWNLOAD = "download"
    ADD_TO_CART = "add_to_cart"


class Status(StrEnum):
    """How an order stands; the later in this list wins where two are said of one moment."""

    PENDING = "pending"
    PAID = "paid"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"


class LandedBy(StrEnum):
    """What told where a conversion belongs, the surest first."""

    HAND = "hand"
    CONTENT = "content"
    LINK = "link"
    UTM_CONTENT = "utm_content"
    CODE = "code"
    CAMPAIGN = "campaign"
    UTM_CAMPAIGN = "utm_campaign"
    ACCOUNT = "account"
    BRAND = "brand"


EVENTS = tuple(event.value for event in Event)
STATUSES = tuple(status.value for status in Status)
LANDED_BY = tuple(way.value for way in LandedBy)
STATUSES_OF_OTHERS = (Status.PENDING, Status.CANCELLED)
"""What else than an order can be: without a status it has happened; it may be unconfirmed, or taken back."""

COUNTED = ("", Status.PAID.value, Status.REFUNDED.value)
"""Statuses that count: a refunded order was a purchase; one that was never paid, or was cancelled, was none."""
