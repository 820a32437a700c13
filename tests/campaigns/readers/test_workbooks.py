"""What spreadsheets do to tables: merged cells, hidden sheets, protected texts, rounded ids."""

import io
import re
import zipfile
from datetime import datetime

import pytest
import xlsxwriter

from campaigns.readers import UnreadableFile
from tests.campaigns.readers.conftest import Read
from tests.exports.tables import csv_bytes, workbook_bytes

PLANS = ("日期", "广告ID", "展示数", "消耗")


def merged(*ranges: tuple[int, int, int, str | int]) -> bytes:
    """Write two ads of one day, with cells merged down: first row, last row, column, what they hold."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as workbook:
        page = workbook.add_worksheet()
        for number, cells in enumerate([PLANS, ("2026-07-01", "1", 10, 1), ("2026-07-01", "2", 20, 2)], start=3):
            page.write_row(number, 1, cells)
        for first, last, column, content in ranges:
            page.merge_range(first, column, last, column, content)
    return file.getvalue()


def test_a_merged_day_is_the_day_of_each_row_that_it_reaches(read: Read) -> None:
    reading = read(merged((4, 5, 1, "2026-07-01")))
    assert [(row.day.day, row.external_id) for row in reading.rows] == [(1, "1"), (1, "2")]


def test_a_merged_number_belongs_to_no_row(read: Read) -> None:
    reading = read(merged((4, 5, 4, 3)))
    assert reading.rows == ()
    assert [refusal.code for refusal in reading.refusals] == ["merged_number"] * 2


def test_a_merged_number_of_a_page_belongs_to_no_row_either(read: Read) -> None:
    first = "<tr><td>2026-07-01</td><td>1</td><td>10</td><td rowspan=2>3</td></tr>"
    lines = f"{first}<tr><td>2026-07-01</td><td>2</td><td>20</td></tr>"
    header = "".join(f"<th>{each}</th>" for each in PLANS)
    reading = read(f"<table><tr>{header}</tr>{lines}</table>".encode())
    assert [refusal.code for refusal in reading.refusals] == ["merged_number"] * 2


def with_second_sheet(*, hidden: bool) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as workbook:
        for name, views in (("Data", 5), ("Old", 6)):
            page = workbook.add_worksheet(name)
            page.write_row(0, 0, ("日期", "播放量"))
            page.write_row(1, 0, ("2026-07-01", views))
        if hidden:
            page.hide()
    return file.getvalue()


def test_a_hidden_sheet_does_not_count_beside_one_that_is_seen(read: Read) -> None:
    assert [row.values for row in read(with_second_sheet(hidden=True)).rows] == [{"views": 5}]
    with pytest.raises(UnreadableFile, match="several_sheets"):
        read(with_second_sheet(hidden=False))


@pytest.mark.parametrize("cell", ['="1780000000000001"', "'1780000000000001", "1780000000000001\t"])
def test_marks_that_protect_a_text_are_no_part_of_it(read: Read, cell: str) -> None:
    (row,) = read(csv_bytes(PLANS, [('="2026-07-01"', cell, '="10"', "'3")])).rows
    assert (row.external_id, row.values["impressions"], row.values["spend"]) == ("1780000000000001", 10, 3)


@pytest.mark.parametrize("cell", ["7.5276E+18", "7.5276e18", "7,5276E+18", "7527622792666153000.0"])
def test_an_id_that_lost_digits_is_refused(read: Read, cell: str) -> None:
    reading = read(csv_bytes(PLANS, [("2026-07-01", cell, "10", "3")], delimiter=";"))
    assert [refusal.code for refusal in reading.refusals] == ["damaged_id"]


def test_a_short_id_that_became_a_decimal_is_whole_again(read: Read) -> None:
    assert [row.external_id for row in read(csv_bytes(PLANS, [("2026-07-01", "1780.0", "10", "3")])).rows] == ["1780"]


def test_several_sheets_of_a_workbook_that_are_empty_or_explain_do_not_matter(read: Read) -> None:
    book = workbook_bytes({"说明": [["本表为导出数据"]], "数据": [("日期", "播放量"), ("2026-07-01", "5")], "空": []})
    assert len(read(book).rows) == 1


def with_formulas(formula_value: str | int, **more: tuple[int, str]) -> bytes:
    """Write three days, of which the second has a formula for its views, with the value that a program saved of it."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as workbook:
        page = workbook.add_worksheet("日报")
        page.write_row(1, 1, ("日期", "播放量", "点赞", "Rank"))
        for line in (2, 3, 4):
            page.write_row(line, 1, (f"2026-07-0{line}", 10 * line, line))
        page.write_formula(3, 2, "=C3*2", value=formula_value)
        for column, (line, formula) in more.items():
            page.write_formula(f"{column}{line}", formula, value="<none>")
    return without_values(file.getvalue())


def without_values(workbook: bytes) -> bytes:
    """Take the values that were to be none out of a workbook, as programs write it that compute nothing."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(file, "w") as new:
        for entry in old.namelist():
            text = old.read(entry).decode().replace("&lt;empty&gt;", "")
            new.writestr(entry, re.sub(r' t="str"><f>([^<]*)</f><v>&lt;none&gt;</v>', r"><f>\1</f><v></v>", text))
    return file.getvalue()


def test_a_formula_whose_value_was_saved_is_its_value(read: Read) -> None:
    assert [row.values["views"] for row in read(with_formulas(60)).rows] == [20, 60, 40]


def test_a_formula_without_a_value_is_refused_where_it_stands_and_is_never_nothing(read: Read) -> None:
    reading = read(with_formulas("<none>"))
    assert [row.line for row in reading.rows] == [3, 5]
    (refusal,) = reading.refusals
    assert (refusal.line, refusal.code, refusal.column) == (4, "formula_without_value", "播放量")
    assert dict(refusal.cells) == {"日期": "2026-07-03", "播放量": "", "点赞": "3"}


def test_a_row_of_formulas_alone_is_no_blank_row(read: Read) -> None:
    reading = read(with_formulas(60, B=(7, "=B6+1"), C=(7, "=C6")))
    assert [(refusal.line, refusal.code) for refusal in reading.refusals] == [(7, "formula_without_value")]


def test_a_formula_in_a_column_that_is_not_read_takes_nothing_away(read: Read) -> None:
    reading = read(with_formulas(60, E=(4, "=RANK(C4,C:C)"), F=(9, "=1")))
    assert (len(reading.rows), reading.refusals) == (3, ())


def test_a_text_that_a_formula_left_empty_is_empty(read: Read) -> None:
    assert [row.values.get("views") for row in read(with_formulas("<empty>")).rows] == [20, None, 40]


def far_away(place: str, *, colour_only: bool = False, beside: bool = False) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as workbook:
        page = workbook.add_worksheet("Far & away")
        page.write_row(0, 0, ("日期", "播放量"))
        page.write_row(1, 0, ("2026-07-01", 5))
        colour = workbook.add_format({"bg_color": "red"})
        page.write_blank(place, None, colour) if colour_only else page.write(place, 1)
        if beside:
            other = workbook.add_worksheet("Data")
            other.write_row(0, 0, ("日期", "播放量"))
            other.write_row(1, 0, ("2026-07-02", 6))
    return file.getvalue()


@pytest.mark.parametrize("place", ["XFD1048576", "GS2", "XFD1", "A1000001", "C1048576", "AAA3"])
def test_a_cell_too_far_away_is_named_with_its_sheet(read: Read, place: str) -> None:
    with pytest.raises(UnreadableFile, match="too_large") as caught:
        read(far_away(place))
    assert f"The cell {place} of the sheet Far & away lies outside" in caught.value.detail


def test_a_cell_at_the_edge_is_read_over(read: Read) -> None:
    assert len(read(far_away("GR2")).rows) == 1
    assert len(read(far_away("GS2", beside=True)).rows) == 1
    assert len(read(far_away("GS9", colour_only=True)).rows) == 1


def test_midnight_is_a_moment_where_its_column_keeps_moments(read: Read) -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "default_date_format": "yyyy-mm-dd hh:mm:ss"}) as workbook:
        page = workbook.add_worksheet()
        page.write_row(0, 0, ("作品名称", "发布时间", "体裁", "播放量"))
        for line, moment in enumerate([datetime(2026, 7, 1), datetime(2026, 7, 2, 9, 30)], start=1):  # noqa: DTZ001
            page.write_row(line, 0, (f"T{line}", moment, "视频", 5))
    reading = read(file.getvalue())
    assert [row.published_at.isoformat() for row in reading.rows] == [
        "2026-07-01T00:00:00+08:00",
        "2026-07-02T09:30:00+08:00",
    ]
