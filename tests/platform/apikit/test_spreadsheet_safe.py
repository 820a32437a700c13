"""No cell of a file that we hand out begins a formula; numbers stay numbers."""

import pytest

from apikit.spreadsheet_safe import original_cell, safe_cell


@pytest.mark.parametrize(
    "text",
    ["=1+1", "@SUM(A1)", "+A1", "-A1", "-1+1", "\t=1", "\r=1", "  =HYPERLINK()", "＝1", "-2,5,", "--1"],
)
def test_what_begins_a_formula_becomes_a_text(text):
    assert safe_cell(text) == f"'{text}"
    assert original_cell(safe_cell(text)) == text


@pytest.mark.parametrize("text", ["", "-5", "+5", "-1.25", "-12,345", "-3.5%", "12:30", "How = why?", "3-2", "播放量"])
def test_numbers_and_plain_texts_stay_as_they_are(text):
    assert safe_cell(text) == text == original_cell(text)


@pytest.mark.parametrize("text", ["'tis", "'5", "''", "'"])
def test_an_apostrophe_of_somebodys_own_stays(text):
    assert original_cell(text) == text
