"""The export of Xiaohongshu's creator backend: the list of notes (笔记列表明细表), its header under a banner."""

from collections.abc import Iterator
from typing import Final

from campaigns.readers.measures import Measured
from campaigns.readers.posts import read_posts
from campaigns.readers.profile import Context, Profile, Sheet
from campaigns.readers.rows import Grain, Notice, Refusal, Row


def _doubt_impressions(measured: Measured, sheet: Sheet) -> None:
    """Note an exposure of 0 beside real views: a note of the same day prints 0 until the figure is computed."""
    if measured.values.get("impressions") == 0 and measured.values.get("views", 0) > 0:
        detail = "There are views without any exposure: the exposure was not computed yet."
        measured.notices.append(Notice("impressions_not_computed", detail, sheet.headers["impressions"]))


def _read(sheet: Sheet, context: Context) -> Iterator[Row | Refusal]:
    return read_posts(sheet, context, _doubt_impressions)


NOTES: Final = Profile(
    key="xiaohongshu.creator.notes",
    network="xiaohongshu",
    grain=Grain.CONTENT,
    title="小红书创作者中心：笔记列表明细表 (Xiaohongshu: list of notes)",
    description="Lifetime totals of each note, at most 1,000 of them; no id. Times are UTC+8.",
    header={
        "笔记标题": "title",
        "首次发布时间": "published_at",
        "体裁": "format",
        "曝光": "impressions",
        "观看量": "views",
        "封面点击率": "cover_ctr",
        "点赞": "likes",
        "评论": "comments",
        "收藏": "saves",
        "涨粉": "follows_from_post",
        "分享": "shares",
        "人均观看时长": "avg_watch_s",
        "弹幕": "danmaku",
    },
    required=frozenset({"首次发布时间", "体裁", "观看量"}),
    read=_read,
)

PROFILES: Final = (NOTES,)
