"""Files that cannot be read are refused with a code, leave nothing, and the next upload is taken."""

from datetime import date
from time import monotonic

import pytest

from campaigns.models import Import
from tests.campaigns.api.imports.uploading import send, sent
from tests.exports import broken, tiktok
from tests.holders import code_of

CAPTURED = "2026-02-28"
SECONDS = 15
BROKEN = {
    "truncated.xlsx": (broken.truncated_workbook(), "corrupt_file"),
    "damaged.xlsx": (broken.damaged_workbook(), "corrupt_file"),
    "bomb.xlsx": (broken.zip_bomb(), "zip_bomb"),
    "far.xlsx": (broken.far_cell_workbook(), "too_large"),
    "latin.csv": (broken.LATIN_TEXT, "bad_encoding"),
    "nul.csv": (broken.NUL_TEXT, "nul_byte"),
    "page.csv": (broken.HTML_PAGE, "not_a_table"),
    "report.csv": (broken.PDF_DOCUMENT, "not_a_table"),
    "picture.csv": (broken.PICTURE, "not_a_table"),
    "archive.csv": (broken.archive_of_csv(), "not_a_table"),
    "empty.csv": (b"", "empty_file"),
    "blank.csv": (b" \n \n", "empty_file"),
    "header.csv": (b"day,views\n", "no_rows"),
    "other.csv": (b"name,age\nAnn,7\n", "unknown_format"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_refused_within_seconds_and_leaves_nothing(bob, aurora, north, name):
    data, code = BROKEN[name]
    began = monotonic()
    refusal = send(bob, aurora, data, name=name, captured_on=CAPTURED)
    assert monotonic() - began < SECONDS
    assert code_of(refusal) == (422, code)
    assert [(error["pointer"], error["code"]) for error in refusal.json()["errors"]] == [("#/file", code)]
    with north():
        assert not Import.objects.exists()
    after = sent(bob, aurora, tiktok.overview_csv(date(2026, 2, 27), 2), captured_on=CAPTURED)
    assert after["counts"]["new"] == 2


def test_an_unending_quote_stores_no_fact(bob, aurora):
    answer = send(bob, aurora, broken.UNENDING_QUOTE, captured_on=CAPTURED)
    assert code_of(answer)[0] == 422


def test_a_body_of_more_than_the_largest_file_is_refused_before_it_is_read(bob):
    headers = bob.headers | {"CONTENT_LENGTH": str(201 * 1024 * 1024 + 1)}
    refusal = bob.client.generic(
        "POST", "/api/v1/imports", b"", content_type="multipart/form-data; boundary=x", **headers
    )
    assert code_of(refusal) == (413, "too_large")


@pytest.mark.parametrize(
    ("sent_as", "kept_as"),
    [
        ("../../etc/Overview.csv", "Overview.csv"),
        ("C:\\fakepath\\Overview.csv", "Overview.csv"),
        ("Over\x07view.csv", "Overview.csv"),
        ("作品列表.csv", "作品列表.csv"),
    ],
)
def test_a_file_keeps_its_own_name_and_no_folder(bob, aurora, sent_as, kept_as):
    made = sent(bob, aurora, tiktok.overview_csv(date(2026, 2, 27), 2), name=sent_as, captured_on=CAPTURED)
    assert made["file_name"] == kept_as
