"""The exports of Douyin's creator backend: the list of works (作品列表) and the daily files of one metric each."""

from collections.abc import Iterator
from typing import Final

from campaigns.readers.account_days import judge_finished, printed_full_day
from campaigns.readers.measures import measure
from campaigns.readers.posts import read_posts
from campaigns.readers.profile import NOT_KEPT, Context, Profile, Sheet
from campaigns.readers.rows import AccountDayRow, Grain, Refusal, Row
from campaigns.readers.tables import Record


def _read_days(sheet: Sheet, context: Context) -> Iterator[Row | Refusal]:
    columns = sheet.number_columns()

    def read_row(record: Record) -> AccountDayRow:
        day = printed_full_day(sheet, record, "day")
        notes = judge_finished(sheet, "day", day, context)
        measured = measure(record.cells, columns)
        return AccountDayRow(
            record.line,
            day,
            measured.values,
            frozenset(measured.derived),
            frozenset(measured.capped),
            (*notes, *measured.notices),
        )

    return sheet.rows(read_row)


WORKS: Final = Profile(
    key="douyin.creator.works",
    network="douyin",
    grain=Grain.CONTENT,
    title="抖音创作者中心：作品列表 (Douyin: list of works)",
    description="Lifetime totals of each work; rates as fractions in text, no id. Times are UTC+8.",
    header={
        "作品名称": "title",
        "发布时间": "published_at",
        "体裁": "format",
        "审核状态": NOT_KEPT,
        "播放量": "views",
        "完播率": "completion_rate",
        "5s完播率": "play5s_rate",
        "封面点击率": "cover_ctr",
        "2s跳出率": "bounce2s_rate",
        "平均播放时长": "avg_watch_s",
        "点赞量": "likes",
        "分享量": "shares",
        "评论量": "comments",
        "收藏量": "saves",
        "主页访问量": "profile_visits",
        "粉丝增量": "follows_from_post",
    },
    required=frozenset({"发布时间", "体裁", "播放量"}),
    read=read_posts,
)

_DAILY: Final = {
    "播放量": "views",
    "作品点赞": "likes",
    "作品评论": "comments",
    "作品分享": "shares",
    "主页访问": "profile_visits",
    "净增粉丝": "follows_net",
    "取关粉丝": "follows_lost",
    "总粉丝量": "followers",
    "封面点击率": "cover_ctr",
}


def _daily(label: str, metric: str) -> Profile:
    """Return the profile of the daily file of one metric; a file with several of them joined is read whole."""
    others = {header: name for header, name in _DAILY.items() if header != label}
    return Profile(
        key=f"douyin.creator.daily.{metric}",
        network="douyin",
        grain=Grain.ACCOUNT_DAY,
        title=f"抖音创作者中心：{label} (Douyin: daily {metric})",
        description="One metric of the account a day, deletions netted out; rates as percent text.",
        header={"日期": "day", label: metric, **others},
        required=frozenset({"日期", label}),
        read=_read_days,
        sample=("日期", label),
    )


PROFILES: Final = (WORKS, *(_daily(label, metric) for label, metric in _DAILY.items()))
