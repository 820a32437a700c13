"""Codes: each carrier's limits, and made codes that fit them."""

import pytest

from campaigns.attribution.codes import LIMITS, UNAMBIGUOUS, CodeKind, code_faults, made_code, match_key, path_of


@pytest.mark.parametrize("kind", CodeKind)
def test_made_codes_fit_their_carrier_and_are_not_mistaken(kind):
    made = {made_code(kind) for _ in range(200)}
    assert [code for code in made if code_faults(kind, code, "")] == []
    assert set("".join(made)) <= set(UNAMBIGUOUS)
    assert not set("01ILO") & set(UNAMBIGUOUS)


@pytest.mark.parametrize("kind", CodeKind)
def test_the_longest_code_is_taken_and_a_longer_one_refused(kind):
    longest = "A" * LIMITS[kind].longest
    assert code_faults(kind, longest, "") == []
    assert [fault.code for fault in code_faults(kind, longest + "A", "")] == ["code_length"]


def test_the_scene_of_a_mini_program_has_32_characters_and_no_percent_sign():
    kind = CodeKind.MINI_PROGRAM_PATH
    assert LIMITS[kind].longest == 32
    assert code_faults(kind, "c=1&k=a,b!", "pages/index/index") == []
    for wrong in ("a%20", "春", "a b"):
        assert [fault.code for fault in code_faults(kind, wrong, "")] == ["code_characters"]


@pytest.mark.parametrize("page", ["/pages/index", "pages/index?a=1", "pages//index", "页/a", "a" * 201])
def test_a_page_has_no_leading_slash_and_no_query(page):
    assert [fault.code for fault in code_faults(CodeKind.MINI_PROGRAM_PATH, "a", page)] == ["bad_page"]


def test_only_mini_programs_open_pages():
    assert [fault.field for fault in code_faults(CodeKind.COUPON, "SPRING", "pages/index")] == ["page"]
    assert path_of(CodeKind.COUPON, "SPRING", "") is None
    assert path_of(CodeKind.MINI_PROGRAM_PATH, "a=1", "") == "pages/index/index?scene=a%3D1"


def test_people_s_writing_is_folded_and_machines_is_not():
    assert match_key(CodeKind.COUPON, "ｓｐｒｉｎｇ8") == match_key(CodeKind.COUPON, "SPRING8")
    assert match_key(CodeKind.QR_SCENE, "a") != match_key(CodeKind.QR_SCENE, "A")
    assert code_faults(CodeKind.DM_KEYWORD, "领券", "") == []
