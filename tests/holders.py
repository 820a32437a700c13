"""Clients for credentials that a test has just made."""

from uuid import uuid4

from tests.conftest import Api
from tests.people import Person


def holding(token: str) -> Api:
    """Give a client that sends this token."""
    return Api(Person(name="holder", email="", user_id=uuid4(), token=token))


def key_of(client: Api, *scopes: str) -> Api:
    """Make an API key with these scopes and give a client that holds it."""
    made = client.post("/api-keys", {"name": "key", "scopes": list(scopes)})
    assert made.status_code == 201, made.content
    return holding(made.json()["token"])


def code_of(answer) -> tuple[int, str]:
    """Give status and code of a refusal."""
    return answer.status_code, answer.json()["code"]
