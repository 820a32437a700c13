"""Fields of a definition are read strictly, and what is wrong is noted instead of raised."""

from typing import Any

import pytest

from campaigns.definitions import FieldReader, Mistake


def read(fields: dict[str, Any]) -> tuple[FieldReader, list[Mistake]]:
    mistakes: list[Mistake] = []
    return FieldReader("some.yaml", fields, mistakes), mistakes


@pytest.mark.parametrize(("written", "meant"), [(True, True), (False, False), (None, False)])
def test_a_flag_is_true_or_false(written: object, meant: bool) -> None:  # noqa: FBT001
    reader, mistakes = read({"flag": written})
    assert (reader.flag("flag"), mistakes) == (meant, [])


@pytest.mark.parametrize("written", ["yes", 1, "true", []])
def test_anything_else_is_no_flag(written: object) -> None:
    reader, mistakes = read({"flag": written})
    assert reader.flag("flag") is False
    assert [str(each) for each in mistakes] == ["some.yaml: flag: expected true or false"]


def test_one_word_of_a_set_is_taken_and_another_noted() -> None:
    reader, mistakes = read({"good": "a", "bad": "c", "odd": ["a"]})
    assert [reader.one_of(field, ("a", "b")) for field in ("good", "absent", "bad", "odd")] == ["a", None, None, None]
    assert [str(each) for each in mistakes] == [
        "some.yaml: bad: c is none of a, b",
        "some.yaml: odd: ['a'] is none of a, b",
    ]
