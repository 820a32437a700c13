"""Whatever is sent as a file, the answer is a code, nothing is stored, and the next upload is taken."""

from datetime import date

import pytest

from campaigns.models import AccountDay, Import
from tests.campaigns.api.imports.uploading import send, sent
from tests.exports import tiktok
from tests.exports.bad_files import ROWS_REFUSED, UNREADABLE
from tests.holders import code_of

CAPTURED = "2026-02-28"


def test_there_are_sixty_kinds():
    assert len(UNREADABLE) + len(ROWS_REFUSED) >= 60


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_file_that_cannot_be_read_is_refused_and_leaves_nothing(bob, aurora, north, name):
    write, code = UNREADABLE[name]
    refusal = send(bob, aurora, write(), name=name, captured_on=CAPTURED)
    assert code_of(refusal) == (422, code), refusal.json()["detail"]
    with north():
        assert not Import.objects.exists()
        assert not AccountDay.objects.exists()
    assert sent(bob, aurora, tiktok.overview_csv(date(2026, 2, 27), 1), captured_on=CAPTURED)["counts"]["new"] == 1


@pytest.mark.parametrize("name", ROWS_REFUSED)
def test_a_file_without_a_usable_row_stores_no_fact_and_names_each_line(bob, aurora, north, name):
    made = sent(bob, aurora, ROWS_REFUSED[name](), name=name, captured_on=CAPTURED)
    assert (made["state"], made["problem"]["code"]) == ("failed", "all_rows_refused")
    assert made["counts"]["refused"] == made["counts"]["rows"] > 0
    with north():
        assert not AccountDay.objects.exists()
