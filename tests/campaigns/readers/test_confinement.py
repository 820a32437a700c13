"""Uploads are read in a child that can neither hurt its host nor learn its secrets."""

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from campaigns.readers import Grain, Limits, UnreadableFile, template_csv
from tests.campaigns.readers.conftest import Read
from tests.exports import broken, douyin, tiktok, xiaohongshu
from tests.exports.tables import csv_bytes, xlsx_bytes

LAST = date(2026, 7, 10)
BREAKDOWN = ("day", "dimension", "bucket", "metric", "value")


def refused(read_confined: Read, data: bytes, **known: object) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as caught:
        read_confined(data, **known)
    return caught.value


@pytest.mark.parametrize(
    "data",
    [
        tiktok.overview_csv(LAST, 40),
        tiktok.overview_xlsx(LAST, 40),
        tiktok.studio_csv(tiktok.VIEWERS, [["July 9", "undefined", "0", "0"], ["July", "1", "1", "1"]]),
        douyin.works_xlsx([douyin.work("☕ 一\n二", views="10万+"), douyin.work("=SUM(A1)")]),
        xiaohongshu.notes_xlsx([xiaohongshu.note(impressions=0)]),
        *(template_csv(grain).encode() for grain in Grain),
    ],
    ids=lambda _: "",
)
def test_the_child_reads_what_this_process_would_read(read: Read, read_confined: Read, data: bytes) -> None:
    assert read_confined(data) == read(data)


@pytest.mark.parametrize(
    ("write", "code"),
    [
        (broken.truncated_workbook, "corrupt_file"),
        (broken.damaged_workbook, "corrupt_file"),
        (broken.zip_bomb, "zip_bomb"),
        (broken.far_cell_workbook, "too_large"),
        (lambda: broken.wide_workbook(201), "too_large"),
        (broken.archive_of_csv, "not_a_table"),
        (lambda: broken.HTML_PAGE, "not_a_table"),
        (lambda: broken.PDF_DOCUMENT, "not_a_table"),
        (lambda: broken.PICTURE, "not_a_table"),
        (lambda: b'{"rows": []}', "not_a_table"),
        (lambda: broken.NUL_TEXT, "nul_byte"),
        (lambda: broken.LATIN_TEXT, "bad_encoding"),
        (lambda: "播放量,日期\n".encode()[:-3] + b"\xff\n", "bad_encoding"),
        (lambda: broken.UNENDING_QUOTE, "corrupt_file"),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000), "corrupt_file"),
        (lambda: b"", "empty_file"),
    ],
)
def test_a_broken_file_is_refused_with_its_reason(read_confined: Read, write: Callable[[], bytes], code: str) -> None:
    fault = refused(read_confined, write())
    assert fault.code == code
    assert fault.detail


def test_a_row_with_a_nul_character_from_a_workbook_is_refused(read: Read) -> None:
    data = xlsx_bytes(("日期", "播放量"), [("2026-03-14", "1\0")])
    assert [refusal.code for refusal in read(data).refusals] == ["nul_byte"]


def test_a_child_that_takes_too_long_is_ended(read_confined: Read) -> None:
    assert refused(read_confined, tiktok.overview_csv(LAST, 5), limits=Limits(wall_seconds=0.001)).code == "timed_out"


def test_a_child_that_computes_too_long_is_ended(read_confined: Read) -> None:
    rows = [("2026-01-31", "territory", number, "views", number) for number in range(200_000)]
    assert refused(read_confined, csv_bytes(BREAKDOWN, rows), limits=Limits(cpu_seconds=1)).code == "timed_out"


def test_a_child_that_needs_too_much_memory_is_ended(read_confined: Read) -> None:
    rows = [("2026-01-31", "territory", "x" * 1_000, "views", number) for number in range(30_000)]
    limits = Limits(memory_bytes=80 * 1024**2)
    assert refused(read_confined, csv_bytes(BREAKDOWN, rows), limits=limits).code == "file_too_complex"


def test_the_child_inherits_no_secrets(read_confined: Read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = tmp_path / "environment"
    spy = tmp_path / "python"
    spy.write_text(f"#!/bin/sh\nenv > {seen}\nexit 3\n")
    spy.chmod(0o700)
    monkeypatch.setenv("DATABASE_URL", "postgres://owner:canary@localhost/db")
    monkeypatch.setattr(sys, "executable", str(spy))
    assert refused(read_confined, tiktok.overview_csv(LAST, 5)).code == "reader_failed"
    environment = seen.read_text()
    assert "PYTHONPATH=" in environment
    assert "canary" not in environment


def test_a_child_that_answers_nonsense_is_not_believed(
    read_confined: Read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spy = tmp_path / "python"
    spy.write_text("#!/bin/sh\necho nonsense\n")
    spy.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(spy))
    assert refused(read_confined, tiktok.overview_csv(LAST, 5)).code == "reader_failed"
