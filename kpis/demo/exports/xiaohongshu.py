"""Xiaohongshu's 笔记列表明细表: a banner above the header, Chinese moments, numbers as numbers."""

from collections.abc import Iterator
from datetime import date, timedelta

from kpis.demo.exports.tables import Cell, ExportFile, xlsx_bytes
from kpis.demo.stories import Post, Story

BANNER = "最多导出排序后前1000条笔记"
NOTES = (
    "笔记标题",
    "首次发布时间",
    "体裁",
    "曝光",
    "观看量",
    "封面点击率",
    "点赞",
    "评论",
    "收藏",
    "涨粉",
    "分享",
    "人均观看时长",
    "弹幕",
)
FORMATS = {"video": "视频", "image_text": "图文"}
BEFORE_CTR, AFTER_CTR = ("impressions", "views"), ("likes", "comments", "saves", "follows_from_post", "shares")


def creator_files(story: Story) -> Iterator[ExportFile]:
    """Give the list of notes of each week's morning."""
    for capture in story.captures():
        seen = capture - timedelta(days=1)
        notes = [_note(post, seen) for post in story.posts if post.moment.date() <= seen]
        yield ExportFile(f"笔记列表明细表-{capture}.xlsx", xlsx_bytes(NOTES, notes, banner=BANNER), capture)


def _note(post: Post, seen: date) -> list[Cell]:
    watched = round(post.duration_s * post.completion) if post.format == "video" else 0
    return [
        post.title,
        f"{post.moment:%Y年%m月%d日%H时%M分%S秒}",
        FORMATS[post.format],
        *(post.total(metric, seen) for metric in BEFORE_CTR),
        round(post.cover_ctr, 3),
        *(post.total(metric, seen) for metric in AFTER_CTR),
        watched,
        post.number % 3,
    ]
