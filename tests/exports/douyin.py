"""Douyin's files: workbooks whose cells are all text in the list of works, and one metric a file by day."""

from collections.abc import Sequence

from tests.exports.tables import Cell, csv_bytes, xlsx_bytes

WORKS = (
    "作品名称",
    "发布时间",
    "体裁",
    "审核状态",
    "播放量",
    "完播率",
    "5s完播率",
    "2s跳出率",
    "平均播放时长",
    "点赞量",
    "分享量",
    "评论量",
    "收藏量",
    "主页访问量",
    "粉丝增量",
)


def work(
    title: str = "秋天的第一杯 #咖啡",
    published: str = "2026-04-03 21:26:39",
    form: str = "图文",
    views: str = "1000",
    rates: tuple[str, str, str, str] = ("0.366807", "0.25", "0.425530", "4.586155"),
) -> list[Cell]:
    """Return one row of the list: `rates` are completion, five seconds, left within two, mean seconds."""
    return [title, published, form, "公开", views, *rates, "11", "6", "4", "8", "65", "-2"]


def works_xlsx(rows: Sequence[Sequence[Cell]]) -> bytes:
    """Return a 作品列表 workbook."""
    return xlsx_bytes(WORKS, rows)


def works_csv(rows: Sequence[Sequence[Cell]], encoding: str = "utf-8-sig") -> bytes:
    """Return the same list saved as CSV."""
    return csv_bytes(WORKS, rows, encoding=encoding)


def daily_xlsx(label: str, rows: Sequence[tuple[str, Cell]]) -> bytes:
    """Return a daily file; the metric's name in the header is its only label."""
    return xlsx_bytes(("日期", label), rows)
