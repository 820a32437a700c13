"""A table of unknown kind is looked at, its columns are proposed, and the proposal loads it."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from campaigns.models import Import
from tests.campaigns.api.imports.uploading import counted, new_account, sent
from tests.exports import broken
from tests.exports.tables import csv_bytes, workbook_bytes
from tests.holders import code_of

HEADER = ("发文时间", "标题", "阅读数", "分享数", "在看率", "抓取人")
ROWS = [
    ("2026-01-05 10:00:00", "一", "100", "25", "25.00%", "王"),
    ("2026-01-06 10:00:00", "二", "90", "9", "10.00%", "李"),
    ("2026-01-07 10:00:00", "三", "80", "6", "7.50%", "张"),
    ("2026-01-08 10:00:00", "四", "70", "7", "10.00%", "赵"),
    ("2026-01-09 10:00:00", "五", "60", "9", "15.00%", "周"),
]
ARTICLES = csv_bytes(HEADER, ROWS)


def proposed(client, data: bytes = ARTICLES, *, network: str = "wechat", name: str = "articles.csv", **more):
    return client.upload("/column-mappings:propose", file=SimpleUploadedFile(name, data), network=network, **more)


def test_a_proposal_loads_the_table_as_it_is(bob, world):
    account = new_account(bob, world.aurora, "wechat", "aurora-oa")
    answer = proposed(bob)
    assert answer.status_code == 200, answer.content
    found = answer.json()
    assert (found["grain"], found["missing"], found["profile"]) == ("content", [], None)
    read = sent(bob, account, ARTICLES, columns=json.dumps(found["mapping"]), captured_on="2026-02-01", name="a.csv")
    assert counted(read, "new", "refused") == (5, 0)


def test_a_proposal_is_saved_as_a_mapping(bob, world):
    account = new_account(bob, world.aurora, "wechat", "aurora-oa")
    saved = bob.post("/column-mappings", {"name": "Articles", "network": "wechat", **proposed(bob).json()["mapping"]})
    assert saved.status_code == 201, saved.content
    read = sent(bob, account, ARTICLES, captured_on="2026-02-01", name="b.csv")
    assert (read["profile"], counted(read, "new")) == ("mapping:Articles", (5,))


def test_every_column_says_what_it_may_be_how_sure_that_is_and_why(bob):
    columns = {each["header"]: each for each in proposed(bob).json()["columns"]}
    reads = columns["阅读数"]
    assert (reads["name"], reads["holds"], reads["filled"], reads["samples"]) == (
        "reads",
        "number",
        5,
        ["100", "90", "80"],
    )
    assert "0.5" < reads["confidence"] <= "1.00"
    assert columns["在看率"]["flags"][0]["code"] == "zaikan_rate_is_share_rate"
    assert (columns["抓取人"]["name"], columns["抓取人"]["samples"]) == (None, [])


def test_nothing_of_the_file_is_stored_and_no_text_is_answered(bob, north_imports):
    answer = proposed(bob)
    assert "王" not in answer.content.decode()
    assert north_imports() == 0


@pytest.fixture
def north_imports(world):
    from agencies.context import in_agency

    def count() -> int:
        with in_agency(world.north):
            return Import.objects.count()

    return count


def test_the_sheet_that_is_understood_best_is_proposed(bob):
    lines = [list(HEADER), *map(list, ROWS)]
    data = workbook_bytes({"Notes": [["Ask", "About"], ["Ann", "June"]], "Data": lines})
    found = proposed(bob, data, name="book.xlsx").json()
    assert (found["sheet"], found["other_sheets"]) == ("Data", ["Notes"])
    assert proposed(bob, data, name="book.xlsx", sheet="Notes").json()["sheet"] == "Notes"


def test_a_header_under_banners_is_found_or_told(bob):
    data = csv_bytes(("Report of January", ""), [("", ""), ("Date", "Views"), ("2026-01-01", "5")])
    assert proposed(bob, data, network="tiktok").json()["header_line"] == 3
    assert proposed(bob, data, network="tiktok", header_line=3).json()["header_line"] == 3
    assert code_of(proposed(bob, data, network="tiktok", header_line=1)) == (422, "no_table")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b"1,2\n3,4\n", "no_table"),
        (broken.HTML_PAGE, "not_a_table"),
        (broken.PICTURE, "not_a_table"),
        (broken.NUL_TEXT, "nul_byte"),
    ],
)
def test_what_holds_no_table_is_refused(bob, data, code):
    assert code_of(proposed(bob, data)) == (422, code)
    assert proposed(bob).status_code == 200


def test_a_hostile_workbook_is_looked_at_in_a_confined_child(bob):
    assert code_of(proposed(bob, broken.zip_bomb(), name="bomb.xlsx")) == (422, "zip_bomb")
    assert code_of(proposed(bob, broken.far_cell_workbook(), name="far.xlsx"))[0] == 422


@pytest.mark.parametrize("more", [{"network": "myspace"}, {"grain": "year"}, {"header_line": "0"}])
def test_what_is_said_of_the_file_must_make_sense(bob, more):
    assert code_of(proposed(bob, **more)) == (422, "validation_failed")
