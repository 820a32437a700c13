"""The demo's numbers: the same every time, and files that the readers understand to the last line."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from campaigns.readers import FileToRead, read_file
from clients.networks import Network
from kpis.demo.brands import NORTH, SOUTH
from kpis.demo.exports.files import files_of
from kpis.demo.exports.media import media_days, media_months
from kpis.demo.media import media_of
from kpis.demo.stories import DAYS, tell_story

LAST_DAY = date(2026, 3, 14)
ACCOUNTS = [
    (plan.slug, brand, account) for plan in (NORTH, SOUTH) for brand in plan.brands for account in brand.accounts
]
ADS = [(plan.slug, brand, ads) for plan in (NORTH, SOUTH) for brand in plan.brands for ads in brand.ads]
ONE_A_NETWORK = {account.network: (slug, brand, account) for slug, brand, account in reversed(ACCOUNTS)}
ONE_A_KIND = {account.kind: (slug, brand, account) for slug, brand, account in ACCOUNTS}


def story_on(network):
    slug, brand, account = ONE_A_NETWORK[network]
    return tell_story(slug, brand, account, last_day=LAST_DAY)


def readings(story, tmp_path, brand="Some Brand"):
    for file in files_of(story, brand):
        path = tmp_path / "upload"
        path.write_bytes(file.data)
        yield read_file(
            FileToRead(
                path,
                file_name=file.name,
                captured_on=file.captured_on,
                network=story.plan.network,
                handle=story.plan.handle,
            )
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


@pytest.mark.parametrize("kind", ONE_A_KIND)
def test_files_of_every_kind_of_account_are_understood(kind, tmp_path):
    slug, brand, account = ONE_A_KIND[kind]
    understood = list(readings(tell_story(slug, brand, account, last_day=LAST_DAY), tmp_path))
    assert [reading.refusals for reading in understood if reading.refusals] == []
    assert {"canonical.account_day", "canonical.period"} <= {reading.profile for reading in understood}


@pytest.mark.parametrize(("slug", "brand", "plan"), ADS, ids=[plan.source for _, _, plan in ADS])
def test_paid_media_is_read_with_its_currency_and_its_campaigns_months(slug, brand, plan, tmp_path):
    units = media_of(slug, plan, first_day=LAST_DAY - timedelta(days=59), last_day=LAST_DAY)
    days, months = (
        _read(tmp_path, file) for file in (media_days(plan, units, brand.currency), media_months(plan, units))
    )
    assert (days.profile, len(days.rows), days.refusals) == (
        "canonical.ad_day",
        sum(len(unit.days) for unit in units),
        (),
    )
    assert {row.currency for row in days.rows} == {brand.currency}
    assert (months.profile, months.refusals, {row.level for row in months.rows}) == (
        "canonical.period",
        (),
        {"campaign"},
    )
    assert {row.parent_external_id for row in days.rows} == {row.external_id for row in months.rows}


def _read(tmp_path, file):
    path = tmp_path / "upload"
    path.write_bytes(file.data)
    return read_file(FileToRead(path, file_name=file.name, captured_on=file.captured_on))
