"""Which files an account's people would have saved."""

from collections.abc import Iterator
from typing import assert_never

from clients.networks import Network
from kpis.demo.exports import canonical, douyin, tiktok, xiaohongshu
from kpis.demo.exports.tables import ExportFile
from kpis.demo.stories import Story


def files_of(story: Story) -> Iterator[ExportFile]:
    """Give every file of an account, those of older mornings first."""
    match story.plan.network:
        case Network.TIKTOK:
            yield from tiktok.studio_files(story)
        case Network.DOUYIN:
            yield from douyin.creator_files(story)
        case Network.XIAOHONGSHU:
            yield canonical.account_days(story)
            yield from xiaohongshu.creator_files(story)
        case Network.WECHAT | Network.WEIBO:
            yield canonical.account_days(story)
            yield canonical.contents(story)
        case unknown:
            assert_never(unknown)
    yield canonical.monthly_reach(story)
