"""Douyin's files: a list of works whose cells are all text, and daily files of one metric each."""

from collections.abc import Iterator
from datetime import date, timedelta

from kpis.demo.exports.tables import Cell, ExportFile, xlsx_bytes
from kpis.demo.stories import Post, Story
from kpis.demo.watching import seconds_watched, share_of_5s, share_of_bounces

DAILY = {
    "播放量": "views",
    "作品点赞": "likes",
    "作品评论": "comments",
    "作品分享": "shares",
    "主页访问": "profile_visits",
    "净增粉丝": "follows_net",
    "取关粉丝": "follows_lost",
    "总粉丝量": "followers",
}
COVER_CTR = "封面点击率"
TOTALS = {
    "点赞量": "likes",
    "分享量": "shares",
    "评论量": "comments",
    "收藏量": "saves",
    "主页访问量": "profile_visits",
    "粉丝增量": "follows_from_post",
}
WORKS = (
    "作品名称",
    "发布时间",
    "体裁",
    "审核状态",
    "播放量",
    "完播率",
    "5s完播率",
    COVER_CTR,
    "2s跳出率",
    "平均播放时长",
    *TOTALS,
)
FORMATS = {"video": "1min-视频", "image_text": "图文"}


def creator_files(story: Story) -> Iterator[ExportFile]:
    """Give the nine daily files of the last morning, and the list of works of each week's."""
    morning = max(story.days) + timedelta(days=1)
    for label, metric in DAILY.items():
        rows: list[list[Cell]] = [[day.isoformat(), values[metric]] for day, values in story.days.items()]
        yield ExportFile(f"{label}.xlsx", xlsx_bytes(["日期", label], rows), morning)
    shares: list[list[Cell]] = [[day.isoformat(), f"{_cover_ctr(story, day):.2%}"] for day in story.days]
    yield ExportFile(f"{COVER_CTR}.xlsx", xlsx_bytes(["日期", COVER_CTR], shares), morning)
    for capture in story.captures():
        seen = capture - timedelta(days=1)
        works = [_work(post, seen) for post in story.posts if post.moment.date() <= seen]
        yield ExportFile(f"作品列表-{capture}.xlsx", xlsx_bytes(WORKS, works), capture)


def _work(post: Post, seen: date) -> list[Cell]:
    return [
        post.title,
        f"{post.moment:%Y-%m-%d %H:%M:%S}",
        FORMATS[post.format],
        "公开",
        str(post.total("views", seen)),
        f"{post.completion:.6f}",
        f"{share_of_5s(post.completion):.6f}",
        f"{post.cover_ctr:.6f}",
        f"{share_of_bounces(post.completion):.6f}",
        f"{seconds_watched(post.completion, post.duration_s):.6f}",
        *(str(post.total(metric, seen)) for metric in TOTALS.values()),
    ]


def _cover_ctr(story: Story, day: date) -> float:
    recent = [post.cover_ctr for post in story.posts if 0 <= (day - post.moment.date()).days <= 7]  # noqa: PLR2004
    return sum(recent) / len(recent) if recent else 0.1
