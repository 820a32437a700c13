"""Refused rows come back as a CSV with their reasons and cells: to be mended and sent again."""

import csv
import io
import tracemalloc

from campaigns.imports.refused_rows import refused_rows_csv
from campaigns.models import Import, ImportRow
from tests.campaigns.api.imports.uploading import counted, sent
from tests.exports.tables import csv_bytes

MANY = 40_000
HEADER = ["external_id", "title", "published_at", "views", "likes", "nickname"]


def download(client, made):
    answer = client.get(f"/imports/{made['id']}/refused-rows.csv")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    return answer, b"".join(answer.streaming_content)


def table_of(data):
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def test_refused_rows_are_downloaded_with_line_reason_and_their_own_cells(bob, aurora):
    rows = [
        ["1", "Tea", "2026-01-05", "100", "9", "Mo"],
        ["2", "Coffee", "2026-01-05", "many", "9", "Mo"],
        ["3", "Soup", "2026-13-05", "1", "9", "Mo"],
    ]
    made = sent(bob, aurora, csv_bytes(HEADER, rows), name="jan=uary.csv", captured_on="2026-02-01")
    answer, data = download(bob, made)
    assert data.startswith("\ufeff".encode())
    assert 'filename="jan=uary.refused-rows.csv"' in answer.headers["Content-Disposition"]
    coffee, soup = table_of(data)
    assert (coffee["line"], coffee["code"], coffee["column"], coffee["raw"]) == ("3", "bad_number", "views", "many")
    assert (coffee["title"], coffee["likes"], soup["published_at"]) == ("Coffee", "9", "2026-13-05")
    assert soup["code"] == "bad_date"


def test_the_mended_download_can_be_sent_again(bob, aurora):
    broken = csv_bytes(["day", "views"], [["2026-01-05", "many"], ["2026-01-06", "5"]])
    _, data = download(bob, sent(bob, aurora, broken, name="days.csv", captured_on="2026-02-01"))
    mended = data.replace(b"2026-01-05,many", b"2026-01-05,7")
    again = sent(bob, aurora, mended, name="mended.csv", captured_on="2026-02-01")
    assert counted(again, "new", "refused") == (1, 0)


def test_columns_that_are_not_read_never_come_back(bob, aurora):
    made = sent(bob, aurora, csv_bytes(HEADER, [["2", "Coffee", "2026-01-05", "many", "9", "Mo Private"]]))
    _, data = download(bob, made)
    assert b"Mo Private" not in data
    assert b"nickname" not in data


def test_a_row_of_another_account_and_a_shifted_row_come_back_without_their_cells(bob, aurora):
    rows = [["2026-01-05", "5", "somebody.else"], ["2026-01-06", "6", "", "Mo Private"]]
    made = sent(bob, aurora, csv_bytes(["day", "views", "account"], rows), captured_on="2026-02-01")
    _, data = download(bob, made)
    assert [row["code"] for row in table_of(data)] == ["foreign_account", "too_many_cells"]
    assert b"Mo Private" not in data
    assert b"2026-01-0" not in data


def test_no_cell_of_the_download_is_a_formula_and_negative_numbers_stay_numbers(bob, aurora):
    rows = [
        ["1", '=HYPERLINK("http://x")', "2026-01-05", "many", "-5", ""],
        ["@2", "+1+1", "2026-01-05", "-x", "1", ""],
    ]
    made = sent(bob, aurora, csv_bytes(HEADER, rows), captured_on="2026-02-01")
    _, data = download(bob, made)
    first, second = table_of(data)
    assert (first["title"], first["likes"]) == ('\'=HYPERLINK("http://x")', "-5")
    assert (second["external_id"], second["title"], second["views"]) == ("'@2", "'+1+1", "'-x")


def test_an_import_without_refused_rows_gives_the_header_alone(bob, aurora):
    made = sent(bob, aurora, csv_bytes(["day", "views"], [["2026-01-05", "5"]]), captured_on="2026-02-01")
    _, data = download(bob, made)
    assert table_of(data) == []


def test_many_refused_rows_take_little_memory(bob, aurora, north):
    made = sent(bob, aurora, csv_bytes(["day", "views"], [["2026-01-05", "many"]]), captured_on="2026-02-01")
    with north():
        upload = Import.objects.get(id=made["id"])
        told = (ImportRow(upload=upload, line=at, outcome="refused", detail="x" * 50) for at in range(3, MANY))
        ImportRow.objects.bulk_create(told, batch_size=10_000)
        tracemalloc.start()
        with refused_rows_csv(upload) as file:
            _, most = tracemalloc.get_traced_memory()
            tracemalloc.stop()
            assert sum(1 for _ in file) == MANY - 1  # its header, and each line but the first two
    assert most < 6 * 1024 * 1024
