"""Sends files as users do."""

from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.conftest import Api


def send(client: Api, account: UUID | str, data: bytes, *, name: str = "Overview.csv", **more: Any) -> Any:
    """Post a file to /imports."""
    return client.upload("/imports", file=SimpleUploadedFile(name, data), account=str(account), **more)


def sent(client: Api, account: UUID | str, data: bytes, **more: Any) -> dict[str, Any]:
    """Post a file that is taken, and give the import."""
    answer = send(client, account, data, **more)
    assert answer.status_code == 201, answer.content
    return answer.json()


def new_account(client: Api, brand: UUID, network: str, handle: str) -> str:
    """Connect an account of a brand on a network."""
    answer = client.post("/accounts", {"brand": str(brand), "network": network, "handle": handle})
    assert answer.status_code == 201, answer.content
    return answer.json()["id"]


def rows_of(client: Api, made: dict[str, Any], query: str = "") -> list[dict[str, Any]]:
    """Read the first page of an import's lines."""
    answer = client.get(f"/imports/{made['id']}/rows{query}")
    assert answer.status_code == 200, answer.content
    return answer.json()["items"]


def counted(made: dict[str, Any], *outcomes: str) -> tuple[int, ...]:
    """Give some counts of an import."""
    return tuple(made["counts"][outcome] for outcome in outcomes)
