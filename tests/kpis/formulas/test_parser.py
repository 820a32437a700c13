"""Formulas are read as written and refused with a code and a place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpis.formulas import FormulaError, FormulaErrorCode, parse
from kpis.formulas.tree import Name, Operation, Operator
from tests.kpis.formulas import texts
from tests.oracles.formula_twin import twin_names


def refusal(text: str) -> FormulaError:
    with pytest.raises(FormulaError) as caught:
        parse(text)
    return caught.value


def test_a_product_binds_closer_than_a_sum() -> None:
    tree = parse("likes + shares * 4")
    assert isinstance(tree, Operation)
    assert tree.operator is Operator.ADD
    assert parse("likes + shares * 4") == parse("likes + (shares * 4)")


def test_differences_and_quotients_group_from_the_left() -> None:
    assert parse("a - b - c") == parse("(a - b) - c")
    assert parse("a / b / c") == parse("(a / b) / c")
    assert parse("a / b / c") != parse("a / (b / c)")


def test_spaces_and_places_do_not_change_what_a_formula_means() -> None:
    assert parse(" likes/views ") == parse("likes  /\n views")


def test_a_name_knows_where_it_stands() -> None:
    tree = parse("likes / views")
    assert isinstance(tree, Operation)
    assert tree.right == Name(0, "views")
    assert tree.right.position == 8


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("", 0),
        ("likes +", 7),
        ("likes views", 6),
        ("(likes", 6),
        ("likes)", 5),
        ("+likes", 0),
        ("likes ** 2", 7),
        ("likes // 2", 7),
        ("1.", 1),
        (".5", 0),
        ("1e3", 1),
        ("Likes", 0),
        ("likes; drop", 5),
        ("__import__", 0),
        ("likes.views", 5),
        ("likes[0]", 5),
        ("'likes'", 0),
        ("coalesce", 8),
        ("coalesce()", 9),
        ("coalesce(likes,)", 15),
        ("likes, views", 5),
        ("٣ + likes", 0),
        ("likes ÷ views", 6),
        ("9" * 21, 0),
        ("likes\x00", 5),
    ],
)
def test_what_is_no_formula_is_refused_at_its_place(text: str, position: int) -> None:
    mistake = refusal(text)
    assert (mistake.code, mistake.position) == (FormulaErrorCode.SYNTAX, position)


def test_an_unknown_function_is_refused_by_name() -> None:
    mistake = refusal("likes + eval(views)")
    assert (mistake.code, mistake.position) == (FormulaErrorCode.UNKNOWN_NAME, 8)
    assert "eval" in mistake.detail


def test_a_formula_of_500_characters_is_read_and_one_more_is_too_long() -> None:
    assert parse("likes" + " " * 495) == parse("likes")
    assert refusal("likes" + " " * 496).code is FormulaErrorCode.TOO_LONG


def test_a_formula_of_100_nodes_is_read_and_more_is_too_long() -> None:
    assert parse("+".join(["a"] * 50))
    assert refusal("+".join(["a"] * 51)).code is FormulaErrorCode.TOO_LONG


def test_twenty_levels_are_read_and_more_are_too_deep() -> None:
    assert parse("(" * 19 + "a" + ")" * 19) == parse("a")
    assert refusal("(" * 20 + "a" + ")" * 20).code is FormulaErrorCode.TOO_DEEP
    assert refusal("-" * 20 + "a").code is FormulaErrorCode.TOO_DEEP
    assert refusal("coalesce(" * 20 + "a" + ")" * 20).code is FormulaErrorCode.TOO_DEEP


def places(text: str) -> set[int]:
    try:
        return {node.position for node in parse(text).walk()}
    except FormulaError as mistake:
        return {mistake.position}


@given(st.text(alphabet="ab1.+-*/(), é\n", max_size=40))
def test_any_text_is_either_read_or_refused_at_a_place_inside_it(text: str) -> None:
    assert all(0 <= place <= len(text) for place in places(text))


@given(texts.formulas)
def test_names_are_those_that_a_second_reader_finds(text: str) -> None:
    assert parse(text).names() == twin_names(text)
