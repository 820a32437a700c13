"""Opaque credentials: what is made can be read, what was altered cannot, and only the secret proves anything."""

from types import FunctionType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.tokens import ALPHABET, KEY_ID_LENGTH, SECRET_LENGTH, Token, TokenKind, new_token, parse_token

PEPPER = "a pepper of these tests"


def letters(length: int) -> st.SearchStrategy[str]:
    return st.text(alphabet=ALPHABET, min_size=length, max_size=length)


any_token = st.builds(
    Token, kind=st.sampled_from(TokenKind), key_id=letters(KEY_ID_LENGTH), secret=letters(SECRET_LENGTH)
)


@given(any_token)
def test_a_token_written_down_is_read_back(token: Token) -> None:
    assert parse_token(token.text()) == token


@given(any_token, st.data())
def test_one_wrong_letter_is_noticed_before_any_database_is_asked(token: Token, data: st.DataObject) -> None:
    text = token.text()
    place = data.draw(st.integers(0, len(text) - 1))
    letter = data.draw(st.sampled_from(ALPHABET + "_ é\n").filter(lambda other: other != text[place]))
    assert parse_token(text[:place] + letter + text[place + 1 :]) is None


@given(st.text())
def test_any_text_is_read_or_refused_and_never_an_error(text: str) -> None:
    assert parse_token(text) is None


@pytest.mark.parametrize("text", ["", "_", "___", "yss", "yss_a_b_c", "yss__" + "_" * 3, "ysx_" + "a" * 80])
def test_what_is_no_token_is_refused(text: str) -> None:
    assert parse_token(text) is None


@pytest.mark.parametrize("kind", TokenKind)
def test_a_kind_is_told_by_its_prefix(kind: TokenKind) -> None:
    assert new_token(kind).text().startswith(f"{kind.value}_")


def test_no_two_tokens_are_alike() -> None:
    made = [new_token(TokenKind.SESSION) for _ in range(200)]
    assert len({token.key_id for token in made}) == len({token.secret for token in made}) == 200


@given(any_token, any_token)
def test_only_the_same_secret_of_the_same_key_and_kind_proves(token: Token, other: Token) -> None:
    stored = token.hashed(PEPPER)
    assert token.proves(stored, PEPPER)
    assert other.proves(stored, PEPPER) == (other == token)
    assert not token.proves(stored, "another pepper")


def test_a_session_does_not_prove_itself_as_an_api_key() -> None:
    session = new_token(TokenKind.SESSION)
    key = Token(kind=TokenKind.API_KEY, key_id=session.key_id, secret=session.secret)
    assert not key.proves(session.hashed(PEPPER), PEPPER)


def test_what_is_stored_does_not_hold_the_secret() -> None:
    token = new_token(TokenKind.API_KEY)
    assert token.secret not in token.hashed(PEPPER)
    assert len(token.hashed(PEPPER)) == 64


@pytest.mark.parametrize("function", [Token.proves, parse_token])
def test_secrets_and_checksums_are_compared_in_constant_time(function: FunctionType) -> None:
    assert "compare_digest" in function.__code__.co_names
