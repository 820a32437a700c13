"""A file is recognised by its header, whatever order, extra columns, quoting and delimiter it has."""

from datetime import date

import pytest

from campaigns.readers import UnreadableFile, profiles
from tests.campaigns.readers.conftest import READ_WHEN_NAMED, Read
from tests.exports import broken, tiktok
from tests.exports.tables import csv_bytes, workbook_bytes, xlsx_bytes

LAST = date(2026, 7, 9)


def refused(read: Read, data: bytes, **known: object) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as caught:
        read(data, **known)
    return caught.value


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_does_not_matter(read: Read, delimiter: str) -> None:
    data = csv_bytes(tiktok.OVERVIEW, tiktok.overview_rows(LAST, 3), delimiter=delimiter)
    assert [row.values["views"] for row in read(data).rows] == [100, 101, 102]


def test_the_order_of_columns_and_unknown_columns_do_not_matter(read: Read) -> None:
    data = csv_bytes(("Shares", "Mood", " video  views ", "DATE"), [("1", "fine", "12", "July 9")])
    reading = read(data)
    assert reading.profile == "tiktok.studio.overview"
    assert reading.rows[0].values == {"views": 12, "shares": 1}
    assert reading.ignored_columns == ("Mood",)
    assert reading.columns == {"Shares": "shares", "video  views": "views", "DATE": "day"}


def test_blank_lines_are_no_rows(read: Read) -> None:
    reading = read(b"\r\nDate,Video Views\r\n\r\nJuly 8,1\r\n,\r\nJuly 9,2\r\n\r\n")
    assert [(row.line, row.day.day) for row in reading.rows] == [(4, 8), (6, 9)]


def test_an_unknown_header_is_shown_with_the_ways_from_there(read: Read) -> None:
    fault = refused(read, b"colour,price\nred,5\n")
    assert fault.code == "unknown_format"
    assert "colour, price" in fault.detail
    assert "/import-profiles" in fault.detail
    assert "/column-mappings:propose" in fault.detail


def test_two_columns_of_one_meaning_are_refused(read: Read) -> None:
    assert refused(read, b"Date,Video Views,video views\nJuly 9,1,2\n").code == "duplicate_column"


def test_a_profile_that_is_named_must_fit(read: Read) -> None:
    data = tiktok.overview_csv(LAST, 2)
    assert refused(read, data, profile="tiktok.studio.viewers").code == "profile_mismatch"
    assert refused(read, data, profile="tiktok.studio.nothing").code == "unknown_profile"
    assert len(read(data, profile="tiktok.studio.overview").rows) == 2


@pytest.mark.parametrize("data", [b"", b" \r\n\r\n", b"\xef\xbb\xbf", xlsx_bytes((), ())])
def test_nothing_is_an_empty_file(read: Read, data: bytes) -> None:
    assert refused(read, data).code == "empty_file"


@pytest.mark.parametrize("data", [tiktok.studio_csv(tiktok.OVERVIEW, []), xlsx_bytes(tiktok.OVERVIEW, [])])
def test_a_header_alone_has_no_rows(read: Read, data: bytes) -> None:
    assert refused(read, data).code == "no_rows"


OVERVIEW_SHEET = [tiktok.OVERVIEW, *tiktok.overview_rows(LAST, 2)]


@pytest.mark.parametrize(
    "others",
    [
        {"Notes": [["Ask Ann about June"]]},
        {"Empty": []},
        {"Header only": [tiktok.OVERVIEW]},
        {"Wide": [[f"column {number}" for number in range(201)]]},
    ],
    ids=lambda others: next(iter(others)),
)
@pytest.mark.parametrize("first", [True, False])
def test_the_sheet_that_holds_the_export_is_found_among_others(read: Read, others: dict, *, first: bool) -> None:
    sheets = {"Overview": OVERVIEW_SHEET, **others} if first else {**others, "Overview": OVERVIEW_SHEET}
    assert [row.values["views"] for row in read(workbook_bytes(sheets)).rows] == [100, 101]


def test_a_workbook_of_several_exports_is_refused_before_one_of_them_is_lost(read: Read) -> None:
    viewers = [tiktok.VIEWERS, ["July 9", "5", "3", "2"]]
    data = workbook_bytes({"Overview": OVERVIEW_SHEET, "Viewers": viewers})
    fault = refused(read, data)
    assert fault.code == "several_sheets"
    assert "Overview, Viewers" in fault.detail
    assert len(read(data, profile="tiktok.studio.viewers").rows) == 1


def test_blank_lines_above_the_header_and_below_the_rows_do_not_matter(read: Read) -> None:
    lines = [[], ["", ""], ["Date", "Video Views", "", ""], ["July 8", 1.0], ["July 9", "2"], ["", "  "], []]
    reading = read(workbook_bytes({"Overview": lines}))
    assert [(row.line, row.values["views"]) for row in reading.rows] == [(4, 1), (5, 2)]
    assert reading.refusals == ()


def test_a_csv_with_too_many_columns_is_too_large(read: Read) -> None:
    assert refused(read, csv_bytes([f"column {number}" for number in range(201)], [])).code == "too_large"


def test_a_comma_in_a_german_sentence_does_not_make_it_chinese(read: Read) -> None:
    assert refused(read, broken.LATIN_TEXT).code == "bad_encoding"


@pytest.mark.parametrize("profile", profiles(), ids=lambda profile: profile.key)
def test_every_sample_header_is_recognised_as_its_own_profile(read: Read, profile) -> None:
    header = profile.sample_header
    named = profile.key if profile.key in READ_WHEN_NAMED else None
    reading = read(csv_bytes(header, [["x"] * len(header)]), profile=named)
    assert reading.profile == profile.key


@pytest.mark.parametrize("profile", profiles(), ids=lambda profile: profile.key)
def test_a_kind_that_is_wanted_goes_before_another_of_the_same_columns(read: Read, profile) -> None:
    header = profile.sample_header
    assert read(csv_bytes(header, [["x"] * len(header)]), wanted=(profile.key,)).profile == profile.key


def test_a_kind_that_is_wanted_does_not_go_before_one_that_knows_more_columns(read: Read) -> None:
    data = tiktok.overview_csv(LAST, 2)
    assert read(data, wanted=("canonical.account_day",)).profile == "tiktok.studio.overview"
