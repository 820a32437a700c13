"""The closed sets that describe a metric: how it adds up, what it counts, where it is stored."""

from enum import StrEnum


class Kind(StrEnum):
    """How the values of a metric may be put together over days and over contents."""

    FLOW = "flow"  # happened that day: add; may be negative, since networks net out deletions
    CUMULATIVE = "cumulative"  # lifetime total of one content: take the last, or the difference of two
    STOCK = "stock"  # a level: take the last
    UNIQUE = "unique"  # distinct people: never add
    RATIO = "ratio"  # recompute from numerator and denominator
    PEAK = "peak"  # the highest single value, such as viewers at one time: take the maximum, never add
    WINDOW = "window"  # the vendor's own figure for its own window: never add


class Unit(StrEnum):
    """What a number counts. Events are counts; people are distinct persons or a level of persons."""

    COUNT = "count"
    PEOPLE = "people"
    SECONDS = "seconds"
    MINUTES = "minutes"  # of KPIs alone: metrics measure time in seconds
    HOURS = "hours"
    MONEY = "money"
    RATIO = "ratio"
    SCORE = "score"


class Grain(StrEnum):
    """The fact table that holds a value; the members name what one row of it describes."""

    ACCOUNT_DAY = "account_day"
    CONTENT = "content"
    AD_DAY = "ad_day"


class Booking(StrEnum):
    """The day to which a vendor books what it attributes."""

    EVENT_DAY = "event_day"  # when it happened
    CLICK_DAY = "click_day"  # when the ad was clicked
    IMPRESSION_DAY = "impression_day"  # when the ad was shown: old days change
    BILLING_DAY = "billing_day"  # when the ad was paid for: old days change


class SourceKind(StrEnum):
    """How numbers come out of a vendor's system."""

    EXPORT = "export"  # a file that people download
    API = "api"
    ADS_API = "ads_api"
    SHOP_API = "shop_api"
    RECORDS = "records"  # what somebody keeps beside the networks: a till, a customer database, a ledger
    OWN_CSV = "own_csv"  # the product's own file, which anybody can fill in
