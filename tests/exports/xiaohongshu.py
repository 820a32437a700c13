"""Xiaohongshu's 笔记列表明细表: a banner above the header, Chinese moments, numbers as numbers."""

from collections.abc import Sequence

from tests.exports.tables import Cell, csv_bytes, xlsx_bytes

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


def note(
    title: str = "手冲入门", published: str = "2026年07月11日03时09分05秒", impressions: Cell = 439, views: Cell = 141
) -> list[Cell]:
    """Return one row of the list."""
    return [title, published, "视频", impressions, views, 0.022, 8, 1, 2, 5, 3, 16, 0]


def notes_xlsx(rows: Sequence[Sequence[Cell]]) -> bytes:
    """Return the workbook with its banner."""
    return xlsx_bytes(NOTES, rows, banner=BANNER)


def notes_csv(rows: Sequence[Sequence[Cell]]) -> bytes:
    """Return the same list saved as CSV, the banner padded with empty cells as Excel does."""
    padding = [""] * (len(NOTES) - 1)
    return csv_bytes([BANNER, *padding], [NOTES, *rows])
