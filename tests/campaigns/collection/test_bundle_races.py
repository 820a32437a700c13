"""Bundles that come at once for the same accounts wait for one another, and none is lost."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from agencies.context import in_agency
from clients.models import NetworkAccount
from tests.campaigns.collection.collecting import days_ago, days_between, douyin_daily, tiktok_overview
from tests.platform.agencies.conftest import committing  # noqa: F401 - a fixture
from tests.racing import Arena, at_once, committed_agency

pytestmark = pytest.mark.commits
DAYS = days_between(days_ago(20), days_ago(1))


@pytest.fixture
def arena(committing: Any) -> Iterator[Arena]:  # noqa: F811 - the fixture
    with committed_agency("bundling") as agency:
        found = Arena(agency)
        with in_agency(agency):
            for network in ("tiktok", "douyin"):
                NetworkAccount.objects.create(brand_id=found.brand, network=network, kind="standard", handle="raced")
        yield found


def test_bundles_with_their_files_in_other_orders_are_all_taken(arena: Arena) -> None:
    files = [("Overview.csv", tiktok_overview(DAYS)), ("likes.csv", douyin_daily("likes", DAYS))]

    def dropped(order: list[tuple[str, bytes]]) -> Any:
        sent = [SimpleUploadedFile(name, data) for name, data in order]
        return arena.client().upload("/imports:bundle", files=sent)

    for _ in range(3):
        answers = at_once(lambda: dropped(files), lambda: dropped(files[::-1]))
        assert [answer.status_code for answer in answers] == [200, 200]
        assert {file["outcome"] for answer in answers for file in answer.json()["files"]} == {"committed"}
