"""A KPI is available where one account states all that it needs at one grain."""

from campaigns.metrics import Grain
from kpis.catalogue import catalogue
from kpis.suggestions import Availability, InputsAtHand, availability_of
from kpis.suggestions.sources import sources_of

ER_VIEW = catalogue()["er_view"]
DAYS, CONTENT = Grain.ACCOUNT_DAY, Grain.CONTENT


def account(place: str = "tiktok", **stated: str) -> InputsAtHand:
    return InputsAtHand(place, {Grain(grain): frozenset(words.split()) for grain, words in stated.items()})


def test_everything_at_one_grain_of_one_account_is_available() -> None:
    one = account(content="likes comments shares views")
    assert availability_of(ER_VIEW, "tiktok", [one]) == Availability(available=True)


def test_parts_at_two_grains_or_of_two_accounts_do_not_add_up() -> None:
    apart = account(account_day="likes comments", content="shares views")
    others = [account(content="likes comments"), account(content="shares views")]
    assert availability_of(ER_VIEW, "tiktok", [apart]).available is False
    assert availability_of(ER_VIEW, "tiktok", others).available is False


def test_what_is_missing_is_told_of_the_account_that_lacks_least() -> None:
    accounts = [account(content="views"), account(account_day="likes comments views")]
    assert availability_of(ER_VIEW, "tiktok", accounts) == Availability(available=False, missing=("shares",))


def test_an_account_of_another_network_or_kind_does_not_count() -> None:
    channels = account("wechat.channels", content="likes comments shares views")
    assert availability_of(ER_VIEW, "wechat.channels", [channels]).available is True
    official = availability_of(ER_VIEW, "wechat.official_account", [channels])
    assert official.available is False
    assert "reads" in official.missing


def test_a_brand_without_an_account_lacks_everything() -> None:
    assert availability_of(ER_VIEW, "tiktok", []).missing == ("comments", "likes", "shares", "views")


def test_what_stands_on_no_grain_of_the_kpi_does_not_help() -> None:
    per_follower = catalogue()["er_follower"]
    days = account(account_day="likes comments shares followers_at_publish")
    assert availability_of(per_follower, "tiktok", [days]).available is False


def test_what_is_missing_names_the_file_that_states_it_first() -> None:
    first, *rest = sources_of("completions", "douyin")
    assert (first.profile, first.field, first.gives) == ("douyin.creator.works", "完播率", "completion_rate")
    assert {"canonical.account_day", "canonical.content", "canonical.ad_day"} <= {origin.source for origin in rest}
    assert not [origin for origin in rest if origin.place is not None and origin.place.network != "douyin"]
