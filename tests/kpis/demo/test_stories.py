"""The demo's numbers: the same every time, and files that the readers understand to the last line."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from campaigns.readers import read_file
from clients.networks import Network
from kpis.demo.brands import NORTH, SOUTH
from kpis.demo.exports.canonical import ad_days
from kpis.demo.exports.files import files_of
from kpis.demo.stories import DAYS, tell_story

LAST_DAY = date(2026, 3, 14)
ACCOUNTS = [
    (plan.slug, brand, account) for plan in (NORTH, SOUTH) for brand in plan.brands for account in brand.accounts
]
ONE_A_NETWORK = {account.network: (slug, brand, account) for slug, brand, account in ACCOUNTS}


def story_on(network):
    slug, brand, account = ONE_A_NETWORK[network]
    return tell_story(slug, brand, account, last_day=LAST_DAY)


def readings(story, tmp_path):
    for file in files_of(story):
        path = tmp_path / "upload"
        path.write_bytes(file.data)
        yield read_file(
            path,
            file_name=file.name,
            captured_on=file.captured_on,
            network=story.plan.network,
            handle=story.plan.handle,
        )


def test_the_demo_covers_every_network_with_six_brands_and_has_an_empty_seventh():
    full, empty = [brand for brand in NORTH.brands if brand.accounts], NORTH.brands[-1]
    assert (len(full), empty.accounts, empty.campaigns) == (6, (), ())
    assert {account.network for brand in full for account in brand.accounts} == set(Network)


def test_the_facts_reach_back_over_the_whole_last_month_and_at_least_120_days():
    days = story_on(Network.TIKTOK).days
    assert (max(days), len(days)) == (LAST_DAY, DAYS)
    assert DAYS >= 120


@pytest.mark.parametrize("network", Network)
def test_the_same_plan_tells_the_same_story_counted_back_from_the_last_day(network):
    slug, brand, account = ONE_A_NETWORK[network]
    later = tell_story(slug, brand, account, last_day=LAST_DAY + timedelta(days=10))
    assert story_on(network) == story_on(network)
    assert list(story_on(network).days.values()) == list(later.days.values())


@pytest.mark.parametrize("network", Network)
def test_totals_of_a_content_never_fall_and_add_up_to_the_accounts_days(network):
    story = story_on(network)
    captures = story.captures()
    for metric in ("likes", "comments"):
        assert all(
            post.total(metric, before) <= post.total(metric, after)
            for post in story.posts
            for before, after in pairwise(captures)
        )
        born_inside = [post for post in story.posts if post.moment.date() >= min(story.days)]
        assert sum(post.total(metric, LAST_DAY) for post in born_inside) <= sum(
            values[metric] for values in story.days.values()
        )


@pytest.mark.parametrize("network", Network)
def test_readers_understand_every_line_of_every_file(network, tmp_path):
    story = story_on(network)
    understood = list(readings(story, tmp_path))
    assert [reading.refusals for reading in understood if reading.refusals] == []
    assert all(reading.rows for reading in understood)


def test_the_networks_own_exports_are_recognised_as_such(tmp_path):
    def profiles(network):
        return {reading.profile for reading in readings(story_on(network), tmp_path)}

    assert {f"tiktok.studio.{name}" for name in ("overview", "content", "follower_history", "viewers")} <= profiles(
        Network.TIKTOK
    )
    douyin = profiles(Network.DOUYIN)
    assert "douyin.creator.works" in douyin
    assert sum(profile.startswith("douyin.creator.daily.") for profile in douyin) == 9
    assert "xiaohongshu.creator.notes" in profiles(Network.XIAOHONGSHU)


def test_paid_media_is_read_with_its_currency(tmp_path):
    slug, brand = next((plan.slug, brand) for plan in (NORTH, SOUTH) for brand in plan.brands if brand.ads)
    file = ad_days(slug, brand.ads[0], brand.currency, first_day=LAST_DAY - timedelta(days=29), last_day=LAST_DAY)
    path = tmp_path / "upload"
    path.write_bytes(file.data)
    reading = read_file(path, file_name=file.name, captured_on=file.captured_on)
    assert (reading.profile, len(reading.rows), reading.refusals) == ("canonical.ad_day", 60, ())
    assert {row.currency for row in reading.rows} == {brand.currency}
