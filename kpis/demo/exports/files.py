"""Which files an account's people would have saved."""

from collections.abc import Iterator
from typing import assert_never

from clients.networks import AccountKind, Network
from kpis.demo.exports import canonical, douyin, tiktok, xiaohongshu
from kpis.demo.exports.breakdowns import TERRITORIES, breakdowns
from kpis.demo.exports.months import monthly_people
from kpis.demo.exports.more_contents import more_of_contents
from kpis.demo.exports.tables import ExportFile
from kpis.demo.stories import Story


def files_of(story: Story, brand: str) -> Iterator[ExportFile]:
    """Give every file of an account of a brand, those of older mornings first."""
    if story.plan.kind is not AccountKind.MINI_PROGRAM:
        yield from _files_of_contents(story, brand)
    yield canonical.service_days(story)
    yield monthly_people(story)
    if story.plan.network in TERRITORIES:
        yield breakdowns(story)


def _files_of_contents(story: Story, brand: str) -> Iterator[ExportFile]:
    match story.plan.network:
        case Network.TIKTOK:
            yield from tiktok.studio_files(story)
            yield more_of_contents(story, brand)
        case Network.DOUYIN:
            yield from douyin.creator_files(story)
            yield more_of_contents(story, brand)
        case Network.XIAOHONGSHU:
            yield canonical.account_days(story)
            yield from xiaohongshu.creator_files(story)
            yield more_of_contents(story, brand)
        case Network.WECHAT | Network.WEIBO:
            yield canonical.account_days(story)
            yield canonical.contents(story, brand)
        case unknown:
            assert_never(unknown)
