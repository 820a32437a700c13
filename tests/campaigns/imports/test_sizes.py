"""Which files are loaded while their sender waits."""

from campaigns.imports.sizes import AT_ONCE, LEAST_ROW_BYTES, Size, size_of
from tests.exports.tables import csv_bytes, xlsx_bytes


def measured(tmp_path, data: bytes) -> Size:
    path = tmp_path / "file"
    path.write_bytes(data)
    return size_of(path)


def test_lines_of_a_text_below_its_header_are_its_rows(tmp_path):
    size = measured(tmp_path, csv_bytes(["day", "views"], [["2026-01-01", 5]] * 5_000))
    assert size.rows == 5_000
    assert size.within(AT_ONCE)
    assert not measured(tmp_path, csv_bytes(["day", "views"], [["2026-01-01", 5]] * 5_001)).within(AT_ONCE)


def test_a_workbook_is_measured_unpacked(tmp_path):
    small = xlsx_bytes(["day", "views"], [["2026-01-01", 5]] * 28)
    large = xlsx_bytes(["day", "views"], [["2026-01-01", 5]] * 30_000)
    assert measured(tmp_path, small).within(AT_ONCE)
    assert len(large) < AT_ONCE.bytes
    assert not measured(tmp_path, large).within(AT_ONCE)


def test_a_large_file_of_few_rows_waits_too(tmp_path):
    assert not measured(tmp_path, bytes(AT_ONCE.bytes + 1)).within(AT_ONCE)


def test_a_broken_archive_is_measured_all_the_same(tmp_path):
    assert measured(tmp_path, b"PK\x03\x04 broken\n") == Size(bytes=12, rows=0)
    assert LEAST_ROW_BYTES > 0
